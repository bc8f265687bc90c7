"""Whether a Dask cluster can grade: each thing that is missing, and what to do about it."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path
from typing import Any

from course.errors import DeskError
from course.grading.batch import gradebook

EXTRA = 'pip install "course-discernment[scale]"'
_SAME = ("python", "dask", "distributed", "cloudpickle", "msgpack")
_LOCK = "Install the course from the same lock on all machines."


def database(root: Path) -> str:
    """Which gradebook is reached from here; DeskError unless it is PostgreSQL's."""
    from sqlalchemy.exc import SQLAlchemyError

    from course.learning.doctor import nbgrader_config

    url = gradebook.address(root, nbgrader_config(root)[0])
    if not gradebook.is_served(url):
        raise DeskError(
            f"The gradebook is {gradebook.shown(url)}, a file that several machines would damage. In "
            'nbgrader_config.py set c.CourseDirectory.db_url = "postgresql+psycopg://…"; the handbook says '
            "how, under Many machines."
        )
    try:
        return gradebook.identity(url)
    except ImportError as error:
        raise DeskError(f"PostgreSQL's driver is not installed here ({error.name}). Run: {EXTRA}") from None
    except SQLAlchemyError as error:
        raise DeskError(
            f"The gradebook at {gradebook.shown(url)} does not answer: {gradebook.first_line(error)} "
            "Start PostgreSQL, or mend c.CourseDirectory.db_url in nbgrader_config.py."
        ) from None


def connect(scheduler: str, seconds: float) -> Any:
    """A client of this scheduler; DeskError where there is none."""
    try:
        from distributed import Client
    except ImportError as error:
        raise DeskError(f"Dask is not installed here ({error.name}). Run: {EXTRA}") from None
    for name in [one for one in logging.root.manager.loggerDict if one.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # its traces; what matters is said in our words
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on versions, which are compared afterwards
            return Client(scheduler, timeout=seconds, set_as_default=False, name="course-grade")
    except Exception as error:  # Dask raises what its transport does, and ValueError for what is no address
        reason = (str(error).splitlines() or [""])[0][:200]
        raise DeskError(
            f"No Dask scheduler answers at {scheduler} ({type(error).__name__}: {reason}). Start one with "
            "`dask scheduler`, and give the address that it prints: --scheduler tcp://HOST:8786"
        ) from None


def same_dask(client: Any) -> None:
    """DeskError unless scheduler, workers and this machine can understand each other."""
    found = client.get_versions()
    here = found["client"]["packages"]
    others = {"the scheduler": found["scheduler"], **found["workers"]}
    lines = []
    for who, what in others.items():
        there = (what or {}).get("packages", {})
        differs = _differences({name: here.get(name) for name in _SAME}, there)
        if differs:
            lines.append(f"{who}: {differs}")
    if lines:
        raise DeskError("\n".join(["Versions differ on the cluster.", *lines, _LOCK]))


def _differences(here: dict[str, Any], there: dict[str, Any]) -> str:
    names = [name for name in here if there.get(name) != here[name]]
    return ", ".join(f"{name} {there.get(name) or 'is missing'} (here {here[name]})" for name in names)


def answer(asked: Any, seconds: float) -> dict[str, Any]:
    """What a worker found; what went wrong with it instead, in the same form."""
    try:
        found: dict[str, Any] = asked.result(timeout=seconds)
        return found
    except Exception as error:
        return {"host": "", "why": f"it did not answer ({type(error).__name__}: {error})", "versions": None}


def unfit(found: dict[str, Any], expected: dict[str, Any]) -> str:
    """Why a worker cannot grade, and what to do; "" if it can."""
    if found["versions"] is None:
        return str(found["why"])
    if not found["versions"]:
        return f"{found['why']}. Install it there, as here: {EXTRA}"
    differs = _differences(expected["versions"], found["versions"])
    if differs:
        return f"versions differ: {differs}. {_LOCK}"
    if found["why"]:
        return str(found["why"])
    if found["database"] != expected["database"]:
        return (
            "it reaches another database than this machine under the same address. Name the server in "
            "c.CourseDirectory.db_url, not localhost or a socket."
        )
    return ""
