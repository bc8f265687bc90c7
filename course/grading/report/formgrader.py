"""Formgrader's pages with ours laid over them: a server extension, which `course open --faculty` switches on.

Nothing of nbgrader's is copied. A template of ours with the name of one of nbgrader's is found first, and
extends nbgrader's own under the name nbgrader/….
"""

from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader

_TEMPLATES = Path(__file__).parent / "templates" / "formgrader"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Nothing yet: extensions are loaded by name, and formgrader comes after this one."""


async def _start_jupyter_server_extension(server: Any) -> None:
    """Once all are loaded, let formgrader find our templates before its own."""
    pages = server.web_app.settings.get("nbgrader_jinja2_env")
    if pages is None:
        server.log.warning("Formgrader is not loaded, so its pages are not changed.")
        return
    theirs = pages.loader
    pages.loader = ChoiceLoader([FileSystemLoader(_TEMPLATES), PrefixLoader({"nbgrader": theirs}), theirs])
