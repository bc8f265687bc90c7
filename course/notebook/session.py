"""Which module, which mode, for whom: as the desk says, never guessed from what lies nearby."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from course.errors import CourseError, DeskError, UnknownQuestion
from course.names import MAX_NAME, is_name
from course.questions import draws
from course.questions.answers.closing import closed_questions
from course.questions.answers.store import AnswerFile
from course.questions.bank import loading
from course.questions.bank.keys import Key, KeyBank, practice_key
from course.questions.bank.models import Bank, Question
from course.settings import NAME as SETTINGS
from course.settings import read_settings

_start = Path.cwd()  # where the notebook stood when the course was imported, whatever it does later
_folder: Path | None = None
_current: Session | None = None
_stamp: tuple[Any, ...] = ()


@dataclass
class Session:
    """One module folder, opened in one mode for one person."""

    folder: Path
    bank: Bank
    answers: AnswerFile
    mode: Literal["self-study", "cohort"] = "cohort"
    trainee: str | None = None
    cohort: str | None = None
    key_folder: Path | None = None
    execution: str = ""
    notices: list[str] = field(default_factory=list)

    def question(self, question_id: str) -> Question:
        """The question with this id; raises UnknownQuestion, which names the nearest one."""
        found = self.bank.find(question_id) if isinstance(question_id, str) else None
        if found is None:
            raise UnknownQuestion(_unknown(question_id, self.bank))
        return found

    def drawn(self, question: Question) -> draws.Drawn:
        """This person's parameters of a question."""
        return draws.draw(question, self.cohort, self.trainee)

    def drawn_for(self, question: Question) -> str | None:
        """The mark that says whose numbers an answer was given for."""
        return draws.drawn_for(question, self.cohort, self.trainee)

    def is_closed(self, question: Question) -> bool:
        """Whether the question belongs to a test that this person closed for themselves, in self-study."""
        return self.mode == "self-study" and question.id in closed_questions(self.answers.read())

    def key(self, question: Question) -> Key | None:
        """The key to judge by at once: what practice releases, else the self-study key; None when graded."""
        if self.execution and not question.is_practice:
            return None
        if question.is_practice:
            return practice_key(question)
        keys = self.keys()
        return keys.find(question.id, question.form) if keys else None

    def keys(self) -> KeyBank | None:
        """The keys that the desk's settings name, in self-study only; never under grading or Validate."""
        if self.mode != "self-study" or self.execution or self.key_folder is None:
            return None
        try:
            return loading.load_keys(self.key_folder, self.bank, trial=False)
        except (CourseError, OSError) as error:
            if str(error) not in self.notices:
                self.notices.append(str(error))
            return None

    def references(self) -> loading.References:
        """The reference functions beside those keys."""
        if self.keys() is None or self.key_folder is None:
            return {}
        return loading.load_reference(self.key_folder)


def use(folder: Path | str | None) -> Session | None:
    """Work on this module folder from now on, wherever the notebook stands; None goes back to the start."""
    global _folder, _current
    _folder = None if folder is None else Path(folder).resolve()
    _current = None
    return None if folder is None else current()


def begin(folder: Path) -> None:
    """A process that imported the course elsewhere: its notebook stands here."""
    global _start, _current
    _start, _current = folder, None


def current() -> Session:
    """The session of the module folder; read again when its questions or the desk's settings have changed."""
    global _current, _stamp
    folder = _folder or _start
    stamp = (folder, _look(folder / "questions.yaml"), _look(_desk(folder) / SETTINGS), *_environment())
    if _current is None or stamp != _stamp:
        _current = open_session(folder)
        _stamp = stamp
    return _current


def open_session(folder: Path) -> Session:
    """A session on a module folder and its desk; raises DeskError, BankError."""
    if not (folder / "questions.yaml").is_file():
        raise DeskError(
            f"There is no questions.yaml in {folder.name}. Open the notebook in its module folder, "
            "restart the kernel and run it from the top."
        )
    asked = loading.load_bank(folder)
    execution = os.environ.get("NBGRADER_EXECUTION", "")
    notices: list[str] = []
    settings = _settings(_desk(folder), notices)
    mode: Literal["self-study", "cohort"] = "self-study" if settings.get("mode") == "self-study" else "cohort"
    trainee, cohort = _person(mode, settings, execution, folder, asked)
    trainee, cohort = (_kept(name, notices) for name in (trainee, cohort))
    bank = asked.own(cohort, trainee)
    return Session(
        folder=folder,
        bank=bank,
        answers=AnswerFile(folder, bank.module, trainee),
        mode=mode,
        trainee=trainee,
        cohort=cohort,
        execution=execution,
        notices=notices,
        key_folder=_key_folder(settings, _desk(folder), bank.module, execution, notices),
    )


def _person(
    mode: str, settings: dict[str, Any], execution: str, folder: Path, bank: Bank
) -> tuple[str | None, str | None]:
    """Id and cohort. A grader's isolated kernel has no desk, so there the grader may name them."""
    if mode == "self-study":
        return "self-study", None
    trainee, cohort = os.environ.get("JUPYTERHUB_USER") or settings.get("id"), settings.get("cohort")
    if execution and not settings:
        trainee = os.environ.get("COURSE_TRAINEE") or AnswerFile(folder, bank.module).read().id
        cohort = os.environ.get("COURSE_COHORT")
    return trainee or None, cohort or None


def _kept(name: str | None, notices: list[str]) -> str | None:
    """The id or cohort, or None where it could not be kept with the answers (a hub may say anything)."""
    if name is None or is_name(name):
        return name
    notices.append(
        f"{name[:20]!r}… is no name that can be kept with your answers: it has {len(name)} characters, at "
        f"most {MAX_NAME} on one line can be. Your answers are saved without it. Tell your faculty."
    )
    return None


def _settings(desk: Path, notices: list[str]) -> dict[str, Any]:
    try:
        return read_settings(desk) or {}
    except DeskError:
        notices.append(
            f"{SETTINGS} in {desk.name} cannot be read, so nobody is enrolled here. Your answers are still "
            "saved. Run `course enrol ID`, or `course open` for self-study."
        )
        return {}


def _desk(folder: Path) -> Path:
    """The desk: named by COURSE_DESK, else one level up, never further (there may lie a faculty tree)."""
    named = os.environ.get("COURSE_DESK")
    return Path(named) if named else folder.parent


def _key_folder(
    settings: dict[str, Any], desk: Path, module: str, execution: str, notices: list[str]
) -> Path | None:
    named = settings.get("faculty")
    if settings.get("mode") != "self-study" or execution or not isinstance(named, str) or not named:
        return None
    base = desk / named  # an absolute path stays as it is
    try:
        with suppress(FileNotFoundError):
            base.stat()  # is_dir says no where a name cannot be at all
        return base / module if (base / module).is_dir() else base
    except (OSError, ValueError) as error:  # a folder of somebody else's, or a name that none can have
        reason = getattr(error, "strerror", None) or error
        notices.append(
            f"The key folder {named[:60]!r} that {SETTINGS} names cannot be reached ({reason}), so results "
            "are not shown. Your answers are still saved."
        )
        return None


def _environment() -> tuple[str | None, ...]:
    return tuple(
        os.environ.get(name)
        for name in ("NBGRADER_EXECUTION", "JUPYTERHUB_USER", "COURSE_TRAINEE", "COURSE_COHORT")
    )


def _look(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _unknown(question_id: object, bank: Bank) -> str:
    import difflib

    ids = [question.id for question in bank]
    asked = question_id[:80] if isinstance(question_id, str) else f"of the type {type(question_id).__name__}"
    near = difflib.get_close_matches(asked, ids, 1)
    advice = f"Did you mean {near[0]!r}?" if near else "Restore the cell from the released notebook."
    return f"{bank.module} has no question {asked!r}. {advice}"
