"""The terms that docs/glossary.md explains: bold words at the beginning of a paragraph."""

from __future__ import annotations

import re
from pathlib import Path

_ENTRY = re.compile(r"^\*\*(.+?)\.?\*\*", re.MULTILINE)


def known_terms(root: Path) -> frozenset[str]:
    """Every word of every entry's name, as it is written there; empty where there is no glossary."""
    file = root / "docs" / "glossary.md"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return frozenset(word for entry in _ENTRY.findall(text) for word in re.findall(r"[\w′-]+", entry))
