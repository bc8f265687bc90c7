"""Names that mean something to somebody else: of files, of submissions, of trainees."""

import random

HONEST = "honest-1"

# Of a file beside the notebook, as bytes: a file system knows no encoding.
FILES: list[bytes] = [
    b"*", b"?", b"[a-z]", b"[!", b"**", b"-rf", b"--help", b" ", b".", b"..x", b"...", b"~", b"~root",
    b"a\nb", b"a\r[ERROR] forged", b"\x1b[2J\x1b]0;owned\x07", b"\x7f", b"\x01\x02", b"\xff\xfe",
    b"\xed\xa0\x80", b"caf\xe9", "café".encode(), "cafe\u0301".encode(), "\u202egnp.exe".encode(),
    "\u200b".encode(), "\ufeffm1.ipynb".encode(), "ｍ1.ipynb".encode(), "m1.ipynb\u200b".encode(),
    b"M1.ipynb", b"m1.IPYNB", b"m1.ipynb.ipynb", b".ipynb", b"m2.ipynb", b"m1.html", b"m1.svg",
    b"<img src=x onerror=alert(1)>.html", b"%s%n%(x)s", b"{student_id}", b"{0.__class__}",
    b"$(touch pwned)", b"`id`", b"a;b", b"a|b", b"a,b", b"a+b", b"CON", b"NUL", b"a\\b", b"..\\..\\x",
    b"x" * 255, b"feedback", b".grading", b"__pycache__", b".git", b"key.yaml", b"questions.yml",
    b"nbgrader_config.py", b"sitecustomize.py", b"usercustomize.py", b"json.py", b"course", b"course.py",
    b"answers.json.tmp", b".answers.lock", b"submission_secret.txt ", b"timestamp.txt~", b".course.json",
    b".nfs0001", b"core", b"lost+found", b"[red]x[/red]", b"conftest.py", b"a.pyc", b".DS_Store",
]  # fmt: skip

TIMES = [
    "2099-01-01 00:00:00.000000 UTC", "1970-01-01 00:00:00 UTC", "0001-01-01 00:00:00 UTC",
    "9999-12-31 23:59:59 UTC", "2026-11-23 10:00:00.000000 UTC", "2026-11-23 10:00:00 +99999999",
    "2026-11-23 10:00:00 -9999", "2026-11-23 10:00:00 Europe", "2026-11-23 10:00:00 right", "10", "now", "",
    " ", "1e9", "99999999999999999999", "2026-02-30 00:00:00 UTC", "２０２６-11-23 10:00:00 UTC",
    "2026-11-23T10:00:00Z", "2026-W01", "0", "-1", "NaN", "2026-11-23 24:61:61 UTC",
    "2026-11-23 10:00:00 \x1b[2J", "2026-11-23 10:00:00 UTC UTC", "12/12/12 12:12:12 UTC",
    "0001-01-01 00:00:00 +86399", "9999-12-31 23:59:59 -86399", "0000-00-00 00:00:00 UTC",
    "2026-11-23 10:00:00 \x00",
]  # fmt: skip

# Of whoever hands in; `{own}` is their own enrolled id.
TRAINEES = [
    "{own}", "{own}", HONEST, "honest-2", "HONEST-1", "Honest-1", "h\u043enest-1", "honest\u20111",
    "ｈonest-1", "honest-1 ", " honest-1", "honest-1.", "honest-1\u200b", "honest-1\n", "honest-[12]",
    "honest-*", "*", "?", "[!x]*", "honest-1,honest-2", "honest-1+m1", "{own}+m1", "ghost-1", "ghost-2", "",
    ".", "..", "../submitted/honest-1", "-rf", "--help", "{{student_id}}", "{{0}}", "%s", "root", "nobody",
    "admin", "x" * 200, "zip-honest-1", "a/b", "<b>x</b>", "café", "cafe\u0301", "{own}@x", "all", "None",
    "null", "true", "0", "1e5", "\udcff", "\udce9x",
]  # fmt: skip

MODULES = ["m1", "m1", "m1", "m2", "M1", "m1 ", "", "*", "m?", "[m]1", "..", "m1+m1", "m1\n", "source", "ｍ1"]


def trainee(rng: random.Random, own: str) -> str:
    """An id to hand in under, somebody else's more often than one's own."""
    return rng.choice(TRAINEES).replace("{own}", own).replace("{{", "{").replace("}}", "}")


def file_name(rng: random.Random) -> bytes:
    """The name of a file that nobody expects, not always a legal one."""
    name = rng.choice(FILES)
    return name if rng.random() < 0.8 else name + rng.choice([b".ipynb", b".json", b".html", b".py", b".zip"])


def outer(rng: random.Random, own: str, ordinary: str) -> str:
    """The name of a submission's folder: most often one part of it is bent."""
    parts = [*ordinary.split("+"), "", "", ""]  # it may have been bent before
    parts = parts[: max(4, ordinary.count("+") + 1)]
    kind = rng.randrange(7)
    if kind == 0:
        parts[0] = trainee(rng, own)
    elif kind == 1:
        parts[2] = rng.choice(TIMES)
    elif kind == 2:
        parts[1] = rng.choice(MODULES)
    elif kind == 3:
        parts = [trainee(rng, own), rng.choice(MODULES), rng.choice(TIMES), parts[3]]
    elif kind == 4:
        parts = parts[: rng.randrange(1, 4)] + [""] * rng.randrange(3)
    elif kind == 5:
        parts = [trainee(rng, own), *parts[:4], *parts[1:4]]
    else:
        parts[3] = rng.choice(["", "x" * 60, "a b", "\x1b[2J", "+", "é", "*", "\udcff", "../x", "%2e%2e"])
    return "+".join(parts).replace("/", "\u2215").replace("\x00", "")
