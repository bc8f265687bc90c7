"""The answer of a chain: its form, its judgement with a line for each part, and the true one beside it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from course.errors import FormError, Unfinished
from course.measures.chains import LABELS, NOT_DETERMINABLE, WEIGHTS, ChainScore, arrows, chain_score, labels
from course.questions.answers.numbers import clip

PARTS = ("order", "from", "labels")
_NAMES = {"origin": "Origin", "edges": "Arrows", "order": "Order", "labels": "Labels"}


def whole_form(question: Any, value: Any) -> dict[str, Any]:
    """The chain as it is kept, or FormError; Unfinished, which says what is still missing."""
    chain = lenient(question, value)
    ids = [one.id for one in question.documents]
    if len(chain["order"]) < len(ids):
        raise Unfinished(f"Your order has {len(chain['order'])} of {len(ids)} documents. Place all of them.")
    drawn, said, hops = len(chain["from"]), len(chain["labels"]), len(ids) - 1
    if min(drawn, said) < hops:
        raise Unfinished(f"Your chain has {drawn} of {hops} arrows and {said} of {hops} labels.")
    if late := _from_later(chain):
        raise Unfinished(
            f"{late} of your arrows come{'s' if late == 1 else ''} from a document that stands later. "
            "Move one of the two, or draw the arrow from an earlier one."
        )
    return chain


def lenient(question: Any, value: Any) -> dict[str, Any]:
    """The chain as far as it goes: known documents and labels only, nothing said of its first document.

    Raises FormError where the value cannot be read as a chain of these documents.
    """
    if not isinstance(value, dict) or not set(value) <= set(PARTS):
        raise FormError("Your answer is no chain. Put the documents in order and draw arrows on the card.")
    ids = [one.id for one in question.documents]
    order = _order(value.get("order"), ids)
    sources = _named(value.get("from"), ids, [*ids, NOT_DETERMINABLE], "An arrow")
    said = _named(value.get("labels"), ids, list(LABELS), "A label")
    if itself := [one for one, source in sources.items() if one == source]:
        raise FormError(f"`{itself[0]}` has its arrow from itself. Draw it from an earlier document.")
    chain = {"order": order, "from": sources, "labels": said}
    return {"order": order, "from": arrows(chain), "labels": labels(chain)}


def _order(found: Any, ids: list[str]) -> list[str]:
    found = [] if found is None else found
    if not isinstance(found, (list, tuple)) or not all(isinstance(one, str) for one in found):
        raise FormError("Your order cannot be read as a list. Put the documents in order on the card.")
    for one in found:
        if one not in ids:
            raise FormError(f"Your order names `{clip(one)}`, which is not one of {', '.join(ids)}.")
    if len(set(found)) < len(found):
        raise FormError("Your order names one document twice. Name each once.")
    return list(found)


def _named(found: Any, ids: list[str], values: list[str], what: str) -> dict[str, str]:
    found = {} if found is None else found
    if not isinstance(found, dict):
        raise FormError(f"{what} cannot be read. Draw the chain on the card.")
    for name, value in found.items():
        for one, known in ((name, ids), (value, values)):
            if one is not None and (not isinstance(one, str) or one not in known):
                shown = clip(one if isinstance(one, str) else type(one).__name__)
                raise FormError(f"{what} names `{shown}`, which is not one of {', '.join(known)}.")
    return {name: found[name] for name in ids if found.get(name) is not None}


def _from_later(chain: dict[str, Any]) -> int:
    place = {one: at for at, one in enumerate(chain["order"])}
    return sum(source in place and place[source] > place.get(one, 0) for one, source in chain["from"].items())


def judge(question: Any, value: Any, expected: dict[str, Any]) -> tuple[float, str, list[str]]:
    """The share earned, one line of why not all of it, and a line for each part with its weight."""
    found = chain_score(lenient(question, value), expected)
    parts = {name: getattr(found, name) for name in WEIGHTS}
    lost = [_NAMES[name].lower() for name, part in parts.items() if part < 1 - 1e-9]
    reason = f"Not all is as the pages show it: {', '.join(lost)}." if lost else ""
    return found.total, reason, lines(found)


def lines(found: ChainScore) -> list[str]:
    """What each part earned and weighs, and how "not determinable" was used; never what would be right."""
    said = {
        "origin": "right" if found.origin else "another document",
        "edges": f"{found.right_edges} of {found.hops} as the pages show them, F1 {found.edges:.2f}",
        "order": f"τ {found.order:.2f}",
        "labels": f"{found.right_labels} of {found.hops} right",
    }
    use = found.use
    doubt = (
        f"“Not determinable” was said of {use.over} of {use.told} things that these pages do tell. "
        f"Something else was said of {use.under} of {use.untold} that they do not."
    )
    return [*(f"{_NAMES[name]} ({100 * WEIGHTS[name]:.0f} %): {said[name]}." for name in WEIGHTS), doubt]


def beside_html(question: Any, value: Any, expected: dict[str, Any], names: dict[str, str]) -> str:
    """The chain as it was drawn beside the true one, with what is missing where the pages cannot tell.

    `names` are the documents' names as plain text. Empty where the answer cannot be read as a chain.
    """
    from markupsafe import Markup

    from course import charts

    try:
        drawn = lenient(question, value)
        picture = charts.chain(drawn, expected, names=names).html(static=True)
    except (FormError, charts.ChartError):
        return ""
    missing = [
        Markup("<li><strong>{}</strong>: {}</li>").format(names.get(one, one), what)
        for one, what in (expected.get("missing") or {}).items()
    ]
    if not missing:
        return str(Markup('<div class="qc-chains">{}</div>').format(Markup(picture)))
    head = Markup('<p class="qc-sources-head">What these pages lack</p>')
    listed = Markup("{}<ul>{}</ul>").format(head, Markup("").join(missing))
    return str(Markup('<div class="qc-chains">{}{}</div>').format(Markup(picture), listed))


def names_of(spec: dict[str, Any]) -> dict[str, str]:
    """What the documents of a card are called, as plain text."""
    return {one["id"]: unescape(re.sub(r"<[^>]+>", "", one["html"])) for one in spec.get("documents", [])}
