"""Signs that a conversation may be due, for faculty's eyes: never a penalty, never sole grounds for action.

Nothing here is worked out unless faculty ask for it, and nothing of it reaches a trainee's page. Each sign
has an innocent explanation, which stands beside it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from course.corpus.parsing.text import stream_safe
from course.grading.intake.exchange.arrival import noted
from course.grading.scoring.graded import grade_answer
from course.grading.scoring.module import Module
from course.grading.scoring.submission import Submitted, read_submitted
from course.names import is_safe_id

NOTE = (
    "These are signs, not findings. No points were taken off. Never act on them alone: ask the trainee "
    "first, and have a second person look."
)
SHORTEST_TEXT = 60  # letters and digits; two people do write the same short sentence
CLOCKS_DIFFER = timedelta(minutes=10)
INNOCENT = {
    "drawn-for-another": "Work was opened under an old id, or on a shared machine.",
    "same-text": "Both quote the same source, or worked on it together where that was allowed.",
    "before-release": "A clock was wrong, or the module was opened earlier in self-study.",
    "other-time": "The exchange was moved or restored, a clock was wrong, or the folder was touched again.",
    "not-read": "A file was damaged on its way, or this program has a fault.",
    "hints": "Hints are there to be used; the number only shows where the module is hard.",
}


@dataclass(frozen=True)
class Signal:
    """One sign. kind: a key of INNOCENT; trainees: whom it concerns; says: what was seen, in a sentence."""

    kind: str
    trainees: tuple[str, ...]
    question: str
    says: str
    lines: tuple[str, ...] = ()

    @property
    def innocent(self) -> str:
        """The most likely harmless reason."""
        return INNOCENT[self.kind]


def signals(module: Module, submitted: Path, cohort: str | None, released: datetime | None) -> list[Signal]:
    """All signs in the submissions of a module.

    submitted: the folder that holds a folder for each trainee, in the course folder; released: when the
    module was released, UTC.
    """
    listed = list(_other_time(module, submitted))
    if module.bank is None:
        return listed
    found = dict(_read(submitted, module.name))
    for trainee, answers in found.items():
        try:
            listed += _of_one(module, trainee, answers, cohort, released)
        except Exception as error:  # whatever an answer makes of it: the others are looked at
            listed.append(
                Signal("not-read", (trainee,), "", f"could not be looked at ({type(error).__name__})")
            )
    return [*_same_text(module, found), *sorted(listed, key=lambda one: (one.kind, one.trainees))]


def _of_one(
    module: Module, trainee: str, answers: Submitted, cohort: str | None, released: datetime | None
) -> list[Signal]:
    listed = list(_drawn_for_another(module, trainee, answers, cohort))
    listed += _before_release(module, trainee, answers, released) if released else []
    return [*listed, *_hints(module, trainee, answers)]


def _other_time(module: Module, submitted: Path) -> Iterator[Signal]:
    """What CollectSubmissions noted."""
    for folder in sorted(submitted.glob(f"*/{module.name}")):
        if says := noted(submitted.parent, module.name, folder.parent.name):
            yield Signal("other-time", (folder.parent.name,), "", f"the folder {says}")


def _read(submitted: Path, module: str) -> Iterator[tuple[str, Submitted]]:
    for folder in sorted(submitted.glob(f"*/{module}")):
        if folder.is_dir() and not folder.parent.is_symlink() and is_safe_id(folder.parent.name):
            read = read_submitted(folder, module)
            if read.answers is not None:
                yield folder.parent.name, read


def _drawn_for_another(
    module: Module, trainee: str, answers: Submitted, cohort: str | None
) -> Iterator[Signal]:
    assert module.bank is not None
    for question in module.bank:
        lines = grade_answer(module, question, answers, answers, trainee, cohort).result["lines"]
        # Only such an answer gets two lines that begin so; both scores stand in them.
        if len(lines) == 2 and all(str(line).startswith("With the numbers of ") for line in lines):
            says = "answered with the numbers of another id"
            yield Signal("drawn-for-another", (trainee,), question.id, says, tuple(map(str, lines)))


def _before_release(module: Module, trainee: str, answers: Submitted, released: datetime) -> Iterator[Signal]:
    assert module.bank is not None
    for question in module.bank:
        entry = answers.entry(question.id)
        at = _time(entry.at)
        if entry.answered and at is not None and at < released - CLOCKS_DIFFER:
            says = f"answered {at:%Y-%m-%d %H:%M} UTC, before the release ({released:%Y-%m-%d %H:%M} UTC)"
            yield Signal("before-release", (trainee,), question.id, says)


def _hints(module: Module, trainee: str, answers: Submitted) -> Iterator[Signal]:
    assert module.bank is not None
    opened = {question.id: answers.entry(question.id).hints for question in module.bank}
    used = {name: number for name, number in opened.items() if number}
    if used:
        says = "opened " + ", ".join(f"{number} of {name}" for name, number in used.items())
        yield Signal("hints", (trainee,), "", says)


def _same_text(module: Module, found: dict[str, Submitted]) -> Iterator[Signal]:
    assert module.bank is not None
    for question in module.bank:
        if question.kind != "text":
            continue
        alike: dict[str, list[str]] = {}
        for trainee, answers in found.items():
            text = normal(answers.entry(question.id).value)
            if len(text.replace(" ", "")) >= SHORTEST_TEXT:
                alike.setdefault(text, []).append(trainee)
        for trainees in alike.values():
            if len(trainees) > 1:
                says = f"{len(trainees)} of {len(found)} submissions hold the same text"
                yield Signal("same-text", tuple(trainees), question.id, says)


def normal(text: object) -> str:
    """A text without what a copy is changed in first: case, punctuation, spaces, look-alike letters.

    >>> normal("Who  asked? WHO?")
    'who asked who'
    """
    if not isinstance(text, str):
        return ""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", stream_safe(text)).casefold()))


def _time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
