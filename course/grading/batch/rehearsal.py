"""What a module's released notebook draws, drawn once for all its submissions.

The charts in a module's prose are the same in every submission, and whoever draws one starts a drawing engine
for it. So the released notebook, which holds no answer and no key, runs once as any submission does, and the
warm process is told what it drew. A chart that a trainee changed is drawn in the trainee's own kernel.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from course.grading.isolation.kernel import IsolatedManager

_NOTE = """
from course.charts import drawing
noted_pictures = drawing.note_drawn()
"""
_TELL = """
import json
print("\\n" + json.dumps(noted_pictures))
"""
_SECONDS = 60  # a cell


class _Isolated(NotebookClient):
    """Runs in a kernel of the same kind as submissions do."""

    def create_kernel_manager(self) -> Any:
        self.km = IsolatedManager()
        return self.km


def released_folder(root: Path, config: Any, module: str) -> Path:
    """Where the released module lies."""
    return root / str(config.get("CourseDirectory", {}).get("release_directory", "release")) / module


def rehearse(released: Path, module: str) -> dict[str, str]:
    """The pictures of a released module by digest; none where nothing is released or it does not run."""
    path = released / f"{module}.ipynb"
    if not path.is_file():
        return {}
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(_NOTE))
    notebook.cells.append(nbformat.v4.new_code_cell(_TELL))
    with tempfile.TemporaryDirectory(prefix="grading-") as made, contextlib.suppress(*_FAULTS):
        folder = Path(made, module)
        shutil.copytree(released, folder)
        resources = {"metadata": {"path": str(folder)}}
        _Isolated(notebook, allow_errors=True, timeout=_SECONDS, resources=resources).execute()
        said = "".join(one.get("text", "") for one in notebook.cells[-1].outputs)
        found = json.loads(said.strip().splitlines()[-1])
        return {str(key): str(svg) for key, svg in found.items()}
    return {}


_FAULTS = (OSError, ValueError, IndexError, RuntimeError, CellTimeoutError, DeadKernelError)
