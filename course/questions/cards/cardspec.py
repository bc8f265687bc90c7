"""A question and a trainee's parameters as data for the card: what it shows, nothing that is not released."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from course.measures.chains import LABELS, NOT_DETERMINABLE, WEIGHTS
from course.questions.answers import trails
from course.questions.bank.models import CANNOT_BE_COMPUTED, EVIDENCE_STEPS, Question
from course.questions.cards import markdown

LEGENDS = {
    "choice": "Choose one",
    "choices": "Choose all that apply",
    "order": "Put in order, from first to last",
    "match": "Choose one for each",
    "rating": "Choose one point on the scale",
    "number": "Give a number",
    "table": "Fill in the empty cells",
    "chart": "Draw a chart",
    "evidence": "How likely is it that the evidence shown bears the post out?",
    "trail": "What was read",
    "chain": "Put the documents in order, and say where each has the claim from",
}
MANY_OPTIONS, SHORT_OPTION = 8, 24  # from so many options on, of so few characters, a card uses columns
_TYPES = {"integer": "whole numbers", "number": "numbers", "text": "text"}


class _Texts:
    """Fills and renders the texts of one question, with its id at hand for messages."""

    def __init__(self, question: Question, drawn: Mapping[str, Any] | None, folder: Path | None) -> None:
        self.where, self.drawn, self.folder = f"question `{question.id}`", dict(drawn or {}), folder

    def fill(self, text: str) -> str:
        return markdown.fill(text, self.drawn, self.where)

    def html(self, text: str) -> str:
        return markdown.to_html(self.fill(text), self.folder)

    def inline(self, text: str) -> str:
        return markdown.to_inline(self.fill(text), self.folder)

    def listed(self, options: Iterable[Any]) -> list[dict[str, str]]:
        return [{"id": option.id, "html": self.inline(option.text)} for option in options]


def card_spec(
    question: Question,
    drawn: Mapping[str, Any] | None = None,
    number: int | None = None,
    *,
    module: str = "",
    can_check: bool = False,
    folder: Path | None = None,
) -> dict[str, Any]:
    """Everything that a card shows, as JSON data; holds nothing that is not released.

    `number` is the question's place in its module, `module` its id (the card keeps unsent answers under it),
    `can_check` whether there is a button that judges the answer, `folder` where the module's pictures lie.
    Raises BankError when a text asks for a parameter that is not drawn.
    """
    texts = _Texts(question, drawn, folder)
    spec: dict[str, Any] = {
        "id": question.id,
        "module": module,
        "number": number,
        "kind": question.kind,
        "title": markdown.to_text(texts.fill(question.title)) if question.title else None,
        "prompt_html": texts.html(question.prompt),
        "points_label": points_label(question),
        "hints_total": len(question.hints),
        "variable": question.variable,
        "can_check": can_check,
        "legend": LEGENDS.get(question.kind, "Your answer"),
        "code": None,
    }
    spec.update(_PARTS[question.kind](question, texts))
    if question.variable:
        spec["code"] = _code_part(question)
    return spec


def _choice_part(question: Any, texts: _Texts) -> dict[str, Any]:
    part: dict[str, Any] = {"options": texts.listed(question.options)}
    if getattr(question, "confidence", False):
        part["confidence"] = confidence_rule(len(question.options))
    if question.kind == "choices":
        tile = _tile(question, texts)
        if tile:
            part["tile"] = tile
        if question.at_most is not None:
            part |= {"at_most": question.at_most, "legend": f"Choose at most {question.at_most}"}
    return part


def _tile(question: Any, texts: _Texts) -> int | None:
    """Characters of the longest option, where many short ones, as in a line-up, stand side by side."""
    filled = [texts.fill(one.text) for one in question.options]
    longest = max(len(markdown.to_text(one)) for one in filled)
    fits = len(filled) >= MANY_OPTIONS and longest <= SHORT_OPTION and not any("![" in one for one in filled)
    return longest if fits else None


def confidence_rule(options: int) -> dict[str, Any]:
    """The slider's range: from a pure guess among `options` to certainty, in ten steps."""
    guess = 1 / options
    return {
        "from": guess,
        "to": 1,
        "step": (1 - guess) / 10,
        "label": "How sure are you?",
        "low": f"{guess:.0%}: a guess".replace("%", " %"),
        "high": "100 %: certain",
    }


def _order_part(question: Any, texts: _Texts) -> dict[str, Any]:
    return {"items": texts.listed(question.items)}


def _match_part(question: Any, texts: _Texts) -> dict[str, Any]:
    return {"left": texts.listed(question.left), "right": texts.listed(question.right)}


def _rating_part(question: Any, texts: _Texts) -> dict[str, Any]:
    anchors = [
        {"value": at, "html": texts.inline(text)} for at, text in sorted(question.scale.anchors.items())
    ]
    return {"scale": {"values": list(range(question.scale.low, question.scale.high + 1)), "anchors": anchors}}


def _number_part(question: Any, texts: _Texts) -> dict[str, Any]:
    label = markdown.to_text(texts.fill(question.label)) if question.label else None
    return {
        "legend": label or LEGENDS["number"],
        "unit": question.unit,
        "allow": list(question.allow),
        "advice": _decimals(question.decimals),
    }


def _decimals(decimals: int | None) -> str | None:
    if decimals is None:
        return None
    if decimals == 0:
        return "Give a whole number."
    words = {1: "one decimal place", 2: "two decimal places"}.get(decimals, f"{decimals} decimal places")
    return f"Round to {words}; final zeros can be left out."


def _table_part(question: Any, texts: _Texts) -> dict[str, Any]:
    columns = [column.model_dump() for column in question.columns]
    rows = []
    for row in question.rows:
        given = iter(row)
        rows.append([next(given) if column["given"] else None for column in columns])
    return {"columns": columns, "rows": rows}


def _chart_part(question: Any, texts: _Texts) -> dict[str, Any]:
    return {"chart": question.chart.model_dump()}


def _text_part(question: Any, texts: _Texts) -> dict[str, Any]:
    return {"words": question.words.model_dump(), "legend": f"Write up to {question.words.max} words"}


def _evidence_part(question: Any, texts: _Texts) -> dict[str, Any]:
    return {
        "post": {
            "by": question.post.by,
            "html": texts.html(question.post.text),
            "invented": "invented post" if question.invented else None,
        },
        "shows": {
            "by": question.shows.label,
            "html": texts.html(question.shows.text),
            "invented": "invented" if question.invented else None,
        },
        "steps": list(EVIDENCE_STEPS),
        "ends": ["surely not", "surely yes"],
    }


def _trail_part(question: Any, texts: _Texts) -> dict[str, Any]:
    """`titles`, page titles by address, are filled in by whoever has the archive at hand."""
    return {"story": question.story, "titles": {}, "words": trails.WORDS}


def _chain_part(question: Any, texts: _Texts) -> dict[str, Any]:
    documents = [
        {"id": one.id, "html": texts.inline(one.text), "site": one.site} for one in question.documents
    ]
    told = [{"id": name, "text": word, "means": means} for name, (word, means) in LABELS.items()]
    parts = {"origin": "origin", "edges": "arrows", "order": "order", "labels": "labels"}
    weights = ", ".join(f"{parts[name]} {100 * weight:.0f} %" for name, weight in WEIGHTS.items())
    return {
        "documents": documents,
        "labels": told,
        "unknown": NOT_DETERMINABLE,
        "advice": f"What counts: {weights}.",
    }


_PARTS = {
    "choice": _choice_part,
    "choices": _choice_part,
    "order": _order_part,
    "match": _match_part,
    "rating": _rating_part,
    "number": _number_part,
    "table": _table_part,
    "chart": _chart_part,
    "text": _text_part,
    "evidence": _evidence_part,
    "trail": _trail_part,
    "chain": _chain_part,
}


def points_label(question: Question) -> str:
    """*2 points*, *1 point for any answer*, *practice*."""
    if question.kind == "trail":
        return "not marked"
    if not question.points:
        return "practice"
    words = count_points(question.points)
    return f"{words} for any answer" if question.credit == "completion" else words


def count_points(points: float) -> str:
    """*1 point*, *2.5 points*."""
    return f"{points_text(points)} point{'' if points == 1 else 's'}"


def points_text(points: float, places: int = 2) -> str:
    """A number of points without idle zeros, to two decimals; to three where one answer's credit is told."""
    return f"{points:.{places}f}".rstrip("0").rstrip(".")


def _code_part(question: Any) -> dict[str, str]:
    """For an answer made in code: which variable is filled, and with what."""
    name = f"`{question.variable}`"
    html = markdown.to_inline(
        f"Your answer is {name}. Fill it in the code cell below, run that cell, then the check."
    )
    return {"html": html, "needs_html": markdown.to_html(_needs(question))}


def _needs(question: Any) -> str:
    if question.kind == "number":
        unit = f" in {question.unit}" if question.unit else ""
        cannot = f', or the text `"{CANNOT_BE_COMPUTED}"`' if question.allow else ""
        return f"It is a number{unit}{cannot}. {_decimals(question.decimals) or ''}".strip()
    if question.kind == "table":
        listed = [f"`{c.name}` ({_TYPES[c.type]}{f', {c.unit}' if c.unit else ''})" for c in question.columns]
        return f"It is a table with the columns {_and(listed)}."
    if question.kind == "chart":
        marks = " or ".join(f"`{mark}`" for mark in question.chart.marks)
        columns = _and([f"`{name}`" for name in question.chart.columns])
        return f"It is an Altair chart ({marks}) of the columns {columns}."
    return ""


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
