"""Results of the test in words: every number with what it is out of, and neither praise nor blame."""

from __future__ import annotations

from collections.abc import Sequence

from course.learning.test_report.forecast import Forecast
from course.learning.test_report.results import SMALLEST_CHANGE, FormResults
from course.learning.test_report.state import Asked, FormState

ONE_FORM = (
    "One form cannot show whether you changed. Between two forms of 24 cards, a difference of less than about"
    f" {SMALLEST_CHANGE} in d′ can be chance (from a simulation)."
)
D_PRIME = (
    "d′ (read: d prime) says how well you told the posts that are borne out from those that are not. 0 means"
    " not at all."
)


def number(value: float, digits: int = 2) -> str:
    """A number with a real minus sign, and no minus before zero."""
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def answered(state: FormState) -> str:
    """*21 of 24 cards answered*."""
    return f"{len(state.cards) - len(state.missing)} of {len(state.cards)} cards answered"


def missing(state: FormState) -> list[str]:
    """One line for each sitting with cards missing: *Sitting 2: cards 13 to 15 and 20*."""
    sittings = sorted({card.sitting for card in state.cards})
    lines = []
    for sitting in sittings:
        all_ = [card.number for card in state.cards if card.sitting == sitting]
        open_ = [card.number for card in state.missing if card.sitting == sitting]
        if not open_:
            continue
        if len(open_) == len(all_) > 1:
            said = f"all {len(all_)} cards, {open_[0]} to {open_[-1]}"
        else:
            said = f"card{'s' if len(open_) > 1 else ''} {listed(runs(open_))}"
        lines.append(f"Sitting {sitting}: {said}" if len(sittings) > 1 else said[:1].upper() + said[1:])
    return lines


def runs(numbers: Sequence[int]) -> list[str]:
    """Neighbours drawn together where there are three or more.

    >>> runs([1, 2, 5, 6, 7, 9])
    ['1', '2', '5 to 7', '9']
    """
    found: list[list[int]] = []
    for one in numbers:
        if found and one == found[-1][-1] + 1:
            found[-1].append(one)
        else:
            found.append([one])
    parts = []
    for run in found:
        parts += [f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(one) for one in run]
    return parts


def listed(parts: Sequence[str]) -> str:
    """*3, 7 and 9*."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def when(state: FormState) -> list[str]:
    """When results come, and what has to be done for them."""
    if state.stand == "no-key":
        return [
            "Your answers are saved. This desk has no key folder, so nothing here can say what was right."
            " Open the course with `course open` in the course folder, and run this cell again."
        ]
    if state.self_study:
        return ["When every card has an answer, a button here closes the form and shows your results."]
    return [
        "Results come when your faculty close this form. Until then, no card says if you were right."
        " Every answer earns its point.",
        "Once it is closed, fetch feedback in Nbgrader ▸ Assignment List and run this cell again.",
    ]


def before_closing(state: FormState) -> list[str]:
    """What somebody should know before they close a form for themselves; there is no way back."""
    said = ["After this, your answers here stand for good, and each card says what is so and why."]
    if state.occasion == 2:
        return [*said, "This is the last of the three tests, so no later one can be spoilt."]
    if len(state.forms) > 1:
        later = "A later test shows you other cards, so it loses nothing of its surprise."
    else:
        later = (
            "This release holds one form of the test. A later test with these same cards would then measure"
            " your memory of them."
        )
    return [
        *said,
        f"{later} The reasons that you read now teach, too: if you do better later, part of that comes from"
        " them. To compare before and after without that, do not look until the last test.",
    ]


def hits(found: FormResults) -> str:
    """What d′ is made of."""
    o = found.outcomes
    return (
        f"You called {o.hits} of the {o.signals} posts borne out that are, and {o.false_alarms} of the"
        f" {o.noises} that are not. {found.right} of {found.answered} verdicts agree with the evidence."
    )


def lean(found: FormResults) -> list[str]:
    """The criterion in plain words, with the count that it comes from."""
    if found.criterion is None:
        return []
    way = {
        "doubting": "You lean to doubting",
        "believing": "You lean to believing",
        "neither": "You lean neither to doubting nor to believing",
    }[found.lean]
    said = [
        f"You doubted {found.doubted} of {found.answered} posts; {found.outcomes.noises} of the"
        f" {found.answered} are not borne out. {way} (criterion {number(found.criterion)}, where 0 is no"
        " lean)."
    ]
    if found.doubted in (0, found.answered):
        said.append(
            "The same verdict for every card cannot tell the two kinds apart, so d′ stays at 0 or near it."
            " The lean shows in the criterion instead."
        )
    elif found.lean != "neither" and not found.lean_is_clear:
        said.append(f"With {found.answered} cards, a lean of this size can be chance.")
    return said


def ranking(found: FormResults) -> str:
    """AUC from the six steps, as pairs."""
    if found.auc is None:
        return ""
    return (
        f"AUC (area under the curve) {number(found.auc)}: take one post that is borne out and one that is"
        f" not. In {100 * found.auc:.0f} % of such pairs you gave the first the higher percentage; equal"
        " ones count half. Guessing gives 50 %."
    )


def too_few(found: FormResults) -> str:
    """Why there is no d′."""
    if not found.answered:
        return "No card of this form was answered, so there is nothing to compute."
    kind = "borne out" if found.outcomes.signals else "not borne out"
    return f"All {found.answered} cards that you answered are {kind}. d′ needs some of both kinds."


def forecast(found: FormResults, said: Forecast) -> str:
    """Predicted minus actual, or why there is nothing to compare."""
    if said.expected is None:
        return f"There is no forecast to compare with. {said.why}"
    if said.of not in (None, found.asked):
        return (
            f"You expected {said.expected} of {said.of} right. This form has {found.asked} cards, so the two"
            " are not compared."
        )
    part = "" if found.answered == found.asked else f" ({found.asked - found.answered} were not answered)"
    return (
        f"You expected {said.expected} of {found.asked} right and got {found.right}{part}: predicted minus"
        f" actual is {number(said.expected - found.right, 0)}."
    )


def name_of(card: Asked) -> str:
    """What the list calls a card."""
    return card.question.title or f"Card {card.number}"
