"""The acts of a term: each in a process of its own, with a HOME of its own, through nbgrader's commands.

One process for each trainee's sitting and two for faculty, because every start of nbgrader costs seconds. An
act prints a line before each step; nbgrader's own log goes to standard error.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from course.demo import answering
from course.demo.people import COHORT, PEOPLE, Person
from course.errors import CourseError
from course.grading.isolation import SWITCH
from course.learning.desk import enrol as enrolment

_OTHERS = ("COURSE_", "JUPYTER", "NBGRADER", "IPYTHON")  # settings of whoever plays the demo


class DemoError(CourseError):
    """A step of the demo that did not work."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The folder of a demo, and where everything is in it."""

    folder: Path

    @property
    def course(self) -> Path:
        """The faculty's course folder."""
        return self.folder / "course"

    @property
    def exchange(self) -> Path:
        """Where work is exchanged."""
        return self.folder / "exchange"

    @property
    def log(self) -> Path:
        """What nbgrader said."""
        return self.folder / "nbgrader.log"

    def home(self, who: str) -> Path:
        """Somebody's home folder."""
        return self.folder / "homes" / who

    def desk(self, trainee: str) -> Path:
        """A trainee's desk, in their home folder."""
        return self.home(trainee) / "desk"


@dataclass(frozen=True, slots=True)
class Act:
    """What one person does in one sitting. who: a trainee's id or "faculty". steps: lines it prints."""

    name: str
    who: str
    module: str
    steps: int

    def perform(self, stage: Stage, tell: Callable[[str], None]) -> None:
        """Play the act in a process of its own; raises DemoError if a step fails."""
        where = stage.course if self.who == "faculty" else stage.desk(self.who)
        stage.home(self.who).mkdir(parents=True, exist_ok=True)
        words = [
            sys.executable,
            "-m",
            "course.demo.steps",
            str(stage.folder),
            self.name,
            self.who,
            self.module,
        ]
        step = self.name
        with stage.log.open("a", encoding="utf-8") as log:
            playing = subprocess.Popen(
                words, cwd=where, env=_environment(stage.home(self.who)), stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=log, text=True, errors="replace",
            )  # fmt: skip
            with playing:
                for line in playing.stdout or ():
                    if line.startswith("step "):
                        step = json.loads(line.removeprefix("step "))
                        tell(step)
        if playing.returncode:
            last = "\n".join(stage.log.read_text(encoding="utf-8").strip().splitlines()[-3:])
            raise DemoError(f"This step failed: {step}.\n{last[:900]}\nThe whole log: {stage.log}")


def _environment(home: Path) -> dict[str, str]:
    names = [name for name in os.environ if not name.startswith(_OTHERS) or name == SWITCH]
    kept = {name: os.environ[name] for name in names}
    # nbgrader asks the program `alembic` about a new gradebook; an environment not activated hides it.
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}"
    return {**kept, "HOME": str(home), "PATH": path}


# ---- What follows runs in the process of an act ------------------------------------------------------------


def _step(label: str) -> None:
    print("step", json.dumps(label), flush=True)
    print(f"\n==== {label}", file=sys.stderr, flush=True)


def _nbgrader(command: str, *words: str) -> None:
    """One nbgrader command, as typed in this folder; leaves the process if it fails."""
    from nbgrader.apps.nbgraderapp import NbGraderApp

    app = NbGraderApp.subcommands[command][0]()
    app.initialize(list(words))
    app.start()


def _release(stage: Stage, module: str) -> None:
    from nbgrader.api import Gradebook

    _step("enrolling the trainees")
    with Gradebook(f"sqlite:///{stage.course / 'gradebook.db'}") as book:
        for person in PEOPLE:
            first, _, last = person.name.rpartition(" ")
            book.update_or_create_student(person.id, first_name=first, last_name=last)
    _step(f"generating {module}")
    _nbgrader("generate_assignment", module)
    _step(f"releasing {module}")
    _nbgrader("release_assignment", module)


def _work(stage: Stage, module: str, person: Person) -> None:
    desk = stage.desk(person.id)
    _step(f"{person.name} fetches {module}")
    _nbgrader("fetch_assignment", module)
    _step(f"{person.name} works")
    typed = person.id[::-1] if person.twist == "other-id" else person.id
    enrolment.write_nbgrader_config(desk, enrolment.enrol(typed, desk, force=True))
    answering.answer_module(desk / module, stage.course / "faculty" / module, person, typed, COHORT)
    if person.twist == "hostile":
        answering.spoil(desk / module / f"{module}.ipynb")
    _step(f"{person.name} hands in")
    enrolment.write_nbgrader_config(desk, enrolment.enrol(person.id, desk, force=True))
    _nbgrader("submit", module)


def _grade(stage: Stage, module: str) -> None:
    from course.demo.term import grade_texts

    _step(f"collecting {module}")
    _nbgrader("collect", module)
    for person in PEOPLE:
        _step(f"grading {person.name}")
        _nbgrader("autograde", module, "--student", person.id)
    _step("grading the texts by hand")
    grade_texts(stage, module)
    _step("writing feedback")
    _nbgrader("generate_feedback", module)
    _step("releasing feedback")
    _nbgrader("release_feedback", module)


def _read(module: str, person: Person) -> None:
    _step(f"{person.name} fetches feedback")
    _nbgrader("fetch_feedback", module)


def _main(folder: str, name: str, who: str, module: str) -> None:
    stage = Stage(Path(folder))
    if who == "faculty":
        {"release": _release, "grade": _grade}[name](stage, module)
        return
    person = next(one for one in PEOPLE if one.id == who)
    if name == "work":
        _work(stage, module, person)
    else:
        _read(module, person)


if __name__ == "__main__":
    _main(*sys.argv[1:])
