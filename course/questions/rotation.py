"""Which form of the test a trainee meets at which occasion.

Three sequences (ABC, BCA, CAB) over the occasions t1, t2 and t3. Where faculty gave a roster, `rotation.json`
in the module folder holds the sequence of each id under a keyed hash: no name is released. Everybody else's
sequence is drawn from the hash of cohort and id. Notebook and grader ask the same function.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from course.questions.bank.shapes import Strict

FILE = "rotation.json"
SEQUENCES = ("ABC", "BCA", "CAB")
_OCCASION = re.compile(r"t([123])-")
# Slow on purpose: the file is released, and whoever has it must not try a telephone book in a second.
_ROUNDS = 50_000

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


class Rotation(Strict):
    """What `rotation.json` holds: the salt, and a sequence for each id that was on the roster, hashed."""

    version: Literal[1] = 1
    salt: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    sequences: dict[Digest, Literal["ABC", "BCA", "CAB"]] = Field(max_length=100_000)


def occasion(module: str) -> int | None:
    """0 for t1, 1 for t2, 2 for t3, as the module's id says; None for a module that is no test.

    >>> occasion("t1-before"), occasion("t3-delayed"), occasion("03-numbers")
    (0, 2, None)
    """
    found = _OCCASION.match(module)
    return int(found[1]) - 1 if found else None


def sequence_of(cohort: str | None, trainee: str | None, rotation: Rotation | None = None) -> str:
    """A trainee's sequence: the roster's, else drawn from sha256 of `cohort|trainee|forms`, modulo 3."""
    if rotation is not None and trainee:
        listed = rotation.sequences.get(keyed(rotation.salt, trainee))
        if listed:
            return listed
    text = f"{cohort or ''}|{trainee or ''}|forms"
    return SEQUENCES[int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") % 3]


def form_of(
    module: str,
    forms: Sequence[str],
    cohort: str | None,
    trainee: str | None,
    rotation: Rotation | None = None,
) -> str:
    """The form of this trainee in this module, among the forms that there are.

    A form that is missing is left out of the sequence, so that nobody meets the same form twice running as
    long as there are two. Raises ValueError without any form.
    """
    mine = [form for form in sequence_of(cohort, trainee, rotation) if form in forms]
    if not mine:
        raise ValueError(f"{module} has none of the forms A, B and C")
    return mine[(occasion(module) or 0) % len(mine)]


@lru_cache(maxsize=4096)
def keyed(salt: str, trainee: str) -> str:
    """The name under which a roster's sequence is kept: 16 hexadecimal digits of PBKDF2 with the salt."""
    made = hashlib.pbkdf2_hmac("sha256", trainee.encode(), bytes.fromhex(salt), _ROUNDS, 8)
    return made.hex()


def place(trainees: Sequence[str], rotation: Rotation) -> Rotation:
    """The rotation with these ids in it, in blocks of three in the order given.

    Each takes a sequence that has been used least so far, so that any three in a row have all three; who is
    in it already keeps theirs. Which of several comes first is drawn from the hash: the same salt and the
    same order give the same plan.
    """
    sequences: dict[str, Literal["ABC", "BCA", "CAB"]] = dict(rotation.sequences)
    used = Counter({known: 0 for known in SEQUENCES})
    used.update(sequences.values())
    for trainee in trainees:
        name = keyed(rotation.salt, trainee)
        if name in sequences:
            continue
        least = [known for known in SEQUENCES if used[known] == min(used.values())]
        drawn = hashlib.sha256(f"{rotation.salt}|{name}|block".encode()).digest()
        taken = least[int.from_bytes(drawn, "big") % len(least)]
        sequences[name] = taken  # type: ignore[assignment]
        used[taken] += 1
    # Sorted by hash, so that the order of the roster is not released either.
    return Rotation(salt=rotation.salt, sequences=dict(sorted(sequences.items())))
