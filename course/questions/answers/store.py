"""`answers.json` of a module folder: merged under a lock, written atomically, set aside when damaged."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from course.errors import ClosedTest, DamagedAnswers, NotSaved
from course.files import write_whole
from course.questions.answers.closing import TRAIL, closed_at, closed_questions, closing, kept_by_closing
from course.questions.answers.data import (
    MAX_ATTEMPTS,
    MAX_FILE,
    NAME,
    Answers,
    Entry,
    check_size,
    depth,
    dump,
    parse,
    read_bytes,
    read_untrusted,
)
from course.questions.answers.locks import locked

__all__ = ["NAME", "AnswerFile", "Answers", "Entry", "check_size", "depth", "dump", "parse", "read_untrusted"]


_LOCK_SECONDS = 5.0
_TEMPORARY = ".answers-"
_STALE_SECONDS = 60.0  # a home shared by two machines has two locks, so what is fresh stays


class AnswerFile:
    """The answers of one module folder, for one person.

    Every change reads the file again under a lock, merges and replaces it in one step, so that two tabs or
    two kernels lose nothing of each other. Messages about a file set aside wait in `notices`.
    """

    def __init__(self, folder: Path | str, module: str, trainee: str | None = None) -> None:
        self.path = Path(folder) / NAME
        self.module = module
        self.trainee = trainee
        self.notices: list[str] = []
        self._stamp: tuple[int, ...] | None = None
        self._last: Answers | None = None

    def read(self) -> Answers:
        """All answers; a file that cannot be trusted is set aside and an empty one is returned."""
        stamp = self._look()
        if self._last is None or stamp is None or stamp != self._stamp:
            try:
                self._last = self._load()
            except NotSaved as error:
                self._notice(str(error))
                self._last = self._empty()
            self._stamp = self._look()
        return self._last

    def get(self, question: str) -> Entry:
        """What is saved for a question; an empty entry where nothing is."""
        return self.read().answers.get(question) or Entry()

    def record(
        self,
        question: str,
        value: Any,
        *,
        drawn_for: str | None = None,
        large: bool = False,
        settle: Callable[[Entry], Any] | None = None,
    ) -> Entry:
        """Save a value at once and return its entry; raises NotSaved, with the old file intact.

        `settle` is asked under the lock what to save, given what the file holds now; without it the value
        replaces whatever is there. Raises ClosedTest, which is a NotSaved, for a question of a test that was
        closed.
        """
        check_size(value, large)

        def change(answers: Answers) -> Entry:
            if question in closed_questions(answers):
                when = closed_at(answers) or "an earlier day"
                raise ClosedTest(
                    f"Not changed: you closed this test on {when} and saw its results. Your answer stands."
                )
            old = answers.answers.get(question) or Entry()
            kept = value if settle is None else settle(old)
            check_size(kept, large)
            changed = json.dumps(old.value, sort_keys=True) != json.dumps(kept, sort_keys=True)
            new = Entry(
                value=kept,
                at=datetime.now(UTC).isoformat(timespec="seconds"),
                attempts=min(old.attempts + changed, MAX_ATTEMPTS),
                hints=old.hints,
                drawn_for=drawn_for,
            )
            answers.answers[question] = new
            return new

        return self._change(change)

    def count_hint(self, question: str, opened: int) -> Entry:
        """Keep how many hints of a question have been opened; raises NotSaved."""

        def change(answers: Answers) -> Entry:
            entry = answers.answers.setdefault(question, Entry())
            entry.hints = max(entry.hints, opened)
            return entry

        return self._change(change)

    def keep_trail(self, name: str, trail: Any) -> None:
        """Save a reading trail at once; raises NotSaved."""
        check_size(trail)

        def change(answers: Answers) -> Entry:
            answers.trails[name] = trail
            return Entry()

        self._change(change)

    def close(self, form: str | None, questions: Sequence[str]) -> None:
        """Close a test: from now on the answers to these questions stand.

        Raises NotSaved, and closes nothing, if one of them has no answer yet. Closing twice changes nothing.
        """

        def change(answers: Answers) -> Entry:
            open_ = [name for name in questions if not (answers.answers.get(name) or Entry()).answered]
            if open_:
                raise NotSaved(
                    f"Not closed: {len(open_)} of {len(questions)} cards have no answer. Answer them first."
                )
            if not closed_questions(answers):
                answers.trails[TRAIL] = closing(form, questions)
            return Entry()

        self._change(change)

    def merge(self, other: Answers, choose: Callable[[Entry | None, Entry], Entry]) -> None:
        """Take another file's answers in, all in one write; `choose(mine, theirs)` says what stays.

        Trails are taken where there is none of that name. The answers of a test that one of the two closed
        stay as they were then. Raises NotSaved.
        """
        for entry in other.answers.values():
            check_size(entry.value, large=True)

        def change(answers: Answers) -> Entry:
            for question, theirs in other.answers.items():
                stands = kept_by_closing(answers, other, question)
                answers.answers[question] = stands or choose(answers.answers.get(question), theirs)
            answers.trails = {**other.trails, **answers.trails}
            return Entry()

        self._change(change)

    def take_notices(self) -> list[str]:
        """Messages not shown yet, once."""
        found, self.notices = self.notices, []
        return found

    def _change(self, change: Any) -> Entry:
        try:
            with locked(self.path.parent, _LOCK_SECONDS):
                answers = self._load()
                entry: Entry = change(answers)
                answers.id = self.trainee if self.trainee is not None else answers.id
                data = dump(answers)
                if len(data) > MAX_FILE:
                    raise NotSaved(
                        f"Not saved: all answers together would pass {MAX_FILE // 1000} kB. Shorten one."
                    )
                self._replace(data)
        except OSError as error:
            raise NotSaved(f"Not saved: {_os_reason(error, self.path.parent)}") from None
        self._last, self._stamp = answers, self._look()
        return entry

    def _load(self) -> Answers:
        try:
            data = read_bytes(self.path)
            return self._empty() if data is None else parse(data, self.module)
        except DamagedAnswers as error:
            self._set_aside(error)
            return self._empty()
        except OSError as error:
            raise NotSaved(
                f"Not saved: the file {NAME} cannot be read ({error.strerror or error}), so nothing is "
                "written over it. Give yourself the right to read it, or ask whoever runs this machine."
            ) from None

    def _empty(self) -> Answers:
        return Answers(module=self.module, id=self.trainee)

    def _set_aside(self, error: DamagedAnswers) -> None:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        for again in ("", *(f"-{n}" for n in range(2, 100))):
            kept = self.path.with_name(f"answers.{error.why}-{stamp}{again}.json")
            if not os.path.lexists(kept):
                break
        try:
            os.rename(self.path, kept)
        except OSError as trouble:
            raise NotSaved(
                f"{NAME} cannot be used: {error}. It could not be set aside either: "
                f"{_os_reason(trouble, self.path.parent)}"
            ) from None
        self._notice(
            f"{NAME} could not be used: {error}. It is kept as {kept.name}, and a new file begins here. "
            "If you had answers in it, show that file to your faculty."
        )

    def _notice(self, message: str) -> None:
        if message not in self.notices:
            self.notices.append(message)

    def _replace(self, data: bytes) -> None:
        """Write beside the old file, force it to disk, then put it in place in one step."""
        self._sweep()
        # nbgrader copies a submission's modes, and a collector must be able to read it.
        write_whole(self.path, data, durable=True, prefix=_TEMPORARY, suffix=".tmp")

    def _sweep(self) -> None:
        """Remove what a crash left behind (nbgrader would submit it); the lock is ours, so nobody writes
        it.
        """
        for old in self.path.parent.glob(f"{_TEMPORARY}*.tmp"):
            with contextlib.suppress(OSError):
                if time.time() - old.stat().st_mtime > _STALE_SECONDS:
                    old.unlink()

    def _look(self) -> tuple[int, ...] | None:
        try:
            found = os.lstat(self.path)
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


def _os_reason(error: OSError, folder: Path) -> str:
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full. Make room, then answer again; what was saved before is kept."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"the folder {folder.name} cannot be written to. Copy it to a place of your own; "
            "what was saved before is kept."
        )
    return f"{error.strerror or error}. What was saved before is kept."
