"""A module's release run from the top, and its built files built anew."""

import json
import shutil
from pathlib import Path

import nbformat
from course_in_a_box import REPOSITORY
from nbclient import NotebookClient

from course.authoring.build import build


def run_release(desk: Path, module: str, cohort: str) -> nbformat.NotebookNode:
    """The notebook with its outputs, unanswered, on a desk of trainee t007."""
    (desk / ".course.json").write_text(json.dumps({"mode": "cohort", "id": "t007", "cohort": cohort}))
    folder = Path(shutil.copytree(REPOSITORY / "release" / module, desk / module))
    notebook = nbformat.read(folder / f"{module}.ipynb", as_version=4)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}})
    client.km = client.create_kernel_manager()
    client.km.transport, client.km.ip = "ipc", str(desk / "k")
    client.execute()
    return notebook


def built_anew(root: Path, module: str, *without: str) -> set[str]:
    """What building a copy of the module changes; folders named in `without` are not needed for it."""
    for side in ("source", "faculty", "release"):
        shutil.copytree(
            REPOSITORY / side / module,
            root / side / module,
            ignore=shutil.ignore_patterns("__pycache__", *without),
        )
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    return {change.what for change in build([module], root, root / "faculty")}
