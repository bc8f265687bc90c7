"""A story's answers against the module's questions: is there each question, does each key fit it?"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from course.authoring.archive.faults import Faults
from course.authoring.archive.variants import Rendered
from course.errors import BankError
from course.questions.bank.keyshapes import SHAPES
from course.questions.bank.loading import load_bank
from course.questions.bank.models import Bank

_READERS = ("first_page", "first_result")


def bank_of(root: Path, module: str, faults: Faults) -> Bank | None:
    """The module's questions; None where there are none yet, or where they cannot be read (a note)."""
    file = root / "source" / module / "questions.yaml"
    if not file.is_file():
        return None
    try:
        return load_bank(file)
    except BankError as error:
        first = str(error).splitlines()[0][:200]
        faults.note(
            "stories", 0, f"keys are not compared with the questions: {first}", "Mend questions.yaml."
        )
        return None


def check(story: Rendered, bank: Bank, faults: Faults) -> None:
    """Say which answers have no question, and which keys or lazy answers do not fit theirs."""
    front = story.text.front
    for name in story.story.answers:
        question = bank.find(name)
        if question is None:
            line = front.line(("answers", name))
            faults.add(
                story.text.file, line, f"{name} is no question of {bank.module}.", "Correct one of the two."
            )
            continue
        misfits: dict[tuple[str, str], int] = defaultdict(int)
        for variant in story.variants:
            answer = variant.story.answers[name]
            for field in ("key", *_READERS):
                given = getattr(answer, field)
                if given is None and field != "key":
                    continue
                if wrong := SHAPES[question.kind](question, given):
                    misfits[(field, f"{given!r} does not fit the question ({question.kind}): {wrong}.")] += 1
        for (field, found), count in sorted(misfits.items())[:3]:
            line = front.line(("answers", name, field))
            where = f"in {count} of {len(story.variants)} variants"
            faults.add(story.text.file, line, f"{name}: {field} {found}", f"It is so {where}.")


def check_spare(story: Rendered, bank: Bank, faults: Faults) -> None:
    """Say which question is about a story that is kept for a later module."""
    line = story.text.front.line(("spare",))
    for question in bank.questions:
        if getattr(question, "story", None) == story.id or question.id in story.story.answers:
            found = f"the story is spare, and {question.id} of {bank.module} is about it."
            faults.add(story.text.file, line, found, "Take out `spare: true`, or the question.")


def options_of(bank: Bank | None, question: str) -> list[str]:
    """The ids of a question's options; empty where the question or its options are not known."""
    found = bank.find(question) if bank else None
    return [option.id for option in getattr(found, "options", None) or []]
