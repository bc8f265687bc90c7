"""Two checkouts of this repository, side by side: do they give the same scores, and how fast is each?

    python -m bench.two_checkouts OTHER [--modules 03-numbers …] [--submissions 40] [--runs 3] [--no-term]

OTHER is a checkout with an environment of its own (`make .venv-dev/.course` there). Both play the made-up
term of `course demo`, and the scores are compared one by one. Then each grades the same number of
submissions, with answers that are right, another trainee's, or missing, in turns, so that a busy machine is
busy for both. The exit code is 1 where a score differs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from nbgrader.api import Gradebook

HERE = Path(__file__).resolve().parents[1]
Scores = dict[tuple[str, str, str], tuple[float, bool]]
# Runs within the checkout, with its own tests/course_in_a_box.py.
_HAND_IN = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from course_in_a_box import Box, ok

box = Box(Path(sys.argv[1]))
with (box.course / "nbgrader_config.py").open("a") as file:
    file.write(f"\\nc.OwnNumbers.cohort = {box.cohort!r}\\nc.Exchange.root = {str(box.exchange)!r}\\n")
for module in sys.argv[3:]:
    box.add(module)
    box.release(module)
    others = box.right(module, "another")
    for number in range(int(sys.argv[2])):
        right = box.right(module, f"t{number:03}")
        values = {}
        for place, name in enumerate(right):
            turn = 0 if number % 3 == 0 else (place + number) % 3
            if turn < 2:
                values[name] = others[name] if turn else right[name]
        box.hand_in(f"t{number:03}", module, values, solved=True)
    ok(box.collect(module))
"""


class Side:
    """One checkout, and the course that it grades in a folder of its own."""

    def __init__(self, checkout: Path, scratch: Path):
        self.checkout, self.scratch = checkout.resolve(), scratch
        self.python = self.checkout / ".venv-dev" / "bin" / "python"
        if not self.python.is_file():
            sys.exit(f"{self.checkout} has no environment: run `make .venv-dev/.course` there.")
        self.seconds: list[float] = []

    def run(self, *words: str, cwd: Path | None = None) -> float:
        """Seconds that the checkout's Python takes for these words; fails with what it said."""
        path = f"{self.python.parent}{os.pathsep}{os.environ['PATH']}"
        env = {**os.environ, "PYTHONPATH": str(self.checkout), "PATH": path}
        start = time.perf_counter()
        done = subprocess.run(
            [str(self.python), *words], cwd=cwd or self.checkout, env=env, capture_output=True, text=True
        )
        if done.returncode:
            sys.exit(f"{self.checkout}: {' '.join(words)[:80]}\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
        return time.perf_counter() - start

    def term(self) -> Scores:
        """The scores of the made-up term."""
        copy = self.scratch / "term"
        copy.mkdir()
        for name in ("release", "source", "faculty", "nbgrader_config.py"):
            (copy / name).symlink_to(self.checkout / name)
        self.run("-m", "course", "demo", "--root", str(copy))
        return scores(copy / "demo" / "course" / "gradebook.db")

    def hand_in(self, modules: list[str], count: int) -> None:
        """Fill a course with submissions."""
        self.run("-c", _HAND_IN, str(self.scratch / "box"), str(count), *modules)

    def grade(self, module: str) -> float:
        """Grade all of a module anew, and return the seconds."""
        return self.run("-m", "course", "grade", module, "--force", cwd=self.scratch / "box" / "course")

    def graded(self) -> Scores:
        """The scores of what was handed in."""
        return scores(self.scratch / "box" / "course" / "gradebook.db")


def scores(database: Path) -> Scores:
    """Points, and whether a person must look, by module, trainee and question."""
    with Gradebook(f"sqlite:///{database}") as book:
        return {
            (assignment.name, submission.student.id, grade.name): (
                grade.score,
                bool(grade.needs_manual_grade),
            )
            for assignment in book.assignments
            for submission in assignment.submissions
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def differing(ours: Scores, theirs: Scores) -> list[str]:
    """A line for each score that only one side has, or that differs."""
    keys = sorted(set(ours) | set(theirs))
    return [
        f"{' '.join(key)}: {theirs.get(key)} → {ours.get(key)}"
        for key in keys
        if ours.get(key) != theirs.get(key)
    ]


def main() -> int:
    """Compare, print, and return 1 where scores differ or nothing was compared."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("other", type=Path)
    options.add_argument("--modules", nargs="+", default=["03-numbers"])
    options.add_argument("--submissions", type=int, default=40)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--no-term", action="store_true", help="leave the made-up term out")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="course-bench-") as scratch:
        sides = {}
        for name, checkout in (("here", HERE), ("there", given.other)):
            (Path(scratch) / name).mkdir()
            sides[name] = Side(checkout, Path(scratch) / name)
        here, there = sides["here"], sides["there"]
        wrong = 0 if given.no_term else _told("the made-up term", here.term(), there.term())
        for side in (there, here):
            side.hand_in(given.modules, given.submissions)
        for module in given.modules:
            _race(module, here, there, given)
        wrong += _told("submissions", here.graded(), there.graded())
    return min(wrong, 1)


def _race(module: str, here: Side, there: Side, given: argparse.Namespace) -> None:
    """Grade on both sides in turns; who begins changes, since the second finds files in memory."""
    ratios = []
    for run in range(given.runs):
        first, second = (there, here) if run % 2 == 0 else (here, there)
        took = {first: first.grade(module), second: second.grade(module)}
        ratios.append(took[here] / took[there])
        print(
            f"{module}: there {took[there]:.1f} s, here {took[here]:.1f} s, ratio {ratios[-1]:.3f}, "
            f"load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    print(f"{module}: {given.submissions} submissions, median ratio {median(ratios):.3f}", flush=True)


def _told(what: str, ours: Scores, theirs: Scores) -> int:
    """Print how many scores were compared and which differ; the number of complaints."""
    lines = differing(ours, theirs)
    print(f"{what}: {len(ours)} and {len(theirs)} scores, {len(lines)} differ", flush=True)
    print("\n".join(lines[:50]))
    return len(lines) if ours and len({score for score, _ in ours.values()}) > 1 else len(lines) + 1


if __name__ == "__main__":
    sys.exit(main())
