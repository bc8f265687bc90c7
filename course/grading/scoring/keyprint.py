"""Which key a submission was graded with: a digest of the key, kept in each graded notebook."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

_READ = ("key.yaml", "reference.py")


def key_print(secret: Path, source: Path) -> str:
    """A short digest of a module's key, reference functions and questions; it changes when one of them does.

    secret: the module's folder of keys; source: its folder in source/. A file that is not there counts as
    empty.
    """
    found = hashlib.sha256()
    for path in (*(secret / name for name in _READ), source / "questions.yaml"):
        found.update(path.read_bytes() if path.is_file() else b"")
        found.update(b"\0")
    return found.hexdigest()[:16]


def graded_otherwise(graded: Path, module: str, wanted: str) -> list[str]:
    """Trainees whose notebook of a module was graded with another key than `wanted`, in order.

    graded: the folder autograded/. What was graded before prints were kept counts as graded with this one.
    """
    found = []
    for path in sorted(graded.glob(f"*/{module}/{module}.ipynb")):
        try:
            used = json.loads(path.read_text(encoding="utf-8"))["metadata"]["course"]["key"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if used != wanted:
            found.append(path.parents[1].name)
    return found
