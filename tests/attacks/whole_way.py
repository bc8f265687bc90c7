"""Strangers' folders on the whole way: exchange, collecting, grading, feedback, release. Run as a script:

    python whole_way.py FOLDER

Everything is done twice: as it was before (copied by paths, times and secrets believed), then as it is. What
was seen is printed as JSON. A script, so that a test can run it as another account.
"""

import contextlib
import json
import os
import shutil
import stat
import sys
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

warnings.simplefilter("ignore")

import old_copying  # noqa: E402
from course_in_a_box import Box, ok, rewrite  # noqa: E402
from nbgrader.exchange.default import ExchangeReleaseFeedback  # noqa: E402

from course.grading.intake import tree  # noqa: E402
from course.grading.intake.exchange import collect as exchange  # noqa: E402
from course.grading.intake.exchange import release_feedback as release  # noqa: E402
from course.grading.intake.exchange.arrival import Arrival  # noqa: E402

TOKEN = "token-of-the-key"
STAMPS: dict[str, Any] = {
    "t-2020": b"2020-01-01 00:00:00 UTC",
    "t-9999": b"9999-12-31 23:59:59 UTC",
    "t-zone": b"2026-01-01 10:00:00 +999999999",
    "t-path": b"2026-01-01 10:00:00 /etc/passwd",
    "t-text": b"no time at all",
    "t-empty": b"",
    "t-latin": b"\xff\xfe",
    "t-huge": b"2" * 3_000_000,
    "t-digits": b"9" * 60,
    "t-folder": None,
    "t-link": "link",
}
SECRETS: dict[str, Any] = {
    "s-empty": b"",
    "s-latin": b"\xff\xfe\x00",
    "s-huge": b"a" * 3_000_000,
    "s-short": b"abc",
    "s-lines": b"0f" * 64 + b"\n",
    "s-path": b"../../../" + b"a" * 119,
    "s-folder": None,
    "s-link": "link",
}
NAMES = {
    "n-2020": "2020-01-01 00:00:00 UTC",
    "n-9999": "9999-01-01 00:00:00 UTC",
    "n-zone": "2026-01-01 10:00:00 -9",
}
GRADED = ["ann", "thief", "t-2020", "t-latin", "s-empty", "s-latin"]


def main(root: Path) -> dict[str, Any]:
    """What was seen, before and now, by attack."""
    box = Box(root / "box")
    if os.geteuid() != 0:
        box.course.chmod(0o700)
    box.add("m1")
    with (box.course / "faculty" / "m1" / "key.yaml").open("a") as file:
        file.write(f"# {TOKEN}\n")
    box.release("m1")
    _hand_in(box)
    with box.gradebook() as book:
        due = datetime.now(UTC).replace(tzinfo=None) - timedelta(hours=3)
        book.update_or_create_assignment("m1", duedate=due)
    seen = {"before": _old_way(box)}
    _lay(box, "thief", "notes.txt", b"mine")
    for folder in ("submitted", "autograded", "feedback"):
        shutil.rmtree(box.course / folder)
    return {**seen, "now": _new_way(box)}


def _hand_in(box: Box) -> None:
    names = [*GRADED, "setuid", *STAMPS, *SECRETS, *NAMES]
    for name in dict.fromkeys(names):
        folder = box.fetch(name, "m1")
        box.write_answers(folder, box.right("m1", name), name)
        if name == "thief":
            (folder / "notes.txt").write_text("mine")
            rewrite(folder / "m1.ipynb", _print_notes)
        box.submit(name, "m1")
    for name, data in STAMPS.items():
        _lay(box, name, "timestamp.txt", data)
    for name, data in SECRETS.items():
        _lay(box, name, "submission_secret.txt", data)
    for name, time in NAMES.items():
        _inbound(box, name).rename(_inbound(box, name).with_name(f"{name}+m1+{time}+abc"))
    os.chmod(_inbound(box, "setuid") / "answers.json", 0o6755)
    os.chmod(_inbound(box, "setuid"), 0o7777)


def _print_notes(notebook: Any) -> None:
    source = "print(open('notes.txt').read())"
    cell = {"cell_type": "code", "id": "print", "metadata": {}, "source": source, "outputs": [],
            "execution_count": None}  # fmt: skip
    notebook["cells"].append(cell)


def _inbound(box: Box, name: str) -> Path:
    (found,) = (box.exchange / "discernment" / "inbound").glob(f"{name}+m1+*")
    return found


def _lay(box: Box, name: str, file: str, data: Any) -> None:
    folder = _inbound(box, name)
    folder.chmod(0o777)
    _put(folder / file, data, box)


def _put(path: Path, data: Any, box: Box) -> None:
    """Bytes; "link" for one of the key; None for a folder."""
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    if data is None:
        path.mkdir()
    elif data == "link":
        path.symlink_to(box.course / "faculty" / "m1" / "key.yaml")
    else:
        path.write_bytes(data)


@contextlib.contextmanager
def _thief(box: Box, at: Any, look: str) -> Any:
    """The trainee's own program: it exchanges a file for a link to the key right after it was looked at."""
    usual = getattr(at, look)

    def looked(path: Any, *args: Any, **kw: Any) -> Any:
        found = usual(path, *args, **kw)
        if isinstance(path, str | Path) and os.path.basename(path) == "notes.txt":
            notes = _inbound(box, "thief") / "notes.txt"
            if not notes.is_symlink():
                _put(notes, "link", box)
        return found

    new = mock.MagicMock(wraps=at, **{look: looked}) if at is os else None
    if new is not None:
        for name in ("O_RDONLY", "O_NOFOLLOW", "O_DIRECTORY", "O_CLOEXEC", "O_NONBLOCK", "path"):
            setattr(new, name, getattr(os, name))
        with mock.patch.object(tree, "os", new):
            yield
    else:
        with mock.patch.object(at, look, looked):
            yield


def _believed(self: Any, named: datetime, stamped: Any, changed: float) -> Arrival:
    return Arrival(stamped or named, named, stamped, named, False)


def _api(box: Box) -> Any:
    from nbgrader.apps import NbGraderAPI

    config = box.config
    config.LateSubmissionPlugin.penalty_method = "zero"
    return NbGraderAPI(config=config)


def _old_way(box: Box) -> dict[str, Any]:
    with (
        old_copying.by_paths(),
        mock.patch.object(exchange.CollectSubmissions, "_arrival", _believed),
        mock.patch.object(exchange, "is_secret", lambda data: True),
        _thief(box, old_copying, "_plain"),
    ):
        ok(box.collect("m1"))
    api = _api(box)
    for name in ("ann", "thief", "t-2020"):
        ok(api.autograde("m1", name))
        ok(api.generate_feedback("m1", name))
    seen = {
        "key on the page": TOKEN in box.page("m1", "thief"),
        "modes": _modes(box, "setuid"),
        "late": _late(box, ["ann", "t-2020"]),
        "stamps": _stamps(box),
    }
    feedback = box.course / "feedback"
    ended = {}
    for name, data in SECRETS.items():
        _put(feedback / "thief" / "m1" / "submission_secret.txt", data, box)
        with mock.patch.object(release.ReleaseFeedback, "copy_files", ExchangeReleaseFeedback.copy_files):
            ended[name] = not box.api.release_feedback("m1")["success"]
    return {**seen, "ended": ended}


def _new_way(box: Box) -> dict[str, Any]:
    from course.grading.batch.pool import feedback_all, grade_all, prepare

    with _thief(box, os, "stat"):
        log = ok(box.collect("m1"))["log"]
    prepare()
    with box.course.joinpath("nbgrader_config.py").open("a") as file:
        file.write(f"\nc.Exchange.root = {str(box.exchange)!r}\n")
        file.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\nc.OwnNumbers.cohort = 'autumn'\n")
    first, second = GRADED[:4], GRADED[4:]
    graded = {one.trainee: one.state for one in grade_all(box.course, "m1", first, workers=2, force=True)}
    api = _api(box)
    for name in second:
        graded[name] = "graded" if api.autograde("m1", name, force=True)["success"] else "failed"
    paged = {one.trainee: one.written for one in feedback_all(box.course, "m1", GRADED, workers=1)}
    released = ok(box.api.release_feedback("m1"))["log"]
    seen = {
        "log": log,
        "graded": graded,
        "paged": paged,
        "released": released,
        "key on the page": TOKEN in box.page("m1", "thief"),
        "key in submitted": _holds(box.course / "submitted", TOKEN),
        "modes": _modes(box, "setuid"),
        "all modes": sorted(
            {mode for name in os.listdir(box.course / "submitted") for mode in _modes(box, name)}
        ),
        "late": _late(box, ["ann", "t-2020", "t-latin"]),
        "stamps": _stamps(box),
        "fetched": len(box.fetch_feedback("ann", "m1")),
        "honest": box.scores("m1", "ann"),
        "signals": _signals(box),
    }
    others = {}
    for name, data in {**SECRETS, "s-twin": _secret(box, "t-2020")}.items():
        _put(box.course / "feedback" / "thief" / "m1" / "submission_secret.txt", data, box)
        shutil.rmtree(box.exchange / "discernment" / "feedback")
        outcome = ok(box.api.release_feedback("m1"))["log"]
        pages = os.listdir(box.exchange / "discernment" / "feedback")
        named = [line for line in outcome.splitlines() if line.startswith("[ERROR] Feedback for thief stays")]
        others[name] = [len(pages), len(named)]
    return {**seen, "others": others}


def _secret(box: Box, name: str) -> bytes:
    return (box.course / "feedback" / name / "m1" / "submission_secret.txt").read_bytes()


def _modes(box: Box, name: str) -> list[str]:
    top = box.course / "submitted" / name / "m1"
    return sorted({oct(stat.S_IMODE(path.lstat().st_mode)) for path in [top, *top.rglob("*")]})


def _late(box: Box, names: list[str]) -> dict[str, bool]:
    """Who lost all points for being late."""
    with box.gradebook() as book:
        found = {name: book.find_submission("m1", name) for name in names}
        return {name: one.late_submission_penalty >= one.score > 0 for name, one in found.items()}


def _stamps(box: Box) -> dict[str, str]:
    found = {}
    for name in [*STAMPS, *NAMES, "ann"]:
        path = box.course / "submitted" / name / "m1" / "timestamp.txt"
        found[name] = path.read_bytes()[:40].decode("latin-1") if path.is_file() else "none"
    return found


def _holds(folder: Path, token: str) -> bool:
    return any(token.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def _signals(box: Box) -> dict[str, str]:
    from course.grading import integrity
    from course.grading.scoring.module import module_at

    module = module_at(box.course, box.course / "source" / "m1", "m1")
    found = integrity.signals(module, box.course / "submitted", None, None)
    return {one.trainees[0]: one.says for one in found if one.kind == "other-time"}


if __name__ == "__main__":
    outcome = main(Path(sys.argv[1]))
    print("\n" + json.dumps(outcome))
