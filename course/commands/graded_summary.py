"""What `course grade` says: first how the cohort did and who needs faculty, then, if asked, every point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import mean, median
from typing import TYPE_CHECKING

from rich.markup import escape

if TYPE_CHECKING:
    from course.grading.batch.worker import GradedSubmission

_MOST_NAMED = 12


def summary(
    module: str, found: Sequence[GradedSubmission], missing: Sequence[str], otherwise: Sequence[str]
) -> Iterator[str]:
    """Lines for a terminal, with rich's markup: counts, points, what waits, what went wrong, who is missing.

    missing: enrolled trainees without a submission; otherwise: those graded with another key than today's.
    """
    count = Counter(one.state for one in found)
    yield f"[bold]{escape(module)}[/]: {_counts(count)}"
    yield from _points([one for one in found if one.points is not None])
    yield from _waiting(found)
    late = [one for one in found if one.late]
    if late:
        yield f"{_people(len(late))} handed in late:"
        yield from (f"  {escape(one.trainee)}: {escape(one.late)}" for one in late)
    yield from _named(found, "ran out of time", [one.trainee for one in found if one.out_of_time])
    changed = [f"{one.trainee} ({one.before:g} before, {one.points:g} now)" for one in found if one.changed]
    yield from _named(found, "other points than before", changed)
    for one in found:
        if one.state == "failed":
            yield f"[red]{escape(one.trainee)}: not graded. {escape(one.reason)}[/]"
    if missing:
        yield f"Enrolled, and nothing handed in: {escape(_some(missing))}."
    if otherwise:
        yield (
            f"[bold]Key newer than grades[/]: {escape(_some(otherwise))} "
            f"{'was' if len(otherwise) == 1 else 'were'} graded with an earlier key. "
            f"Run: course grade {escape(module)} --force"
        )


def details(found: Sequence[GradedSubmission]) -> Iterator[str]:
    """A line for each submission, and below it one for every point that was not given."""
    for one in found:
        if one.state == "failed":
            continue
        kept = ", as graded before" if one.state == "kept" else ""
        if one.changed:
            kept = f", changed from {one.before:g}"
        yield f"[bold]{escape(one.trainee)}[/]: {one.points:g} of {one.max_points:g} points{kept}"
        if one.late:
            yield escape(f"  {one.late}")
        for part in one.missed:
            waits = "waits for you: " if part.waits else ""
            yield escape(f"  {part.question}: {part.points:g} of {part.max_points:g}; {waits}{part.why}")


def _counts(count: Counter[str]) -> str:
    said = [f"{count['graded']} graded", f"{count['kept']} as graded before", f"{count['failed']} not graded"]
    return ", ".join(said) + "."


def _points(scored: Sequence[GradedSubmission]) -> Iterator[str]:
    points = [float(one.points or 0) for one in scored]
    if points:
        most = max(float(one.max_points or 0) for one in scored)
        yield (
            f"Points: mean {mean(points):.1f}, median {median(points):.1f} of {most:g}; "
            f"from {min(points):g} to {max(points):g}."
        )


def _waiting(found: Sequence[GradedSubmission]) -> Iterator[str]:
    waits = Counter(part.question for one in found for part in one.missed if part.waits)
    if waits:
        people = sum(any(part.waits for part in one.missed) for one in found)
        listed = ", ".join(f"{question} ({number})" for question, number in waits.most_common())
        many = sum(waits.values())
        yield (
            f"{many} {'answer' if many == 1 else 'answers'} of {_people(people).lower()} "
            f"{'waits' if many == 1 else 'wait'} for you: {escape(listed)}."
        )


def _named(found: Sequence[GradedSubmission], what: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        yield f"{len(names)} {what}: {escape(_some(names))}."


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def _people(number: int) -> str:
    return "1 trainee" if number == 1 else f"{number} trainees"
