"""Beat the Cynic, without a screen: what was answered goes in, what is to be shown comes out.

Pure functions on plain values, so that the game can be tested without a notebook. Every sentence that
depends on an answer is made here; the widget only draws.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from course.measures import Outcomes, count_outcomes, d_prime

STEPS = (5, 20, 40, 60, 80, 95)  # percent that the evidence bears the post out
CYNIC, BELIEVER = STEPS[0], STEPS[-1]
BOTS = (("cynic", "The Cynic", CYNIC), ("believer", "The Believer", BELIEVER))

FEW = (
    "{n} cards are far too few to say anything about you. In a simulation, even 24 cards gave one person’s d′"
    " with a reliability of 0.43, where 1 would be exact."
)
_WORDS = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six", 7: "Seven", 8: "Eight", 9: "Nine", 10: "Ten"}
CLOSING = (
    "Doubting everything scores what believing everything scores. Discernment is being right about the true"
    " posts, too."
)


@dataclass(frozen=True, slots=True)
class Card:
    """One evidence card: `face` is what is seen before the answer (a card's specification)."""

    id: str
    face: Mapping[str, Any]
    borne_out: bool
    why_html: str


@dataclass(frozen=True, slots=True)
class Prediction:
    """A guess at a bot's d′; `guess` is what was typed, or None."""

    id: str
    bot: str
    label: str
    prompt_html: str
    why_html: str
    guess: str | None = None


def play(
    deck: Sequence[Card], answers: Mapping[str, Any], predictions: Sequence[Prediction]
) -> dict[str, Any]:
    """The whole state of the game as JSON: reveals, meters, predictions and, at the end, d′.

    `answers` holds a step (5, 20, 40, 60, 80 or 95) for each card answered; anything else counts as
    unanswered.
    """
    given = {card.id: answers[card.id] for card in deck if _is_step(answers.get(card.id))}
    done = len(given) == len(deck)
    scale = _scale(deck)
    predictions = predictions if scale["best"] else []
    return {
        "total": len(deck),
        "answers": given,
        "next": next((card.id for card in deck if card.id not in given), None),
        "reveals": {card.id: _reveal(card, given[card.id]) for card in deck if card.id in given},
        "meters": meters(deck, given),
        "scale": scale if done else None,
        "predictions": _asked(predictions, done),
        "dprime": _dprimes(deck, given, predictions) if done else None,
        "closing": _closing(deck, predictions) if done and scale["best"] else None,
    }


def meters(deck: Sequence[Card], given: Mapping[str, int]) -> list[dict[str, Any]]:
    """How many of the cards answered so far each player got right: you, the Cynic, the Believer."""
    seen = [card for card in deck if card.id in given]
    calls: list[tuple[str, str, list[int]]] = [("you", "You", [given[card.id] for card in seen])]
    calls += [(key, name, [step] * len(seen)) for key, name, step in BOTS]
    return [
        {
            "key": key,
            "name": name,
            "right": sum(_right(step, card) for step, card in zip(steps, seen, strict=True)),
            "of": len(seen),
        }
        for key, name, steps in calls
    ]


def number(value: float) -> str:
    """A d′ as it is read: two decimals, a real minus sign, and a plain 0 for exactly nothing."""
    return "0" if value == 0 else f"{value:.2f}".replace("-", "−")


def _is_step(value: Any) -> bool:
    return type(value) is int and value in STEPS


def _right(step: int, card: Card) -> bool:
    return (step > 50) == card.borne_out


def _reveal(card: Card, step: int) -> dict[str, Any]:
    return {
        "borne_out": card.borne_out,
        "headline": "The evidence bears it out." if card.borne_out else "The evidence does not bear it out.",
        "why_html": card.why_html,
        "said": [_said("you", "You", step, card), *(_said(key, name, bot, card) for key, name, bot in BOTS)],
    }


def _said(key: str, name: str, step: int, card: Card) -> dict[str, Any]:
    verdict = "borne out" if step > 50 else "not borne out"
    return {"key": key, "name": name, "step": step, "verdict": verdict, "right": _right(step, card)}


def _closing(deck: Sequence[Card], predictions: Sequence[Prediction]) -> list[str] | None:
    if any(p.guess is None for p in predictions):
        return None
    return [FEW.format(n=_WORDS.get(len(deck), len(deck))), CLOSING]


def _scale(deck: Sequence[Card]) -> dict[str, Any]:
    """The best d′ that this deck can give, which is also how far the track reaches; None without one."""
    signals = sum(card.borne_out for card in deck)
    noises = len(deck) - signals
    if not signals or not noises:
        only = "true" if signals else "false"
        return {"best": None, "words": f"All of these posts are {only}. d′ needs some of both kinds."}
    best = d_prime(signals, signals, 0, noises)
    return {
        "best": best,
        "words": (
            "d′ (read: d prime) is a score for telling true from false. On these cards, all right earns"
            f" {number(best)} and all wrong earns {number(-best)}."
        ),
    }


def _asked(predictions: Sequence[Prediction], done: bool) -> list[dict[str, Any]]:
    """The guesses made, and the next one to make; none before the last card."""
    if not done:
        return []
    made = [p for p in predictions if p.guess is not None]
    asked = made + [p for p in predictions if p.guess is None][:1]
    return [
        {
            "id": p.id,
            "bot": p.bot,
            "label": p.label,
            "prompt_html": p.prompt_html,
            "guess": p.guess,
            "why_html": p.why_html if p.guess is not None else None,
        }
        for p in asked
    ]


def _dprimes(
    deck: Sequence[Card], given: Mapping[str, int], predictions: Sequence[Prediction]
) -> list[dict[str, Any]]:
    """A d′ for each bot whose guess has been made, and your own once both have been."""
    truth = [card.borne_out for card in deck]
    if len(set(truth)) < 2:
        return []
    waiting = {p.bot for p in predictions if p.guess is None}
    shown = [_dprime(key, name, [step] * len(deck), truth) for key, name, step in BOTS if key not in waiting]
    if not waiting:
        shown.append(_dprime("you", "You", [given[card.id] for card in deck], truth))
    return shown


def _dprime(key: str, name: str, steps: Sequence[int], truth: Sequence[bool]) -> dict[str, Any]:
    outcomes = count_outcomes([step > 50 for step in steps], truth)
    value = d_prime(*outcomes)
    return {"key": key, "name": name, "value": value, "number": number(value), "words": _in_words(outcomes)}


def _in_words(o: Outcomes) -> str:
    return (
        f"Believed {o.hits} of {o.signals} true posts (hits) and {o.false_alarms} of {o.noises} false ones"
        " (false alarms)."
    )
