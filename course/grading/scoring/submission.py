"""`answers.json` of a submission: read as input that nobody vouches for."""

import os
from dataclasses import dataclass
from pathlib import Path

from course.errors import DamagedAnswers
from course.files import write_whole
from course.questions.answers import store as answers
from course.questions.answers.store import Answers, Entry
from course.questions.bank.models import Bank


@dataclass(frozen=True)
class Submitted:
    """What a submission's answers.json holds, or why it cannot be used.

    `unusable`: there is something of that name, and nobody knows what was answered; a missing file says that
    nothing was.
    """

    answers: Answers | None = None
    problem: str = ""
    unusable: bool = False

    @property
    def trainee(self) -> str | None:
        """The id under which the answers were given, as the file says."""
        return self.answers.id if self.answers else None

    def entry(self, question: str) -> Entry:
        """What is saved for a question; an empty entry where nothing is."""
        found = self.answers.answers.get(question) if self.answers else None
        return found or Entry()


def read_submitted(folder: Path, module: str, handed_in: Path | None = None) -> Submitted:
    """Read the file once: a plain file, no link, bounded; anything else is a problem in one line.

    `handed_in` is the folder that `folder` was copied from: nbgrader leaves out an empty folder in its place.
    """
    try:
        found = answers.read_untrusted(folder / answers.NAME, module)
        if found is not None:
            answers.dump(found)
    except DamagedAnswers as error:
        return _unusable(f"cannot be used: {error}")
    except ValueError:
        return _unusable("cannot be used: it holds numbers that are none")
    except OSError as error:
        return _unusable(f"cannot be read: {error.strerror}")
    if found is None and handed_in is not None and os.path.lexists(handed_in / answers.NAME):
        return _unusable("cannot be used: it is not a plain file")
    if found is None:
        return Submitted(problem="No answers were submitted: there is no answers.json beside the notebook.")
    return Submitted(found)


def _unusable(why: str) -> Submitted:
    return Submitted(problem=f"The file with the answers {why}.", unusable=True)


def drop_code_answers(folder: Path, submitted: Submitted, bank: Bank) -> None:
    """Take the recorded values of answers made in code out of the working copy in `folder`."""
    if submitted.answers is None:
        return
    kept = submitted.answers.model_copy(deep=True)
    for question in bank:
        if question.is_code:
            entry = kept.answers.get(question.id)
            if entry is not None:
                entry.value = None
    _replace(folder, answers.dump(kept))


def keep_answers(folder: Path, left: bytes | None) -> None:
    """Put answers as a run left them in the place of those in `folder`; None takes them away."""
    if left is None:
        (folder / answers.NAME).unlink(missing_ok=True)
    else:
        _replace(folder, left)


def _replace(folder: Path, data: bytes) -> None:
    write_whole(folder / answers.NAME, data)
