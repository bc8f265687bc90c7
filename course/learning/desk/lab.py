"""JupyterLab as the course opens it: the right folder, the right page, no pop-up on the first screen.

The course's settings come as defaults from folders of its own (JUPYTER_CONFIG_PATH), its window layout goes
to the desk, so a person's own JupyterLab settings are read but never changed. For everyone: no question about
news. For trainees: without nbgrader's tools for faculty; in self-study also without its exchange. For
faculty: formgrader's pages with ours laid over them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from course.errors import DeskError

CONFIG = Path(__file__).parent / "jupyter"
Role = Literal["study", "cohort", "faculty"]
_FOLDERS = {
    "study": ["study", "everyone"],
    "cohort": ["cohort", "everyone"],
    "faculty": ["faculty", "everyone"],
}


def first_page(root: Path, module: str, folder: Path | None = None) -> str:
    """The address of a module's notebook in the single-document view; raises DeskError if it is not there."""
    where = folder or root / module
    notebook = where / f"{module}.ipynb"
    if not notebook.is_file():
        raise DeskError(
            f"There is no {notebook.name} in {where}. On this desk: {_modules(root) or 'no module yet'}."
        )
    return address(root, notebook)


def address(root: Path, file: Path) -> str:
    """The address of a file in the single-document view: no file browser beside it, so it fits any width."""
    return "/doc/tree/" + quote(file.relative_to(root).as_posix())


def command(root: Path, page: str, role: Role, port: int | None = None, browser: bool = True) -> list[str]:
    """The command that starts JupyterLab with `root` as its folder and `page` as its first page."""
    options = [
        f"--ServerApp.root_dir={root.resolve()}",
        f"--LabApp.default_url={page}",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    ]
    if role != "faculty":
        options.append("--log-level=ERROR")  # leaves the address to open, which Jupyter prints in any case
    if port is not None:
        options.append(f"--ServerApp.port={port}")
    if not browser:
        options.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")  # a container; Jupyter refuses root otherwise
    return [sys.executable, "-m", "jupyterlab", *options]


def environment(root: Path, role: Role, base: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for that command: the course's defaults, and window layouts kept at the root."""
    found = dict(os.environ if base is None else base)
    mine = os.pathsep.join(str(CONFIG / folder) for folder in _FOLDERS[role])
    found["JUPYTER_CONFIG_PATH"] = _joined(mine, found.get("JUPYTER_CONFIG_PATH"))
    if role == "faculty":
        found["JUPYTER_PATH"] = _joined(str(CONFIG / "faculty"), found.get("JUPYTER_PATH"))
    found["JUPYTERLAB_WORKSPACES_DIR"] = str(root.resolve() / ".jupyter" / "workspaces")
    found["PATH"] = _joined(str(Path(sys.executable).parent), found.get("PATH"))
    return found


def start(root: Path, role: Role, options: Sequence[str]) -> int:
    """Run JupyterLab from `root` until it is shut down, and return its exit code."""
    found = environment(root, role)
    if os.name == "posix":
        sys.stdout.flush()
        os.chdir(root)
        os.execve(options[0], list(options), found)  # so that Ctrl-C and signals reach JupyterLab itself
    return subprocess.call(list(options), cwd=root, env=found)


def install_settings(prefix: Path = Path(sys.prefix)) -> Path:
    """Put the course's defaults into a Python environment that serves the course only (Binder); say where."""
    target = prefix / "etc" / "jupyter" / "labconfig"
    target.mkdir(parents=True, exist_ok=True)
    for folder in reversed(_FOLDERS["study"]):
        for file in (CONFIG / folder / "labconfig").glob("*.json"):
            shutil.copyfile(file, target / file.name)
    return target


def _joined(first: str, rest: str | None) -> str:
    return first + os.pathsep + rest if rest else first


def _modules(root: Path) -> str:
    return ", ".join(sorted(path.parent.name for path in root.glob("*/*.ipynb")))


if __name__ == "__main__" and sys.argv[1:] == ["--settings"]:
    print(f"JupyterLab's defaults for the course are in {install_settings()}")
