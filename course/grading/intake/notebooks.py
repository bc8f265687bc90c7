"""A submitted notebook read as far as it can be read, and given its released name where it was renamed.

The answers stand in answers.json, so a notebook that is none is no reason to lose them. Nothing of a
submission is taken away here.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import nbformat

from course.grading.intake.tree import is_plain, opened_below, read_plain
from course.questions.answers.data import MAX_DEPTH, depth
from course.questions.answers.letters import whole
from course.questions.answers.store import NAME as ANSWERS

_IDENT = re.compile(r"[a-zA-Z0-9-_]{1,64}")  # nbformat's own rule
LARGEST = 50_000_000
_MOST_PARTS = 300_000  # dictionaries and lists, each of a hundred bytes and more once it is read
_MOST_VALUES = 3_000_000
_MOST_CELLS = 4_000  # a page of more would take a grader minutes to open
_DEEPEST = MAX_DEPTH  # of metadata; whoever copies it later goes as deep with a stack of Python's


def read_notebook(text: str) -> tuple[Any, str]:
    """A valid notebook of whatever the text holds, and what was wrong where nothing could be read.

    >>> read_notebook("{}")[1]
    'without cells'
    """
    problem = "too large" if len(text) > LARGEST or _is_crowded(text) else ""
    try:
        raw = {} if problem else json.loads(text)
    except (ValueError, RecursionError):
        raw, problem = {}, "not complete JSON"
    try:
        if isinstance(raw, dict) and type(raw.get("nbformat")) is int and raw["nbformat"] < 4:
            raw = nbformat.reads(text, as_version=4)
    except Exception:  # a notebook of long ago, and damaged: nbformat raises whatever it stumbles over
        raw, problem = {}, "of an old format and damaged"
    cells = raw.get("cells") if isinstance(raw, dict) else None
    if not isinstance(cells, list):
        cells, problem = [], problem or "without cells"
    made = [_cell(cell) for cell in _bounded(cells)]
    _name_each(made)
    metadata = raw.get("metadata") if isinstance(raw, dict) else None
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": _flat(metadata),
        "cells": made,
    }
    # Half a surrogate pair can be read and never be written.
    clean = whole(json.dumps(notebook, ensure_ascii=False))
    return nbformat.from_dict(json.loads(clean)), problem


def _is_crowded(text: str) -> bool:
    """Whether a text may become far more memory than it has letters: `[{},{},…]` thirty times as much."""
    return text.count("{") + text.count("[") > _MOST_PARTS or text.count(",") > _MOST_VALUES


def _bounded(cells: list[Any]) -> list[dict[str, Any]]:
    """So many cells and no more; those that nbgrader knows before all others."""
    known: list[tuple[int, dict[str, Any]]] = []
    added: list[tuple[int, dict[str, Any]]] = []
    for place, cell in enumerate(cells):
        if isinstance(cell, dict):
            metadata = cell.get("metadata")
            is_known = isinstance(metadata, dict) and metadata.get("nbgrader")
            (known if is_known else added).append((place, cell))
    kept = [*known[:_MOST_CELLS], *added[:_MOST_CELLS]]
    return [cell for _, cell in sorted(kept, key=lambda pair: pair[0])]


def _cell(raw: dict[str, Any]) -> dict[str, Any]:
    """One valid cell; its outputs go, since nbgrader clears them before anything runs."""
    kind = raw.get("cell_type")
    source, metadata = raw.get("source"), raw.get("metadata")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    cell: dict[str, Any] = {
        "cell_type": kind if kind in ("code", "markdown", "raw") else "raw",
        "id": raw.get("id"),
        "metadata": _flat(metadata),
        "source": source if isinstance(source, str) else "",
    }
    if cell["cell_type"] == "code":
        cell |= {"outputs": [], "execution_count": None}
    elif attached := _flat(raw.get("attachments")):
        cell["attachments"] = attached
    return cell


def _flat(value: Any) -> dict[str, Any]:
    """A dictionary; an empty one in place of anything else, and of one that nests too deeply."""
    return value if isinstance(value, dict) and depth(value) <= _DEEPEST else {}


def _name_each(cells: list[dict[str, Any]]) -> None:
    """An id of its own for each cell that has none, or one that is not allowed, or another's."""
    taken: set[str] = set()
    for place, cell in enumerate(cells):
        if not isinstance(cell["id"], str) or not _IDENT.fullmatch(cell["id"]) or cell["id"] in taken:
            cell["id"] = f"mended-{place}"
        taken.add(cell["id"])


def restore_name(folder: Path, module: str) -> Path | None:
    """Put a notebook under the module's own name where it is missing; its path, or None if all is well.

    Of several, the one that says it is this module's counts, and of those the newest. Without any, an empty
    one takes the place, so that nbgrader grades the answers. What was there stays there.
    """
    wanted = f"{module}.ipynb"
    with opened_below(folder.parent, folder.name) as top:
        names = set(os.listdir(top))
        if wanted in names or not is_plain(top, ANSWERS):
            return None
        found = [name for name in names if name.endswith(".ipynb") and is_plain(top, name)]
        best = max(found, key=lambda name: _likeness(top, name, module), default=None)
        data = None if best is None else read_plain(top, best, 2 * LARGEST)
        if data is None:
            data = nbformat.writes(nbformat.v4.new_notebook()).encode()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(wanted, flags, 0o644, dir_fd=top), "wb") as file:
            file.write(data)
    return folder / wanted


def _likeness(folder: int, name: str, module: str) -> tuple[bool, float, str]:
    """The greater, the more likely a file is the module's notebook."""
    try:
        text = (read_plain(folder, name, LARGEST) or b"").decode(errors="replace")
        says = str(read_notebook(text)[0].metadata["course"]["module"])
    except (KeyError, TypeError):
        says = ""
    return says == module, os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime, name
