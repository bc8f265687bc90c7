"""Programs that pip cannot bring, by the mark of the tests that need them."""

import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

CHROMIUM = os.environ.get("COURSE_CHROMIUM", "/usr/bin/chromium")


@cache
def _has_chromium() -> bool:
    return Path(CHROMIUM).exists()


@cache
def _has_bubblewrap() -> bool:
    return shutil.which("bwrap") is not None


@cache
def _has_postgresql() -> bool:
    return shutil.which("initdb") is not None or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


# By mark: the program, Debian's packages, and whether it is here.
TOOLS: dict[str, tuple[str, str, Callable[[], bool]]] = {
    "browser": ("Chromium", "chromium fonts-dejavu-core", _has_chromium),
    "sandbox": ("bubblewrap", "bubblewrap", _has_bubblewrap),
    "cluster": ("PostgreSQL", "postgresql", _has_postgresql),
}
