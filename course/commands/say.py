"""How the commands speak: text on standard output, errors in red on standard error, JSON for scripts."""

from __future__ import annotations

import json
import sys
from typing import Any, NoReturn

from rich.console import Console
from rich.markup import escape

# soft_wrap: a path or a command can be copied in one piece. emoji: `:question:` is a word here, no picture.
out = Console(highlight=False, soft_wrap=True, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


def failed(message: str, code: int = 1) -> NoReturn:
    """Say what went wrong, in red, and leave with this exit code; with --json, as JSON for scripts, too."""
    if "--json" in sys.argv[1:]:
        as_json({"error": message})
    err.print(f"[red]{escape(message)}[/]")
    sys.exit(code)


def as_json(content: Any) -> None:
    """Print a result for scripts: JSON and nothing else on standard output."""
    print(json.dumps(content, indent=2, ensure_ascii=False))
