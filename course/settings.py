"""A desk's settings file (in which mode it is used, by whom, where work is handed in), and where keys are."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from course.errors import DeskError
from course.names import is_name

NAME = ".course.json"
_MOST_BYTES = 100_000


def are_settings(values: object) -> bool:
    """Whether this can be a desk's settings: a mode, names that can be kept, and texts."""
    if not isinstance(values, dict) or values.get("mode") not in ("self-study", "cohort"):
        return False
    texts = [values[name] for name in ("faculty", "exchange", "course_id") if name in values]
    names = [values[name] for name in ("id", "cohort") if values.get(name) is not None]
    return all(isinstance(text, str) for text in texts) and all(is_name(name) for name in names)


def read_settings(desk: Path) -> dict[str, Any] | None:
    """The settings of a desk, or None where there are none; raises DeskError if they cannot be read."""
    file = desk / NAME
    try:
        with file.open("rb") as opened:
            values = json.loads(opened.read(_MOST_BYTES).decode("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        values = None
    if not isinstance(values, dict) or not are_settings(values):
        raise DeskError(
            f"{file} cannot be read, so it is not clear for whom this desk is. Your answers are not in that "
            "file. Rename or delete it, then run this command again."
        )
    return values


def faculty_folder(root: Path) -> Path:
    """Where the course's secrets are: COURSE_FACULTY if set (relative to the course), else faculty/."""
    return Path(root, os.environ.get("COURSE_FACULTY") or "faculty").expanduser()
