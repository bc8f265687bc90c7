"""What happens in the process of an act: a line before each step; nbgrader's log goes to standard error."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from course.demo import answering
from course.demo.acts import Stage
from course.demo.marking import grade_texts
from course.demo.people import COHORT, PEOPLE, Person
from course.learning.desk import enrol as enrolment


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
