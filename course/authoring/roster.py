"""From a roster to the rotation of the test: who meets form A, B or C first, blocked in threes.

What is written into the tests' folders holds no id: each stands under a keyed hash
(`course.questions.rotation`).
"""

from __future__ import annotations

import csv
import secrets
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from course.authoring.errors import AuthoringError
from course.files import write_whole
from course.names import is_safe_id
from course.questions import rotation
from course.questions.bank.loading import load_bank, load_rotation
from course.questions.rotation import FILE, SEQUENCES, Rotation


@dataclass(frozen=True, slots=True)
class Rotated:
    """What rotating did: ids on the roster, how many of them are new, and how many follow each sequence."""

    trainees: int
    new: int
    sequences: dict[str, int]
    files: list[Path]


def read_roster(file: Path) -> list[str]:
    """The ids of a roster, in order: one a line, or the first column of a CSV; raises AuthoringError.

    Empty lines, lines that begin with `#` and a heading `id` are passed over.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise AuthoringError(f"There is no file {file}. Name the roster: one id a line.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise AuthoringError(f"{file} cannot be read ({error}). Save the roster as UTF-8 text.") from None
    found: list[str] = []
    for place, row in enumerate(csv.reader(text.splitlines()), 1):
        name = row[0].strip() if row else ""
        if not name or name.startswith("#") or (not found and name.lower() in ("id", "trainee")):
            continue
        if not is_safe_id(name):
            raise AuthoringError(
                f"{file.name}, line {place}: {name[:60]!r} cannot be an id. Letters, digits and . _ - @ are"
                " allowed: take the id under which the trainee hands in."
            )
        if name in found:
            raise AuthoringError(f"{file.name}, line {place}: {name} stands there twice. Remove one.")
        found.append(name)
    if not found:
        raise AuthoringError(f"{file.name} holds no ids. Write one a line.")
    return found


def tests_in(source: Path) -> list[Path]:
    """The folders of the tests whose cards have forms, in the order of their occasions."""
    folders = [path.parent for path in source.glob("t[123]-*/questions.yaml")]
    return sorted(folder for folder in folders if load_bank(folder).forms)


def rotate(trainees: list[str], source: Path) -> Rotated:
    """Give each trainee a sequence and write it into every test in `source`, the same in all.

    Whoever has a sequence keeps it, so a roster may grow. Raises AuthoringError where there is no test with
    forms, or where two tests hold different rotations.
    """
    folders = tests_in(source)
    if not folders:
        raise AuthoringError(
            f"No test in {source} has cards with `forms`, so there is nothing to rotate. The authoring guide"
            " says how a card gets forms."
        )
    before = _before(folders)
    planned = rotation.place(trainees, before)
    data = (planned.model_dump_json(indent=1) + "\n").encode()
    for folder in folders:
        write_whole(folder / FILE, data)
    counts = Counter(rotation.sequence_of(None, one, planned) for one in trainees)
    return Rotated(
        trainees=len(trainees),
        new=len(planned.sequences) - len(before.sequences),
        sequences={name: counts[name] for name in SEQUENCES},
        files=[folder / FILE for folder in folders],
    )


def _before(folders: list[Path]) -> Rotation:
    """The rotation that is there, or an empty one with a salt of its own."""
    found = [one for one in map(load_rotation, folders) if one is not None]
    if any(one != found[0] for one in found):
        raise AuthoringError(
            f"The tests hold different {FILE} files. Keep the one that trainees already have, delete the"
            " others, and run this again."
        )
    return found[0] if found else Rotation(salt=secrets.token_hex(16), sequences={})
