"""`answers.json`: read with suspicion, merged under a lock, written atomically, never overwritten when damaged."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from course.questions.errors import DamagedAnswers, NotSaved

NAME = "answers.json"
VERSION = 1
MAX_FILE = 1_000_000
MAX_VALUE = 64_000
MAX_LARGE_VALUE = 512_000  # a chart or a table
MAX_DEPTH = 20
_LOCK_SECONDS = 5.0


class Entry(BaseModel):
    """What is kept of one answer; `at` is UTC in ISO 8601, `drawn_for` whose numbers it was given for."""

    model_config = ConfigDict(extra="ignore", strict=True)

    value: Any = None
    at: str = Field(default="", max_length=40)
    attempts: int = Field(default=0, ge=0, le=1_000_000)
    hints: int = Field(default=0, ge=0, le=3)
    drawn_for: str | None = Field(default=None, max_length=400)

    @property
    def answered(self) -> bool:
        """Whether there is a value (a hint alone makes an entry without one)."""
        return self.value is not None


class Answers(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="ignore", strict=True)

    version: int = VERSION
    module: str = Field(max_length=100)
    id: str | None = Field(default=None, max_length=200)
    answers: dict[str, Entry] = {}
    trails: dict[str, Any] = {}


def dump(answers: Answers) -> bytes:
    """The file's bytes; `drawn_for` stands only where a question has parameters."""
    data = answers.model_dump()
    for entry in data["answers"].values():
        if entry["drawn_for"] is None:
            del entry["drawn_for"]
    return (json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode("utf-8", "replace")


def parse(data: bytes, module: str | None = None) -> Answers:
    """Answers from bytes nobody vouches for; raises DamagedAnswers, which says in one word why."""
    if len(data) > MAX_FILE:
        raise DamagedAnswers("oversized", f"it has more than {MAX_FILE // 1000} kB")
    try:
        raw = json.loads(data.decode("utf-8"), object_pairs_hook=_no_twins, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise DamagedAnswers("damaged", f"it is not complete JSON ({_first_line(error)})") from None
    if not isinstance(raw, dict):
        raise DamagedAnswers("damaged", "it does not hold answers")
    version = raw.get("version")
    if type(version) is int and version > VERSION:
        raise DamagedAnswers(
            "future", f"a later version of the course wrote it (version {version}, here {VERSION})"
        )
    if version != VERSION or type(version) is not int:
        raise DamagedAnswers("damaged", "its version is missing")
    if depth(raw) > MAX_DEPTH + 4:  # the file's own levels lie around a value
        raise DamagedAnswers("damaged", f"it is nested more than {MAX_DEPTH} deep")
    try:
        answers = Answers.model_validate(raw)
    except ValidationError as error:
        place = ".".join(str(part)[:60] for part in error.errors()[0]["loc"])
        raise DamagedAnswers("damaged", f"`{place}` is not as the course writes it") from None
    if module is not None and answers.module != module:
        raise DamagedAnswers(
            "foreign", f"it belongs to the module {answers.module[:60]!r}, here is {module!r}"
        )
    return answers


def read_untrusted(path: Path | str, module: str | None = None) -> Answers | None:
    """The answers in a submission, or None without a file; follows no link; raises DamagedAnswers."""
    try:
        data = _read_bytes(Path(path))
    except OSError as error:
        raise DamagedAnswers("unreadable", f"it cannot be read ({error.strerror or error})") from None
    return None if data is None else parse(data, module)


def check_size(value: Any, large: bool = False) -> None:
    """Refuse, with NotSaved, a value that is too big or too deep to keep; `large` for charts and tables."""
    if depth(value) > MAX_DEPTH:
        raise NotSaved(
            f"Not saved: the answer is nested more than {MAX_DEPTH} deep. Give it in a simpler form."
        )
    try:
        size = len(json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8", "surrogatepass"))
    except (TypeError, ValueError) as error:
        raise NotSaved(f"Not saved: the answer cannot be kept as text ({_first_line(error)}).") from None
    most = MAX_LARGE_VALUE if large else MAX_VALUE
    if size > most:
        raise NotSaved(
            f"Not saved: the answer has {size / 1000:,.0f} kB and at most {most // 1000} kB can be kept. "
            "Shorten it."
        )


def depth(value: Any) -> int:
    """How deep lists and objects are nested, counted without recursion."""
    deepest, stack = 0, [(value, 1)]
    while stack:
        part, level = stack.pop()
        if isinstance(part, (dict, list)):
            deepest = max(deepest, level)
            if level > MAX_DEPTH + 10:
                return level
            inner = part.values() if isinstance(part, dict) else part
            stack.extend((child, level + 1) for child in inner)
    return deepest


class AnswerFile:
    """The answers of one module folder, for one person.

    Every change reads the file again under a lock, merges and replaces it in one step, so that two tabs or two
    kernels lose nothing of each other. Messages about a file set aside wait in `notices`.
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
        self, question: str, value: Any, *, drawn_for: str | None = None, large: bool = False
    ) -> Entry:
        """Save a value at once and return its entry; raises NotSaved, with the old file intact."""
        check_size(value, large)

        def change(answers: Answers) -> Entry:
            old = answers.answers.get(question) or Entry()
            changed = json.dumps(old.value, sort_keys=True) != json.dumps(value, sort_keys=True)
            new = Entry(
                value=value,
                at=datetime.now(UTC).isoformat(timespec="seconds"),
                attempts=old.attempts + changed,
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

    def merge(self, other: Answers, choose: Callable[[Entry | None, Entry], Entry]) -> None:
        """Take another file's answers in, all in one write; `choose(mine, theirs)` says what stays. Raises NotSaved.

        Trails are taken where there is none of that name.
        """
        for entry in other.answers.values():
            check_size(entry.value, large=True)

        def change(answers: Answers) -> Entry:
            for question, theirs in other.answers.items():
                answers.answers[question] = choose(answers.answers.get(question), theirs)
            answers.trails = {**other.trails, **answers.trails}
            return Entry()

        self._change(change)

    def take_notices(self) -> list[str]:
        """Messages not shown yet, once."""
        found, self.notices = self.notices, []
        return found

    def _change(self, change: Any) -> Entry:
        import filelock

        try:
            with filelock.FileLock(self._lock_path(), timeout=_LOCK_SECONDS):
                answers = self._load()
                entry: Entry = change(answers)
                answers.id = self.trainee if self.trainee is not None else answers.id
                data = dump(answers)
                if len(data) > MAX_FILE:
                    raise NotSaved(
                        f"Not saved: all answers together would pass {MAX_FILE // 1000} kB. Shorten one."
                    )
                self._replace(data)
        except filelock.Timeout:
            raise NotSaved("Not saved: another window has been saving for 5 seconds. Try again.") from None
        except OSError as error:
            raise NotSaved(f"Not saved: {_os_reason(error, self.path.parent)}") from None
        self._last, self._stamp = answers, self._look()
        return entry

    def _load(self) -> Answers:
        try:
            data = _read_bytes(self.path)
            return self._empty() if data is None else parse(data, self.module)
        except DamagedAnswers as error:
            self._set_aside(error)
            return self._empty()
        except OSError as error:
            raise NotSaved(f"Not saved: {_os_reason(error, self.path.parent)}") from None

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
        handle, name = tempfile.mkstemp(prefix=".answers-", suffix=".tmp", dir=self.path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            # mkstemp gives 0600; nbgrader copies a submission's modes, and a collector must be able to read it
            os.chmod(name, 0o644)
            os.replace(name, self.path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise

    def _lock_path(self) -> str:
        # Not beside the notebook: nbgrader submits every file it finds there.
        digest = hashlib.sha256(str(self.path.parent.resolve()).encode()).hexdigest()[:20]
        user = os.getuid() if hasattr(os, "getuid") else "user"
        return str(Path(tempfile.gettempdir()) / f"course-answers-{user}-{digest}.lock")

    def _look(self) -> tuple[int, ...] | None:
        try:
            found = os.lstat(self.path)
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


def _read_bytes(path: Path) -> bytes | None:
    """At most a little more than is allowed of a plain file; None without one."""
    try:
        if stat.S_ISLNK(os.lstat(path).st_mode):
            raise DamagedAnswers("linked", "it is a link to another file")
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return None
    with os.fdopen(handle, "rb") if stat.S_ISREG(os.fstat(handle).st_mode) else _refuse(handle) as file:
        data: bytes = file.read(MAX_FILE + 1)
    return data


def _refuse(handle: int) -> Any:
    os.close(handle)
    raise DamagedAnswers("foreign", "it is not a plain file")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:100]


def _os_reason(error: OSError, folder: Path) -> str:
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full. Make room, then answer again; what was saved before is kept."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"the folder {folder.name} cannot be written to. Copy it to a place of your own; what was saved before is kept."
    return f"{error.strerror or error}. What was saved before is kept."
