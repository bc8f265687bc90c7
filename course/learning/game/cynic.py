"""Beat the Cynic: eight cards against two bots that never look at the evidence."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from course.errors import BankError, CourseError, FormError
from course.learning.game.play import BOTS, Card, Prediction, play
from course.notebook import session
from course.questions.bank.models import EVIDENCE_STEPS, Evidence, Number
from course.questions.cards import markdown, render

if TYPE_CHECKING:
    from course.notebook.session import Session

_ASKED = {
    "cynic": "The Cynic said not borne out to every card. What d′ does that earn? A guess is fine.",
    "believer": "The Believer said borne out to every card. What d′ does that earn?",
}
_WHY = "0: it answers the same to true posts and to false ones."


def beat_the_cynic(deck: str = "cynic") -> None:
    """Show the game, played with this module's practice evidence cards whose ids begin with `deck`-.

    First answers are kept in `answers.json`, as with any question; coming back goes on where it was left.
    Under nbgrader the cards appear as plain HTML. Trouble is shown as a message and never raised, so that
    Run All goes on.
    """
    from IPython.display import HTML, display

    try:
        here = session.current()
        game = Game(here, deck)
        shown = HTML(game.still()) if here.execution else game.widget()
    except CourseError as error:
        shown = HTML(render.status_html({"state": "error", "text": str(error)}))
    display(shown)


class Game:
    """One deck in one module folder: reads what was answered, saves what is chosen."""

    def __init__(self, here: Session, deck: str = "cynic") -> None:
        self.here = here
        self.prefix = deck
        self.deck = _deck(here, deck)
        self._guesses: dict[str, str] = {}  # of predictions that the bank does not ask; gone with the kernel

    def widget(self) -> Any:
        """The game for a live notebook."""
        from course.learning.game.widget import Cynic

        return Cynic([dict(card.face) for card in self.deck], self.state(), self.move)

    def state(self) -> dict[str, Any]:
        """What the screen shows now, read afresh, so that a second tab and a restored file are seen."""
        saved = self.here.answers.read().answers
        state = play(self.deck, {name: entry.value for name, entry in saved.items()}, self._predictions())
        state["notice"] = " ".join(self.here.notices + self.here.answers.take_notices())
        self.here.notices.clear()
        return state

    def move(self, do: str, name: str, value: Any) -> tuple[dict[str, Any], str]:
        """Save an answer or a guess and return the new state; raises NotSaved or FormError, changing nothing.

        The first answer counts: what comes later, from a second tab for one, leaves it as it is.
        """
        if do == "answer" and name in {card.id for card in self.deck}:
            line = self._answer(name, value)
        elif do == "predict" and name in {one.id for one in self._predictions()}:
            line = self._predict(name, value)
        else:
            raise FormError("Not saved: this card is not part of the game. Run this cell again.")
        return self.state(), line

    def still(self) -> str:
        """The cards as plain HTML with what was answered and, where something was, what the evidence says."""
        parts = []
        for place, card in enumerate(self.deck):
            value = self.here.answers.get(card.id).value
            state = play([card], {card.id: value}, [])["reveals"].get(card.id)
            status = {"state": "empty", "text": "Not answered"}
            if state:
                mark = "right" if state["said"][0]["right"] else "wrong"
                status = {"state": mark, "text": f"You: {mark}. {state['headline']}", "html": card.why_html}
            parts.append(render.card_html(card.face, value if state else None, status, style=place == 0))
        return "\n".join(parts)

    def _answer(self, name: str, value: Any) -> str:
        if type(value) is not int or value not in EVIDENCE_STEPS:
            raise FormError("Not saved: choose one of the six steps.")
        if self.here.answers.get(name).answered:
            return "Your first answer is kept."
        self.here.answers.record(name, value)
        return f"Saved {datetime.now():%H:%M}"

    def _predict(self, name: str, value: Any) -> str:
        question = self.here.bank.find(name)
        if not isinstance(question, Number):
            self._guesses.setdefault(name, str(value)[:40])
            return ""
        from course.questions.answers.answer_checks import check_form

        clean = check_form(question, value)
        if not self.here.answers.get(name).answered:
            self.here.answers.record(name, clean)
        return f"Saved {datetime.now():%H:%M}"

    def _predictions(self) -> list[Prediction]:
        return [self._prediction(bot, name) for bot, name, _ in BOTS]

    def _prediction(self, bot: str, name: str) -> Prediction:
        known = f"{self.prefix}-dprime-{bot}"
        question = self.here.bank.find(known)
        if not isinstance(question, Number) or question.practice is None:
            guess = self._guesses.get(known)
            return Prediction(known, bot, f"d′ of {name}", f"<p>{_ASKED[bot]}</p>", f"<p>{_WHY}</p>", guess)
        saved = self.here.answers.get(known).value
        return Prediction(
            known,
            bot,
            question.label or f"d′ of {name}",
            markdown.to_html(question.prompt),
            markdown.to_html(question.practice.why),
            None if saved is None else str(saved),
        )


def _deck(here: Session, prefix: str) -> list[Card]:
    """The module's practice evidence cards of this deck, in the bank's order; raises BankError."""
    found = [
        (q, q.practice)
        for q in here.bank
        if isinstance(q, Evidence) and q.id.startswith(f"{prefix}-") and q.practice and not q.parameters
    ]
    if not found:
        raise BankError(
            f"{here.bank.module} has no cards for this game. In questions.yaml, evidence cards with"
            f" `reveal: at-once` are needed whose ids begin with {prefix}-."
        )
    return [
        Card(
            id=question.id,
            face=render.card_spec(question, number=place, module=here.bank.module, folder=here.folder),
            borne_out=practice.answer is True,
            why_html=markdown.to_html(practice.why, here.folder),
        )
        for place, (question, practice) in enumerate(found, 1)
    ]
