"""Results that came back: the JSON that a feedback page carries (contract 5), read with suspicion."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MAX_PAGE = 20_000_000
MOST_PAGES = 200
_BLOCK = re.compile(
    rb"<script\b(?=[^>]*\bid=[\"']course-results[\"'])[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE
)
_WAITING = "waiting"

Finite = Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)]


class Source(BaseModel):
    """What a key rests on, as the page repeats it."""

    model_config = ConfigDict(extra="ignore")

    cite: str = Field(max_length=2_000)
    url: str | None = Field(default=None, max_length=2_000)
    looked_at: str | None = Field(default=None, max_length=20)
    state: str | None = Field(default=None, max_length=40)


class Answer(BaseModel):
    """One question on a page. `truth`, `rationale` and `evidence` come with a card whose form is closed."""

    model_config = ConfigDict(extra="ignore")

    points: Finite = 0
    max_points: Finite = 0
    state: str = ""
    confidence: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False)
    value: Any = None
    form: str | None = Field(default=None, max_length=1)
    truth: bool | None = None
    foreign: bool = False
    rationale: str = Field(default="", max_length=20_000)
    evidence: list[Source] = Field(default=[], max_length=20)


class Page(BaseModel):
    """The results that a feedback page carries."""

    model_config = ConfigDict(extra="ignore")

    version: Literal[1]
    module: str
    trainee: str | None = None
    points: Finite
    max_points: Finite
    questions: dict[str, Answer] = {}


@dataclass(frozen=True)
class Results:
    """What one feedback page says: points, answers that wait for a person, confidence and right or wrong."""

    points: float
    max_points: float
    waiting: int
    rated: dict[str, tuple[float, bool]] = field(default_factory=dict)


def newest_results(folder: Path, module: str, trainee: str | None) -> tuple[Results | None, list[str]]:
    """The newest usable page under a module's `feedback/`, and notes on pages that were passed over.

    nbgrader puts pages into a folder named by their time. A page of another module or trainee is not counted.
    """
    page, notes, _ = newest_page(folder, module, trainee)
    return (_results(page) if page else None), notes


def newest_page(folder: Path, module: str, trainee: str | None) -> tuple[Page | None, list[str], int]:
    """The newest usable page itself, the notes of `newest_results`, and how many pages could not be read."""
    notes: list[str] = []
    unread = 0
    for path in _pages(folder):
        page = _read(path)
        if page is None or page.module != module:
            unread += 1
            continue
        if page.trainee and trainee and page.trainee != trainee:
            notes.append(f"A feedback page here is for {page.trainee[:60]} and is not counted.")
            continue
        return page, notes, unread
    return None, list(dict.fromkeys(notes)), unread


def _pages(folder: Path) -> list[Path]:
    if not folder.is_dir() or folder.is_symlink():
        return []
    pages = [path for path in folder.rglob("*.html") if path.is_file() and not path.is_symlink()]
    return sorted(pages, key=lambda path: (path.parent.name, path.stat().st_mtime), reverse=True)[:MOST_PAGES]


def _read(path: Path) -> Page | None:
    """The page's results; None for a page without any, or with some that cannot be trusted."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PAGE + 1)
    except OSError:
        return None
    # The last block counts: the page writes its own at the end, after anything that a submission displayed.
    blocks = _BLOCK.findall(data) if len(data) <= MAX_PAGE else []
    if not blocks:
        return None
    try:
        return Page.model_validate(json.loads(blocks[-1].decode("utf-8")))
    except (ValueError, RecursionError, ValidationError):
        return None


def _results(page: Page) -> Results:
    rated = {}
    for name, answer in page.questions.items():
        sure = _sure(answer)
        if sure is not None and answer.state in ("right", "wrong"):
            rated[name] = (sure, answer.state == "right")
    waiting = sum(answer.state == _WAITING for answer in page.questions.values())
    return Results(page.points, page.max_points, waiting, rated)


def _sure(answer: Answer) -> float | None:
    """Confidence in one's own verdict: an evidence step of 20 % is 80 % sure of not borne out."""
    if type(answer.value) is int and answer.confidence is not None:
        return max(answer.value, 100 - answer.value) / 100 if 0 <= answer.value <= 100 else None
    return answer.confidence
