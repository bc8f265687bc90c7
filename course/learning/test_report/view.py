"""The results of the test on a page: before closing what is missing, after it what the answers say."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.learning.test_report import words
from course.learning.test_report.results import FormResults
from course.learning.test_report.state import Debriefed, FormState
from course.pages import templates
from course.questions.cards import markdown, render
from course.questions.cards.debrief import BORNE_OUT, said
from course.styles import read_scoped

if TYPE_CHECKING:
    from course.charts import Picture
    from course.notebook.session import Session

HERE = Path(__file__).parent
LABEL = "Results of the test"


def inner_html(here: Session, state: FormState, trouble: str = "") -> str:
    """What the card of `test_results` shows, without its frame; `trouble` is one message above it."""
    found = state.results
    return str(
        templates(HERE / "templates")
        .get_template("form.html.j2")
        .render(
            state=state,
            title="Your results" if found else "Your test",
            trouble=trouble,
            answered=words.answered(state),
            missing=words.missing(state),
            when=[] if here.execution else words.when(state),
            warnings=words.before_closing(state) if state.stand == "ready" else [],
            said=_said(found, state) if found else None,
            debriefs=[_debrief(here, one) for one in state.debriefs],
        )
    )


def still_html(here: Session, state: FormState) -> str:
    """The same as a page of its own that needs no script, for a notebook that nbgrader runs."""
    return f"{style_html()}{render.style_html()}{framed(inner_html(here, state))}"


def framed(html: str) -> str:
    """The section around what is shown; the live card makes the same one."""
    return f'<section class="qc fr" aria-label="{LABEL}">{html}</section>'


@cache
def style_html() -> str:
    """The view's own style sheet as a `<style>` element."""
    return f"<style>\n{read_scoped(HERE / 'form.css')}</style>"


def _said(found: FormResults, state: FormState) -> dict[str, Any]:
    """Sentences and pictures of the results, ready to be drawn."""
    return {
        "d_prime": words.D_PRIME,
        "hits": words.hits(found) if found.d_prime is not None else words.too_few(found),
        "one_form": words.ONE_FORM,
        "band": _html(_band(found)),
        "lean": words.lean(found),
        "ranking": words.ranking(found),
        "reliability": _html(_reliability(found)),
        "forecast": words.forecast(found, state.forecast),
    }


def _band(found: FormResults) -> Picture | None:
    if found.d_prime is None or found.band is None:
        return None
    from course import charts
    from course.measures import d_prime

    o = found.outcomes
    low, high = (words.number(end) for end in found.band)
    best = d_prime(o.signals, o.signals, 0, o.noises)
    return charts.band(
        found.d_prime,
        *found.band,
        "d′",
        {"the two kinds not told apart": 0, "every verdict right": best},
        title=f"d′ {words.number(found.d_prime)}: anything from {low} to {high} fits these answers",
    )


def _reliability(found: FormResults) -> Picture | None:
    if not found.answered:
        return None
    from course import charts

    return charts.reliability(found.bins, said="Percentage you gave", came="How often the post was borne out")


def _html(picture: Picture | None) -> str:
    return picture.html() if picture else ""


def _debrief(here: Session, one: Debriefed) -> dict[str, Any]:
    """One card: the fact first, then the own step and verdict, then the card with its picture."""
    question, result = one.asked.question, one.result
    spec = render.card_spec(question, here.drawn(question), module=here.bank.module, folder=here.folder)
    bare = {"state": result.state, "points": 0.0, "max_points": 0.0, "reason": "", "lines": []}
    own = said(result.truth, result.step)
    if not result.counts:
        own = "Your answer was given to the card of another form, so it does not count here."
    return {
        "number": one.asked.number,
        "name": markdown.to_text(words.name_of(one.asked)),
        "state": result.state,
        "truth": "borne out" if result.truth else "not borne out",
        "step": f"you: {result.step} %" if result.state != "blank" else "no answer",
        "verdict": {"right": "agrees", "wrong": "differs"}.get(result.state, ""),
        "so": BORNE_OUT[result.truth],
        "why": markdown.to_html(one.rationale, here.folder),
        "said": own,
        "exhibits": [spec["post"], spec["shows"]],
        "sources": render.result_status(_Bare(**bare), evidence=one.evidence)["html"],
    }


class _Bare:
    """A result that has nothing to say of its own, so that only its sources are drawn."""

    def __init__(self, **fields: Any) -> None:
        self.__dict__ |= fields
