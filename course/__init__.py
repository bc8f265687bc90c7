"""The face of the course: the handful of names that a notebook imports.

Names are loaded when first used, so that `import course` costs a notebook next to nothing.
"""

from importlib import import_module

__version__ = "0.1.0"

_HOMES = {
    "ask": "course.notebook.api",
    "browse": "course.archive.browsing",
    "check": "course.notebook.api",
    "hint": "course.notebook.api",
    "grade": "course.notebook.api",
    "own": "course.notebook.world",
    "world": "course.notebook.world",
    "beat_the_cynic": "course.learning.game.cynic",
    "test_results": "course.learning.test_report.report",
    "progress": "course.learning.progress.progress",
    "save_progress": "course.learning.progress.progress",
    "restore_progress": "course.learning.progress.progress",
}

__all__ = [
    "ask",
    "beat_the_cynic",
    "browse",
    "check",
    "grade",
    "hint",
    "own",
    "progress",
    "restore_progress",
    "save_progress",
    "test_results",
    "world",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'course' has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
