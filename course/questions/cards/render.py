"""A card, a status and a result as HTML that needs nothing else: no script, no file, no network.

`card_spec` (in `cardspec`) is the one place that turns a question and a trainee's parameters into what is
shown. The live card (`course.questions.cards`) and the pages made here read the same specification and share
their class names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

from course.errors import FormError
from course.pages import templates
from course.questions.answers import trails
from course.questions.bank.models import CANNOT_BE_COMPUTED
from course.questions.cards import markdown
from course.questions.cards.cardspec import card_spec, count_points, points_text
from course.styles import read_scoped

__all__ = ["card_html", "card_spec", "result_html", "result_status", "status_html", "style_html"]

TEMPLATES = Path(__file__).parent / "templates"
STYLES = Path(__file__).parent

STATES = ("empty", "saved", "right", "partly", "wrong", "error", "waiting")


@cache
def style_html(full: bool = True) -> str:
    """The style sheet as a `<style>` element, scoped to `.qc`; `full=False` is enough for a status alone."""
    names = ("base.css", "controls.css", "chain.css") if full else ("base.css",)
    return f"<style>\n{read_scoped(*(STYLES / name for name in names))}\n</style>"


@cache
def _pages() -> Any:
    pages = templates(TEMPLATES)
    pages.filters["message"] = _message
    pages.globals["chart_words"] = _chart_words
    return pages


def _message(text: str) -> Any:
    """A message with its `code` marked up and nothing else: it may quote what somebody typed."""
    from markupsafe import Markup, escape

    parts = [escape(part) for part in text.split("`")]
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in enumerate(parts)
    )


def _status(status: Mapping[str, Any] | None) -> dict[str, str]:
    """A status with every field, and a state that the style sheet knows."""
    status = dict(status or {"state": "empty", "text": "Not answered"})
    state = status.get("state") if status.get("state") in STATES else "empty"
    return {"state": str(state), "text": str(status.get("text") or ""), "html": str(status.get("html") or "")}


def _is_number(value: Any) -> bool:
    try:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)
    except OverflowError:  # a whole number beyond every float
        return False


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _is_choice(value: Any) -> bool:
    if not isinstance(value, dict):
        return isinstance(value, str)
    sure = value.get("confidence")
    return isinstance(value.get("choice"), str) and (sure is None or _is_number(sure))


def _is_table(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    columns, rows = value.get("columns"), value.get("rows")
    return isinstance(columns, list) and isinstance(rows, list) and all(isinstance(row, list) for row in rows)


def _is_trail(value: Any) -> bool:
    try:
        trails.read(value)
    except FormError:
        return False
    return True


def _is_chain(value: Any) -> bool:
    if not isinstance(value, dict) or not _is_names(value.get("order")):
        return False
    parts = [value.get(part) or {} for part in ("from", "labels")]
    return all(isinstance(part, dict) and _is_names([*part, *part.values()]) for part in parts)


_SHAPES = {
    "choice": _is_choice,
    "choices": _is_names,
    "order": _is_names,
    "rating": _is_number,
    "evidence": _is_number,
    "match": lambda value: isinstance(value, dict) and _is_names(list(value.values())),
    "number": lambda value: isinstance(value, str) or _is_number(value),
    "table": _is_table,
    "chart": lambda value: isinstance(value, dict),
    "text": lambda value: isinstance(value, str),
    "trail": _is_trail,
    "chain": _is_chain,
}


def _shown(kind: str, value: Any) -> Any:
    """The value if its outer shape fits the kind, else its text: a submission may hold anything."""
    return value if value is None or _SHAPES[kind](value) else {"odd": str(value)[:2000]}


def _chart_words(chart: Mapping[str, Any]) -> str:
    """*bar · x: year · y: posts*, as far as a specification says so."""
    mark, encoding = chart.get("mark"), chart.get("encoding")
    words = [str(mark.get("type") if isinstance(mark, dict) else mark or "several layers")]
    for name, channel in (encoding if isinstance(encoding, dict) else {}).items():
        words.append(
            f"{name}: {channel.get('field') or 'a value' if isinstance(channel, dict) else 'a value'}"
        )
    return " · ".join(words)[:400]


def card_html(
    spec: Mapping[str, Any],
    value: Any = None,
    status: Mapping[str, Any] | None = None,
    *,
    style: bool = True,
) -> str:
    """The card as a still page: prompt, what was answered, status. `value` may be anything: it is escaped."""
    page: str = (
        _pages()
        .get_template("card.html.j2")
        .render(
            spec=spec,
            value=_shown(spec["kind"], value),
            status=_status(status),
            cannot=CANNOT_BE_COMPUTED,
            style=style_html() if style else "",
        )
    )
    return page


def status_html(status: Mapping[str, Any] | None, *, style: bool = True) -> str:
    """A status line alone, for the output of a check. `status["html"]` must come from this module."""
    sheet = style_html(full=False) if style else ""
    page: str = _pages().get_template("status.html.j2").render(status=_status(status), style=sheet)
    return page


RESULT_WORDS = {
    "right": "Right",
    "partly": "Partly right",
    "blank": "Not answered",
    "recorded": "Recorded",
    "waiting": "Waits for a grader",
    "invalid": "Could not be scored",
}
_RESULT_STATES = {"blank": "empty", "invalid": "error", "recorded": "saved"}


def result_status(
    result: Any,
    *,
    rationale: str = "",
    options: Mapping[str, str] | None = None,
    evidence: Iterable[Any] = (),
    spec: Mapping[str, Any] | None = None,
    value: Any = None,
    drawn: Mapping[str, Any] | None = None,
) -> dict[str, str]:
    """A result as a status: a state, one line, and HTML with reason, lines, rationale, options and evidence.

    `result` has points, max_points, state, reason and lines; `rationale` and `options` (option id to why it
    tempts) are Markdown, `evidence` records with cite, url, looked_at and state.
    """
    where = f"question `{spec['id']}`" if spec else "a rationale"
    wrong = "Not right" if result.max_points else "Not yet"
    text = RESULT_WORDS.get(result.state, wrong) + "."
    if result.max_points and result.state != "waiting":
        text += f" {points_text(result.points, 3)} of {count_points(result.max_points)}."
    html = (
        _pages()
        .get_template("result.html.j2")
        .render(
            result=result,
            rationale=markdown.to_html(markdown.fill(rationale, dict(drawn or {}), where))
            if rationale
            else "",
            options=_option_notes(options or {}, spec, value, dict(drawn or {}), where),
            evidence=[_evidence_line(one) for one in evidence],
        )
    )
    return {"state": _RESULT_STATES.get(result.state, result.state), "text": text, "html": html}


def _option_notes(
    notes: Mapping[str, str],
    spec: Mapping[str, Any] | None,
    value: Any,
    drawn: dict[str, Any],
    where: str,
) -> list[dict[str, Any]]:
    """Why each option tempts, under the words that the option had on the card."""
    listed = [one for part in ("options", "items", "left", "right") for one in (spec or {}).get(part, [])]
    shown = {one["id"]: one["html"] for one in listed}
    return [
        {
            "html": shown.get(name, ""),
            "note": markdown.to_inline(markdown.fill(note, drawn, where)),
            "chosen": name in _chosen(value),
        }
        for name, note in notes.items()
    ]


def _chosen(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [value["choice"]] if isinstance(value.get("choice"), str) else []
    if isinstance(value, list):
        return [name for name in value if isinstance(name, str)]
    return [value] if isinstance(value, str) else []


_LOOKED = {
    "abstract": "abstract read",
    "text": "full text read",
    "recomputed": "recomputed",
    "constructed": "written for this course",
}


def _evidence_line(one: Any) -> dict[str, Any]:
    """One citation: its words as HTML, an address when it is a web address, and how far somebody looked."""
    field = one.get if isinstance(one, Mapping) else lambda name, default=None: getattr(one, name, default)
    url = str(field("url") or "")
    how = [
        _LOOKED.get(str(field("state")), ""),
        f"looked at {field('looked_at')}" if field("looked_at") else "",
    ]
    return {
        "html": markdown.to_inline(str(field("cite"))),
        "url": url if url.startswith(("https://", "http://")) else "",
        "how": ", ".join(filter(None, how)),
    }


def result_html(
    result: Any,
    rationale: str = "",
    options: Mapping[str, str] | None = None,
    evidence: Iterable[Any] = (),
    *,
    spec: Mapping[str, Any] | None = None,
    value: Any = None,
    drawn: Mapping[str, Any] | None = None,
    style: bool = True,
) -> str:
    """A result as a still page; with `spec` the whole card, with the answer that was given."""
    status = result_status(
        result, rationale=rationale, options=options, evidence=evidence, spec=spec, value=value, drawn=drawn
    )
    return card_html(spec, value, status, style=style) if spec else status_html(status, style=style)
