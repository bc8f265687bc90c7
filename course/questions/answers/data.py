"""What `answers.json` holds, and how bytes that nobody vouches for become that or are refused."""

from __future__ import annotations

import json
import math
import os
import stat
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from course.errors import DamagedAnswers, NotSaved
from course.names import MAX_NAME
from course.questions.answers.letters import whole, whole_within

NAME = "answers.json"
VERSION = 1
MAX_FILE = 1_000_000
MAX_VALUE = 64_000
MAX_LARGE_VALUE = 512_000  # a chart or a table
MAX_DEPTH = 20
MAX_ATTEMPTS = 1_000_000
MAX_WHOLE = 10**18  # no count is larger, and past a float's range a whole number breaks every comparison


class Entry(BaseModel):
    """What is kept of one answer; `at` is UTC in ISO 8601, `drawn_for` whose numbers it was given for."""

    model_config = ConfigDict(extra="ignore", strict=True)

    value: Any = None
    at: str = Field(default="", max_length=40)
    attempts: int = Field(default=0, ge=0, le=MAX_ATTEMPTS)
    hints: int = Field(default=0, ge=0, le=3)
    drawn_for: str | None = Field(default=None, max_length=2 * MAX_NAME + 9)  # and `, form A`

    @property
    def answered(self) -> bool:
        """Whether there is a value (a hint alone makes an entry without one)."""
        return self.value is not None


class Answers(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="ignore", strict=True)

    version: int = VERSION
    module: str = Field(max_length=100)
    id: str | None = Field(default=None, max_length=MAX_NAME)
    answers: dict[str, Entry] = {}
    trails: dict[str, Any] = {}


def dump(answers: Answers) -> bytes:
    """The file's bytes; `drawn_for` stands only where a question has parameters or forms."""
    data = answers.model_dump()
    for entry in data["answers"].values():
        if entry["drawn_for"] is None:
            del entry["drawn_for"]
    return whole(json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def parse(data: bytes, module: str | None = None) -> Answers:
    """Answers from bytes nobody vouches for; raises DamagedAnswers, which says in one word why."""
    if len(data) > MAX_FILE:
        raise DamagedAnswers("oversized", f"it has more than {MAX_FILE // 1000} kB")
    try:
        raw = _read_json(data.decode("utf-8"))
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
        answers = Answers.model_validate(whole_within(raw))
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
        data = read_bytes(Path(path))
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
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        _read_json(text)  # what could not be read again would take the whole file with it
        size = len(text.encode("utf-8", "surrogatepass"))
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
        if isinstance(part, (dict, list, tuple)):
            deepest = max(deepest, level)
            if level > MAX_DEPTH + 10:
                return level
            inner = part.values() if isinstance(part, dict) else part
            stack.extend((child, level + 1) for child in inner)
    return deepest


def read_bytes(path: Path) -> bytes | None:
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


def _read_json(text: str) -> Any:
    return json.loads(
        text,
        object_pairs_hook=_no_twins,
        parse_constant=_no_constant,
        parse_float=_finite,
        parse_int=_whole,
    )


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _finite(text: str) -> float:
    number = float(text)  # 1e400 is read as infinity, without a word
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is too large a number")
    return number


def _whole(text: str) -> int:
    number = int(text)
    if abs(number) > MAX_WHOLE:
        raise ValueError(f"a whole number has {len(text)} digits")
    return number


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:100]
