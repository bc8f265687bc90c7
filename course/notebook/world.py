"""What a trainee works on: one of the module's worlds as the id picks it, and the numbers drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course.errors import BankError
from course.notebook import session
from course.questions import draws

if TYPE_CHECKING:
    from course.corpus.storage.store import Stored


def own(question_id: str) -> draws.Drawn:
    """What was drawn for this person in a question, by parameter: the grader draws the same again."""
    now = session.current()
    return now.drawn(now.question(question_id))


def world() -> Stored:
    """The stored corpus of this person, the same for every question of the module and for the grader.

    Raises BankError for a module without a `world` parameter, CorpusError for one whose world is missing.
    """
    from course.corpus.rendered import world as rendered

    now = session.current()
    for question in now.bank:
        for parameter in question.drawn_parameters.values():
            if parameter.world is not None:
                return rendered(now.bank.module, draws.pick(parameter, now.cohort, now.trainee, "", ""))
    raise BankError(f"{now.bank.module} has no world: none of its questions has a `world` parameter.")
