"""The term itself: lay out a course, release, let seven people work, collect, grade, return feedback."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from course.demo.acts import Act, DemoError, Stage
from course.demo.people import COHORT, PEOPLE, Person
from course.learning.desk import enrol as enrolment

_MARK = ".made-by-course-demo"
_SETTINGS = """
# ---- Added by `course demo` --------------------------------------------------------------------------

c.Exchange.root = {exchange!r}
c.Score.cohort = c.ExecuteSubmission.cohort = {cohort!r}
# Here all trainees share one system account, so whose file it is says nothing.
c.ExchangeCollect.check_owner = False
c.CollectSubmissions.refuse_other_owners = False
# The keys are those of the folder that plays the demo; nothing is marked here.
c.ReleaseAssignment.public_keys_are_fine = True
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went for one person in one module. feedback: the page that they fetched, or None."""

    trainee: str
    name: str
    story: str
    module: str
    points: float
    max_points: float
    waiting: tuple[str, ...]
    late_seconds: int
    feedback: Path | None


def acts(modules: list[str]) -> list[Act]:
    """Who does what, in order; everybody but the late hands in before the deadline."""
    return [act for module in modules for act in _acts(module)]


def play(
    root: Path, keys: Path, folder: Path, modules: list[str], tell: Callable[[str], None], force: bool = False
) -> None:
    """Play a term into `folder`, telling each step before it starts.

    Raises DemoError if the folder is there (unless `force`, and it was made by a demo) or a step fails.
    """
    stage = Stage(folder)
    _clear(folder, force)
    _lay_out(stage, root, keys, modules)
    _isolate_or_say(tell)
    late = {person.id for person in PEOPLE if person.twist == "late"}
    for act in acts(modules):
        if act.name == "work" and act.who in late:
            _set_deadline(stage, act.module)
        act.perform(stage, tell)


def outcomes(folder: Path, modules: list[str]) -> list[Outcome]:
    """What the gradebook and the trainees' desks hold at the end."""
    stage = Stage(folder)
    with stage.gradebook() as book:
        return [_outcome(stage, book, module, person) for module in modules for person in PEOPLE]


def _acts(module: str) -> Iterator[Act]:
    yield Act("release", "faculty", module, steps=3)
    for person in sorted(PEOPLE, key=lambda one: one.twist == "late"):
        yield Act("work", person.id, module, steps=3)
    yield Act("grade", "faculty", module, steps=4 + len(PEOPLE))
    for person in PEOPLE:
        yield Act("read", person.id, module, steps=1)


def _isolate_or_say(tell: Callable[[str], None]) -> None:
    """These seven people are made up, their code is this package's own: it may run without isolation."""
    from course.grading.isolation import SWITCH
    from course.grading.isolation.ready import gap

    if gap() is not None and not os.environ.get(SWITCH):
        tell("This machine cannot isolate submissions, so these, which are made up, are graded without.")
        os.environ[SWITCH] = "none"


def _clear(folder: Path, force: bool) -> None:
    if not folder.exists():
        return
    if not force:
        raise DemoError(f"{folder} is there from an earlier demo. To play it again: course demo --force")
    if not (folder / _MARK).is_file():
        raise DemoError(f"{folder} was not made by a demo, so it stays. Move it away, then play again.")
    shutil.rmtree(folder)


def _lay_out(stage: Stage, root: Path, keys: Path, modules: list[str]) -> None:
    stage.course.mkdir(parents=True)
    (stage.folder / _MARK).touch()
    stage.exchange.mkdir()
    stage.exchange.chmod(0o777)
    for module in modules:
        shutil.copytree(root / "source" / module, stage.course / "source" / module)
        shutil.copytree(keys / module, stage.course / "faculty" / module)
    settings = (root / "nbgrader_config.py").read_text(encoding="utf-8")
    added = _SETTINGS.format(exchange=str(stage.exchange), cohort=COHORT)
    (stage.course / "nbgrader_config.py").write_text(settings + added, encoding="utf-8")
    for person in PEOPLE:
        desk = stage.desk(person.id)
        enrolment.write_nbgrader_config(desk, enrolment.enrol(person.id, desk, COHORT, stage.exchange))


def _set_deadline(stage: Stage, module: str) -> None:
    with stage.gradebook() as book:
        book.update_or_create_assignment(module, duedate=datetime.now(UTC).replace(tzinfo=None))


def _outcome(stage: Stage, book: Any, module: str, person: Person) -> Outcome:
    submission = book.find_submission(module, person.id)
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    pages = sorted((stage.desk(person.id) / module / "feedback").rglob("*.html"))
    return Outcome(
        trainee=person.id,
        name=person.name,
        story=person.story,
        module=module,
        points=float(submission.score),
        max_points=float(submission.max_score),
        waiting=tuple(sorted(grade.name for grade in grades if grade.needs_manual_grade)),
        late_seconds=int(submission.total_seconds_late),
        feedback=pages[-1] if pages else None,
    )
