"""Where somebody stands: modules of the desk, answers given, points returned, and calibration so far."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from course.errors import CourseError, DamagedAnswers
from course.learning.progress.feedback import newest_results
from course.measures import ReliabilityBin, brier_score, reliability_bins
from course.notebook import session
from course.questions.answers import store as answer_files
from course.questions.bank.models import Question
from course.questions.cards.debrief import verdict
from course.questions.scoring import score as scoring
from course.syllabus import syllabus

FEWEST_RATED = 8  # below this, own calibration would be noise with decimals
SURE_EDGES = (0.0, 0.7, 0.9, 1.0)  # the evidence control's 60, 80 and 95 %, and what sliders put beside them
MOST_MODULES = 100

State = Literal["open", "begun", "answered", "returned", "trouble"]


@dataclass
class Module:
    """One row of the list. `points` is (earned, of); `waiting` counts answers that a person still reads."""

    id: str
    title: str
    minutes: int = 0
    answered: int = 0
    asked: int = 0
    points: tuple[float, float] | None = None
    waiting: int = 0
    source: Literal["feedback", "self-study", ""] = ""
    notes: list[str] = field(default_factory=list)
    trouble: bool = False

    @property
    def state(self) -> State:
        """What the icon and the words say."""
        if self.trouble:
            return "trouble"
        if self.source == "feedback":
            return "returned"
        if not self.answered:
            return "open"
        return "answered" if self.answered >= self.asked else "begun"


@dataclass(frozen=True)
class Calibration:
    """How stated confidence compares with being right, over `n` answers whose result is known."""

    n: int
    right: int
    brier: float
    bins: list[ReliabilityBin]


@dataclass
class Standing:
    """Everything that the progress page shows."""

    desk: Path
    modules: list[Module]
    rated: list[tuple[float, bool]]

    @property
    def calibration(self) -> Calibration | None:
        """Own calibration, or None with fewer than `FEWEST_RATED` rated answers."""
        if len(self.rated) < FEWEST_RATED:
            return None
        sure, right = [c for c, _ in self.rated], [r for _, r in self.rated]
        bins = [b for b in reliability_bins(sure, right, SURE_EDGES) if b.n]
        return Calibration(len(right), sum(right), brier_score(sure, right), bins)


def find_desk() -> Path:
    """The folder that holds the modules: the one COURSE_DESK names, else the module folder's parent."""
    named = os.environ.get("COURSE_DESK")
    if named:
        return Path(named).resolve()
    try:
        return session.current().folder.parent
    except CourseError:
        return Path.cwd()  # not in a module: perhaps on the desk itself


def module_folders(desk: Path) -> list[Path]:
    """The released modules in a desk, one level down, in the order in which they are taught."""
    try:
        inside = [one for one in desk.iterdir() if (one / "questions.yaml").is_file()]
    except OSError:
        return []
    seen = [one for one in inside if not one.name.startswith(".")]
    return sorted(seen, key=lambda one: syllabus().order(one.name))[:MOST_MODULES]


def read_standing(desk: Path) -> Standing:
    """Read all modules of a desk. What cannot be read becomes a note on its row; nothing is changed on disk.

    A newer release that was laid beside somebody's work, or a copy, is the same module: it gets a note, not
    a row.
    """
    standing = Standing(desk, [], [])
    rows: dict[str, Module] = {}
    for folder in sorted(module_folders(desk), key=lambda one: len(one.name)):  # the module's own comes first
        module, rated = _read_module(folder)
        if module.id in rows:
            if module.answered:
                rows[module.id].notes.append(f"There are answers in {folder.name}/, too, not counted here.")
            continue
        rows[module.id] = module
        standing.rated += rated
    standing.modules = sorted(rows.values(), key=lambda one: syllabus().order(one.id))
    return standing


def _read_module(folder: Path) -> tuple[Module, list[tuple[float, bool]]]:
    try:
        here = session.open_session(folder)
    except CourseError as error:
        return Module(folder.name, folder.name, notes=[_short(error)], trouble=True), []
    module = Module(here.bank.module, here.bank.title, here.bank.minutes, asked=len(here.bank.questions))
    try:
        found = answer_files.read_untrusted(here.answers.path, here.bank.module)
    except DamagedAnswers as error:
        module.trouble = True
        module.notes.append(f"answers.json cannot be used: {error}.")
        return module, []
    given = found.answers if found else {}
    module.answered = sum(1 for q in here.bank if q.id in given and given[q.id].answered)
    results, notes = newest_results(folder / "feedback", here.bank.module, here.trainee)
    module.notes += notes
    judged = _judge(here, given)
    if results:
        module.source, module.points = "feedback", (results.points, results.max_points)
        module.waiting = results.waiting
    elif here.mode == "self-study" and here.keys():
        _count_points(module, here, judged)
    rated = {q.id: pair for q, pair in _rated(here, given, judged)}
    if results:
        rated.update(results.rated)
    module.notes += here.notices
    return module, list(rated.values())


def _judge(here: session.Session, given: dict[str, answer_files.Entry]) -> dict[str, scoring.Result]:
    """Results that may be shown now: practice, and in self-study all but an open test's."""
    judged = {}
    for question in here.bank:
        key = here.key(question)
        sealed = question.reveal == "after-form" and question.credit != "completion"
        if key is None or sealed or question.id not in given:
            continue
        try:
            judged[question.id] = scoring.score_entry(
                question, key, given[question.id], here.cohort, here.trainee, here.references()
            )
        except CourseError:
            continue
        found = judged[question.id]
        if question.kind == "evidence" and here.is_closed(question) and found.state == "recorded":
            said = verdict(bool(key.answer), given[question.id].value)
            judged[question.id] = replace(found, state=said)  # type: ignore[arg-type]
    return judged


def _count_points(module: Module, here: session.Session, judged: dict[str, scoring.Result]) -> None:
    graded = {q.id for q in here.bank if q.is_graded}
    results = [result for name, result in judged.items() if name in graded]
    module.source = "self-study"
    module.points = (sum(result.points for result in results), float(here.bank.points))
    module.waiting = sum(result.needs_faculty for result in results)


def _rated(
    here: session.Session, given: dict[str, answer_files.Entry], judged: dict[str, scoring.Result]
) -> Iterator[tuple[Question, tuple[float, bool]]]:
    for question in here.bank:
        result = judged.get(question.id)
        sure = confidence(question, given[question.id].value) if result else None
        if result and sure is not None and result.state in ("right", "wrong"):
            yield question, (sure, result.state == "right")


def confidence(question: Question, value: Any) -> float | None:
    """How sure an answer says it is of its own verdict, from 0 to 1; None where it does not say."""
    if question.kind == "evidence" and type(value) is int:
        return max(value, 100 - value) / 100
    if question.kind == "choice" and question.confidence and isinstance(value, dict):
        sure = value.get("confidence")
        return float(sure) if isinstance(sure, (int, float)) and not isinstance(sure, bool) else None
    return None


def _short(error: BaseException) -> str:
    lines = str(error).splitlines() or [type(error).__name__]
    return lines[0] if len(lines) == 1 else f"{lines[0]} (and {len(lines) - 1} more)"
