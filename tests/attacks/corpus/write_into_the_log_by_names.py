import os

TRIES = "Give orders to the grader's terminal, and forge entries of the log, by names of files."
MUST_NOT = "An escape sequence, or an entry that nbgrader did not make, in the log."
CANNOT_SHOW = (
    "No file of such a name reaches grading: collecting leaves it out. `a_forged_entry_of_the_log` in "
    "tests/attacks/ways/collecting.py shows what nbgrader's own collecting makes of one."
)


ORDER = "\x1b[2J\x1b]0;owned\x07\u202e"


def change(folder):
    for name in (f"a{ORDER}.txt", f"b{ORDER}.ipynb", "c\n[ALL IS WELL] 100 points.txt"):
        (folder / name).write_text("x")
    with open(os.fsencode(folder) + b"/\xff\xfe.txt", "w") as file:
        file.write("x")
    (folder / f"d\n[ALL IS WELL]{ORDER}").mkdir()
    (folder / f"d\n[ALL IS WELL]{ORDER}" / "e.txt").write_text("x")


def succeeded(seen):
    lines = seen.log.split("\n")
    bad = [line for line in lines if not line.isprintable() or line.lstrip().startswith("[ALL IS WELL]")]
    return ascii(bad[:1]) if bad else ""
