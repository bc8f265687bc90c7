"""Which variant of a story is whose, and, for faculty, what its key and the fact-checker's trail are."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from course.archive.errors import ArchiveError
from course.questions import draws

FILE = "variants.json"
TRAILS = "trails"  # beside the stories in that file


def variant_of(cohort: str | None, trainee: str | None, story: str, count: int) -> int:
    """The variant that a trainee meets, from 0 to `count` − 1; the grader finds the same from the id."""
    if count < 1:
        raise ArchiveError(f"The story {story} has no variants. Build the archive again.")
    return draws.archive_draw(cohort, trainee, story) % count


def archive_key(reference: str, story: str, question: str, parameter: str = "variant") -> Callable[..., Any]:
    """For a reference.py: the function that gives the key of the trainee's variant.

    `reference` is that file's `__file__`; `parameter` the name under which the question draws
    `{archive: story}`. The keys are read when the function is called, so the archive may be built later.

    >>> bay_owner = archive_key(__file__, "bay-four", "bay-owner")
    >>> bay_owner(variant=7)                                                     # doctest: +SKIP
    'seller'
    """
    file = Path(reference).parent / "archive" / FILE

    def key(**drawn: Any) -> Any:
        if parameter not in drawn:
            raise ArchiveError(
                f"{question} draws no `{parameter}`. Write in questions.yaml: "
                f"parameters: {{{parameter}: {{archive: {story}}}}}"
            )
        keys = _of_variant(file, story, drawn[parameter])
        if question not in keys:
            raise ArchiveError(f"{FILE} has no key of {question} in {story}. Build the archive again.")
        return keys[question]

    key.__name__ = question.replace("-", "_")
    return key


def questions_of(folder: Path, story: str) -> list[str]:
    """The graded questions of a story, as variants.json in a module's key folder names them."""
    found = _read(_file(folder)).get(story)
    return list(found[0]) if isinstance(found, list) and found else []


def fact_checkers_trail(
    folder: Path, story: str, cohort: str | None, trainee: str | None
) -> list[dict[str, str]]:
    """The fact-checker's steps in this trainee's variant: do, of, why. Empty without variants.json."""
    return trail_of_draw(folder, story, draws.archive_draw(cohort, trainee, story))


def trail_of_draw(folder: Path, story: str, drawn: int) -> list[dict[str, str]]:
    """The same for what was drawn for a trainee and a story."""
    if not _file(folder).is_file():
        return []
    trails = _read(_file(folder)).get(TRAILS, {}).get(story)
    if not trails:
        return []
    variants = trails["variants"]
    steps: list[dict[str, str]] = trails["forms"][variants[drawn % len(variants)]]
    return steps


def _file(folder: Path) -> Path:
    return folder / "archive" / FILE


def _of_variant(file: Path, story: str, place: int) -> dict[str, Any]:
    variants = _read(file).get(story)
    if not isinstance(variants, list) or not variants or story == TRAILS:
        raise ArchiveError(f"{FILE} has no story {story}. Build the archive: course archive build")
    keys: dict[str, Any] = variants[place % len(variants)]
    return keys


def _read(file: Path) -> dict[str, Any]:
    try:
        seen = file.stat()
    except OSError as error:
        raise ArchiveError(
            f"{file} cannot be read ({error.strerror}). Build the archive: course archive build"
        ) from None
    return _parsed(file, seen.st_mtime_ns, seen.st_size)


@lru_cache(16)
def _parsed(file: Path, *stamp: int) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ArchiveError(f"{file} is no JSON ({error}). Build the archive: course archive build") from None
    if not isinstance(found, dict):
        raise ArchiveError(f"{file} is not as the build writes it. Build the archive: course archive build")
    return found
