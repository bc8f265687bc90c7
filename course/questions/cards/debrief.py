"""A card of the test once its form is closed: what is so, why, and what was said."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from course.questions.bank.keys import Key
from course.questions.bank.models import EVIDENCE_STEPS

BORNE_OUT = {True: "The evidence bears the post out.", False: "The evidence does not bear the post out."}


def verdict(truth: bool, step: Any) -> str:
    """right, wrong, or blank for whatever is none of the six steps; above 50 % says *borne out*."""
    if type(step) is not int or step not in EVIDENCE_STEPS:
        return "blank"
    return "right" if (step > 50) is truth else "wrong"


def said(truth: bool, step: Any) -> str:
    """*You said 20 %, so your verdict differs.*"""
    how = {"right": "agrees", "wrong": "differs"}.get(verdict(truth, step))
    return f"You said {step} %, so your verdict {how}." if how else "You gave no answer."


def debrief_status(key: Key, step: Any) -> dict[str, str]:
    """A closed card's status: the own step; as HTML the reason, which begins with the fact, then what follows
    for the post, and the sources.

    Who met a false claim reads what is so before reading of the claim again.
    """
    from course.questions.cards import render

    truth = bool(key.answer)
    state = verdict(truth, step)
    bare = SimpleNamespace(state=state, points=0.0, max_points=0.0, reason="", lines=[])
    reason = f"{key.rationale.strip()}\n\n**{BORNE_OUT[truth]}**"
    made = render.result_status(bare, rationale=reason, evidence=key.evidence)
    return {**made, "text": said(truth, step)}
