"""A test that somebody closed for themselves: after that its answers stand, and its cards explain themselves.

Closing is kept among the trails of `answers.json`, because a course of before leaves trails as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from course.questions.answers.data import Answers, Entry

TRAIL = "closed-test"


def closing(form: str | None, questions: Iterable[str]) -> dict[str, Any]:
    """What is kept of a closing: when (UTC, ISO 8601), which form, and the questions that stand from then."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return {"at": at, "form": form, "questions": list(questions)}


def closed_questions(answers: Answers) -> frozenset[str]:
    """The questions whose answers stand; none where nothing was closed, or where the note is damaged."""
    found = answers.trails.get(TRAIL)
    listed = found.get("questions") if isinstance(found, dict) else None
    if not isinstance(listed, list):
        return frozenset()
    return frozenset(name for name in listed if isinstance(name, str))


def kept_by_closing(mine: Answers, theirs: Answers, question: str) -> Entry | None:
    """The entry that stands because one of two files was closed; None where neither was.

    The file that is closed wins: its results were seen, and an answer given elsewhere comes after that.
    """
    for one in (mine, theirs):
        if question in closed_questions(one):
            return one.answers.get(question) or Entry()
    return None


def closed_at(answers: Answers) -> str:
    """When the test was closed, in local time; empty where that cannot be read."""
    found = answers.trails.get(TRAIL)
    try:
        when = datetime.fromisoformat(found["at"])  # type: ignore[index]
        return f"{when.astimezone():%Y-%m-%d %H:%M}"
    except (TypeError, KeyError, ValueError, OverflowError, OSError):
        return ""
