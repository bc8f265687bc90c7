"""What this machine lacks for the course, and for each gap the one command that mends it."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

NEED = {
    "trainee": "working through modules",
    "faculty": "releasing and grading",
    "tests": "testing the course",
}
_DRIVERS = {"psycopg": "psycopg[binary]", "psycopg2": "psycopg2-binary"}  # module: what pip installs
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. needed_by: who needs it. remedy: one command, or "" if nothing is missing.

    note: nothing is missing, and there is something to know.
    """

    name: str
    ok: bool
    found: str
    needed_by: tuple[str, ...]
    remedy: str = ""
    note: bool = False


def examine(folder: Path, people: Iterable[str] = tuple(NEED)) -> list[Check]:
    """Look at this machine for these people's needs, with nbgrader's settings as seen from a folder."""
    wanted = set(people)
    config, broken = nbgrader_config(folder)
    looks: tuple[Callable[[], Check], ...] = (
        _python,
        _nbgrader,
        _labextension,
        _kernel,
        lambda: _exchange(config),
        lambda: _database(config, folder),
        _chromium,
    )
    checks = [*broken, *(look() for look in looks)]
    return [check for check in checks if wanted & set(check.needed_by)]


def _python() -> Check:
    version = ".".join(str(part) for part in sys.version_info[:3])
    remedy = "make course PYTHON=/path/to/python3.11"
    return _check(
        "Python",
        sys.version_info >= (3, 11),
        f"{version} ({sys.executable})",
        "trainee faculty tests",
        remedy,
    )


def _nbgrader() -> Check:
    version = _version("nbgrader")
    good = version is not None and _numbers(version) >= (0, 9, 6)
    return _check(
        "nbgrader", good, version or "not installed", "trainee faculty tests", _pip("nbgrader>=0.9.6,<0.10")
    )


def _labextension() -> Check:
    """The front end that JupyterLab would load: another environment's, found first, lacks buttons."""
    found = None
    from jupyter_core.paths import jupyter_path

    for folder in jupyter_path("labextensions"):
        package = Path(folder, "@jupyter", "nbgrader", "package.json")
        if package.is_file():
            found = json.loads(package.read_text(encoding="utf-8")).get("version")
            break
    installed = _version("nbgrader")
    what = f"{found}" if found else "not found"
    if found and found != installed:
        what += f", but nbgrader is {installed}"
    return _check(
        "nbgrader in JupyterLab",
        found is not None and found == installed,
        what,
        "trainee faculty tests",
        _pip("--force-reinstall --no-deps nbgrader" + (f"=={installed}" if installed else "")),
    )


def _kernel() -> Check:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        return _check(
            "Kernel python3", False, "not found", "trainee faculty tests", _pip("--force-reinstall ipykernel")
        )
    program = spec.argv[0]
    if re.fullmatch(r"python[0-9.]*", program):
        program = sys.executable  # as jupyter_client does
    there = Path(program).exists() or shutil.which(program) is not None
    return _check(
        "Kernel python3",
        there,
        program if there else f"{program} does not exist",
        "trainee faculty tests",
        f"{sys.executable} -m ipykernel install --sys-prefix",
    )


def _exchange(config: Any) -> Check:
    from nbgrader.exchange import ExchangeFactory

    root = Path(str(ExchangeFactory(config=config).Submit(config=config).root)).expanduser()
    good = root.is_dir() and os.access(root, os.W_OK | os.X_OK | os.R_OK)
    state = "writable" if good else "not writable by you" if root.is_dir() else "does not exist"
    sudo = "" if _can_make(root) else "sudo "
    return _check("Exchange", good, f"{root}: {state}", "faculty", f"{sudo}install -d -m 777 {root}")


def _database(config: Any, folder: Path) -> Check:
    """The address in effect: nbgrader falls back to SQLite without a word (jupyter/nbgrader#1661)."""
    from nbgrader.coursedir import CourseDirectory
    from sqlalchemy.engine import make_url

    asked = config.get("CourseDirectory", {}).get("db_url")
    url = make_url(str(asked) if asked else str(CourseDirectory(config=config).db_url))
    shown = url.render_as_string(hide_password=True)
    if not url.drivername.startswith("sqlite"):
        driver = _driver_missing(url)
        said = f": its driver is missing ({driver})" if driver else ""
        package = _DRIVERS.get(driver, driver)
        return _check("Database", not driver, shown + said, "faculty", _pip(package) if driver else "")
    file = folder / (url.database or "gradebook.db")
    good = os.access(file if file.exists() else file.parent, os.W_OK)
    return _check(
        "Database", good, shown + ("" if good else ": not writable by you"), "faculty", f"chmod u+w {file}"
    )


def _driver_missing(url: Any) -> str:
    """The module that is missing; SQLAlchemy's version decides which one `postgresql:` means."""
    try:
        url.get_dialect().import_dbapi()
    except ImportError as error:
        return error.name or url.drivername
    return ""


def _chromium() -> Check:
    found = next((path for path in map(shutil.which, CHROMIUM) if path), None)
    return _check("Chromium", bool(found), found or "not found", "tests", _apt("chromium"))


def _check(name: str, ok: bool, found: str, needed_by: str, remedy: str) -> Check:
    return Check(name, ok, found, tuple(needed_by.split()), "" if ok else remedy)


def nbgrader_config(folder: Path) -> tuple[Any, list[Check]]:
    """The settings that nbgrader would use when started in this folder, and a finding for each file that
    does not run.
    """
    from jupyter_core.paths import jupyter_config_path
    from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

    merged: Any = PyFileConfigLoader("none").config.copy()
    broken = []
    for place in [*reversed(jupyter_config_path()), str(folder)]:
        try:
            merged.merge(PyFileConfigLoader("nbgrader_config.py", path=place).load_config())
        except ConfigFileNotFound:
            continue
        except Exception as error:  # the file is Python: whatever somebody wrote into it can happen
            broken.append(_broken(Path(place, "nbgrader_config.py"), error))
    return merged, broken


def _broken(file: Path, error: Exception) -> Check:
    line = getattr(error, "lineno", None)
    if not isinstance(error, SyntaxError):
        frames = traceback.extract_tb(error.__traceback__)
        line = next((frame.lineno for frame in reversed(frames) if frame.filename == str(file)), None)
    what = (str(error).splitlines() or [""])[0].partition(" (")[0][:100]
    where = f", line {line}" if line else ""
    # An editor is the one thing that mends it, and `py_compile` says whether it did.
    return _check(
        "nbgrader_config.py",
        False,
        f"{file}{where}: {type(error).__name__}: {what}; nbgrader would not start, and the rest is looked at "
        "without it",
        "trainee faculty tests",
        f"{os.environ.get('EDITOR') or 'nano'} {shlex.quote(str(file))}",
    )


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:3] if part.isdigit())


def _can_make(folder: Path) -> bool:
    parent = next((one for one in (folder, *folder.parents) if one.exists()), Path("/"))
    owner = not folder.exists() or folder.stat().st_uid == os.geteuid() if hasattr(os, "geteuid") else True
    return owner and os.access(parent, os.W_OK)


def _pip(what: str) -> str:
    return (
        f'{sys.executable} -m pip install "{what}"'
        if " " not in what
        else f"{sys.executable} -m pip install {what}"
    )


def _apt(package: str) -> str:
    sudo = "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get install {package}"
