"""Worlds for modules: corpora from a seed that only faculty have, unlabelled, the truth kept with faculty.

The seed is 256 random bits in `faculty/<module>/world-seed.txt`. With the package alone, nobody can make a
world again and compare; with the file, faculty can, to the last bit.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.corpus.errors import CorpusError
from course.corpus.making.assemble import build

SEED_FILE = "world-seed.txt"
POSTS = 60_000


@dataclass(frozen=True)
class World:
    """A rendered world: its name, its folder, where its truth is, its content hash."""

    name: str
    folder: Path
    truth: Path
    hash: str


def render(
    module: str,
    data: Path,
    faculty: Path,
    *,
    count: int = 3,
    posts: int = POSTS,
    plants: str | Iterable[str] = "all",
    processes: int = 1,
    force: bool = False,
    report: Callable[[str], None] | None = None,
) -> list[World]:
    """Render the worlds of a module into `data/<module>/`, the truth into `faculty/<module>/worlds/`.

    Raises CorpusError if the module's name cannot be a folder, `data` lies with the truth, or a world is
    there already (unless `force`).
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", module):
        raise CorpusError(f"{module!r} is no module. Name it as its folder in source/, such as 07-spread.")
    if not 1 <= count <= 99:
        raise CorpusError(f"count is {count}. It needs to be from 1 to 99.")
    secret = _secret(faculty / module)
    worlds = []
    for number in range(1, count + 1):
        name = f"w{number:02}"
        if report is not None:
            report(name)
        folder, truth = data / module / name, faculty / module / "worlds" / name
        said = _build(posts, f"{secret}:{module}:{name}", folder, plants, truth, processes, force)
        worlds.append(World(name, folder, truth, said["hash"]))
    return worlds


def _build(
    posts: int,
    seed: str,
    folder: Path,
    plants: str | Iterable[str],
    truth: Path,
    processes: int,
    force: bool,
) -> dict[str, Any]:
    return build(posts, seed, folder, plants, truth=truth, processes=processes, force=force, name_seed=False)


def _secret(folder: Path) -> str:
    """The module's seed; made once and kept, so that the same worlds can be rendered again."""
    path = folder / SEED_FILE
    if path.is_file():
        secret = path.read_text(encoding="utf-8").strip()
        if len(secret) < 32:
            raise CorpusError(
                f"{path} holds {len(secret)} characters. It needs 32 at least, so that nobody guesses it."
            )
        return secret
    folder.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_hex(32)
    with path.open("x", encoding="utf-8") as file:
        path.chmod(0o600)
        file.write(secret + "\n")
    return secret
