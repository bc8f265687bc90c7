"""The forecast that Orientation asks for: of so many cards, how many will be right?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError
from course.learning.progress.feedback import newest_page
from course.questions.answers import store as answer_files
from course.questions.answers.answer_checks import number_value
from course.questions.bank import loading
from course.questions.bank.models import Bank, Number

MODULE, QUESTION = "00-orientation", "forecast"


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many cards somebody expected to get right, and of how many; `expected` is None where nobody asked.

    `why` says in words why there is none.
    """

    expected: int | None = None
    of: int | None = None
    why: str = ""


def read_forecast(desk: Path, trainee: str | None) -> Forecast:
    """The forecast kept on this desk: in Orientation's answers, else in its feedback. Never raises."""
    folder = desk / MODULE
    try:
        bank = loading.load_bank(folder)
    except (CourseError, OSError):
        return Forecast(why="Orientation, which asks for it, is not on this desk.")
    question = bank.find(QUESTION)
    if not isinstance(question, Number):
        return Forecast(why="Orientation does not ask for one in this release.")
    for value in (_answered(folder, bank), _returned(folder, trainee)):
        try:
            number = number_value(question, value) if value is not None else None
        except CourseError:
            continue
        if isinstance(number, float) and number.is_integer():
            return Forecast(int(number), int(question.range[1]) if question.range else None)
    return Forecast(why="The question in Orientation was not answered on this desk.")


def _answered(folder: Path, bank: Bank) -> object:
    try:
        found = answer_files.read_untrusted(folder / answer_files.NAME, bank.module)
    except CourseError:
        return None
    entry = found.answers.get(QUESTION) if found else None
    return entry.value if entry else None


def _returned(folder: Path, trainee: str | None) -> object:
    page, _, _ = newest_page(folder / "feedback", MODULE, trainee)
    answer = page.questions.get(QUESTION) if page else None
    return answer.value if answer else None
