"""Progress in words: every number with what it is out of."""

from __future__ import annotations

from typing import Any

from course.learning.progress.archive import Merged, Packed
from course.learning.progress.reading import Calibration, Module, Standing
from course.measures import ReliabilityBin
from course.questions.cards.cardspec import points_text

_ICONS = {"open": "○", "begun": "◐", "answered": "✓", "returned": "●", "trouble": "!"}


def rows(standing: Standing) -> list[dict[str, Any]]:
    """One dict a module, ready to be drawn."""
    return [
        {
            "state": one.state,
            "title": one.title,
            "words": state(one),
            "minutes": one.minutes,
            "points": points(one),
            "notes": one.notes,
        }
        for one in standing.modules
    ]


def state(module: Module) -> str:
    """*Under way: 5 of 21 answered*, and what still waits."""
    if module.trouble:
        return "Cannot be read"
    said = {
        "open": f"Not begun, {count(module.asked, 'question')}",
        "begun": f"Under way: {module.answered} of {module.asked} answered",
        "answered": f"All {module.asked} answered",
        "returned": f"Feedback is back: {module.answered} of {module.asked} answered",
    }[module.state]
    if module.waiting and module.source == "feedback":
        return f"{said}, {count(module.waiting, 'answer')} still with a grader"
    if module.waiting:
        return f"{said}, {count(module.waiting, 'written answer')} not scored here"
    return said


def points(module: Module) -> str:
    """*13.5 of 15*, or nothing where no points are known."""
    if module.points is None:
        return ""
    earned, most = module.points
    return f"{points_text(earned)} of {points_text(most)}"


def calibration(standing: Standing) -> dict[str, Any] | None:
    """Own calibration as sentences, or None while there is too little of it."""
    found = standing.calibration
    if found is None:
        return None
    return {"bins": [{"stated": _stated(b), "found": _found(b)} for b in found.bins], "brier": _brier(found)}


def as_text(standing: Standing) -> str:
    """The whole list for a terminal."""
    if not standing.modules:
        return "There is no module here yet."
    width = max(len(one.title) for one in standing.modules)
    lines = ["Your progress"]
    for one in standing.modules:
        minutes = f"{one.minutes} min" if one.minutes else ""
        earned = f"{points(one)} points" if one.points else ""
        row = f"{_ICONS[one.state]} {one.title:<{width}}  {minutes:>7}  {state(one)}  {earned}"
        lines.append(row.rstrip())
        lines += [f"  {note}" for note in one.notes]
    found = calibration(standing)
    if found:
        lines += ["", "How sure you were, and how often you were right"]
        lines += [f"{line['stated']}: {line['found']}" for line in found["bins"]] + [found["brier"]]
    return "\n".join(lines)


def packed(found: Packed) -> str:
    """*41 answers of 3 modules*."""
    return f"{count(found.answers, 'answer')} of {count(found.modules, 'module')}"


def merged(one: Merged) -> str:
    """What happened to one module."""
    parts = [
        f"{count(one.taken, 'answer')} put back" if one.taken else "",
        f"{one.kept} left as they are, because what is here is newer" if one.kept else "",
        f"{one.same} the same in both" if one.same else "",
    ]
    said = ", ".join(part for part in parts if part)
    if not said and not one.note:
        said = "nothing to put back"
    return f"{one.module}: " + " ".join(filter(None, [f"{said}." if said else "", one.note]))


def count(number: int, name: str) -> str:
    """*1 answer*, *2 answers*."""
    return f"{number} {name}{'' if number == 1 else 's'}"


def _stated(one: ReliabilityBin) -> str:
    return f"about {one.mean_stated or 0:.0%} sure".replace("%", " %")


def _found(one: ReliabilityBin) -> str:
    """*7 of 9 right (78 %, interval 45 to 94 %)*, and whether that fits what was said."""
    assert one.interval and one.mean_stated is not None and one.share is not None  # only bins with cases come
    low, high = one.interval
    often = "less" if one.share < one.mean_stated else "more"
    fits = "That fits." if low <= one.mean_stated <= high else f"You were right {often} often than you said."
    share = f"{one.share:.0%}, 95 % interval {low:.0%} to {high:.0%}"
    return f"right in {one.true} of {one.n} ({share}). {fits}".replace("%", " %").replace("  %", " %")


def _brier(found: Calibration) -> str:
    return (
        f"{found.right} of {found.n} answers with a stated confidence were right. Brier score"
        f" {found.brier:.2f}: 0 is perfect, and saying 50 % every time gives 0.25. With few answers these"
        " numbers still move a lot."
    )
