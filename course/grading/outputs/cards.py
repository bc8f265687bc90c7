"""A question's card as graders and readers of feedback see it, drawn again from the answer as graded."""

from datetime import datetime
from typing import Any

from course.grading.outputs.charts import Pen
from course.grading.outputs.clean import plain
from course.grading.scoring.graded import GradedAnswer
from course.grading.scoring.module import Module
from course.questions.cards.render import card_html, card_spec


def spec_of(module: Module, one: GradedAnswer) -> dict[str, Any]:
    """What the card of a graded question shows, with the numbers of the trainee in the gradebook."""
    question = module.question(one.question, one.form)
    assert question is not None and module.bank is not None
    return card_spec(
        question, one.drawn, module.bank.number(one.question), module=module.name, folder=module.source
    )


def card(module: Module, one: GradedAnswer, pen: Pen, style: bool = False) -> tuple[str, str]:
    """The card as harmless HTML, and the answer as text; the style sheet is needed once a page.

    Of a chart that was given as an answer it holds the pen's mark, until the pen puts in the picture.
    """
    html = card_html(spec_of(module, one), one.value, answer_status(one), style=style)
    drawn = pen.draw_answer(one.value) if is_chart(module, one) else ""
    return plain(html + drawn), f"{one.question}: {one.value!r}"[:2000]


def is_chart(module: Module, one: GradedAnswer) -> bool:
    """Whether a chart was given as an answer."""
    question = module.question(one.question)
    return question is not None and question.kind == "chart" and isinstance(one.value, dict)


def answer_status(one: GradedAnswer) -> dict[str, str]:
    """The status line: that something was answered and when, in UTC."""
    if one.value is None:
        return {"state": "empty", "text": "Not answered"}
    try:
        at = datetime.fromisoformat(one.entry["at"])
    except (KeyError, TypeError, ValueError):
        return {"state": "saved", "text": "Answered"}
    return {"state": "saved", "text": f"Answered {at:%Y-%m-%d %H:%M} UTC"}
