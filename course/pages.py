"""HTML from templates of this package: everything is escaped, and a name that is not given is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def templates(folder: Path) -> Environment:
    """The templates of a folder. One environment a folder: filters that it gets belong to these templates."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # not loaded before a page is shown

    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
