"""One kernel, run over some cells, as grading runs it: forked from a warm process, or started anew."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat.v4 as v4
from nbclient import NotebookClient

from course.grading.isolation import forkserver_client
from course.grading.isolation.confinement import Confinement
from course.grading.isolation.kernel import IsolatedManager
from course.grading.isolation.protocol import Outcome


@dataclass
class Ran:
    """texts: what each cell printed, or its error; warm: whether the kernel was forked."""

    texts: list[str]
    outcome: Outcome
    warm: bool
    error: str = ""


class _Client(NotebookClient):
    confinement: Any = Confinement()
    made: Any = None
    warm_start = True

    def create_kernel_manager(self) -> Any:
        self.km = self.made = IsolatedManager()
        self.km.confinement, self.km.warm = self.confinement, self.warm_start
        return self.km


def run_cells(
    folder: Path, *codes: str, confinement: Confinement | None = None, warm_start: bool = True
) -> Ran:
    """Run these cells in a folder; never raises for what they do."""
    notebook = v4.new_notebook(cells=[v4.new_code_cell(code) for code in codes])
    client = _Client(notebook, allow_errors=True, timeout=60, resources={"metadata": {"path": str(folder)}})
    client.confinement, client.warm_start = confinement or Confinement(), warm_start
    client.shutdown_kernel = "immediate"
    before, error = forkserver_client.given, ""
    try:
        with client.setup_kernel():  # as nbconvert does it, with an end in any case
            for place, cell in enumerate(notebook.cells):
                client.execute_cell(cell, place)
    except Exception as trouble:
        error = repr(trouble)
    provisioner = client.made.provisioner
    outcome = (provisioner.outcome if provisioner is not None else None) or Outcome()
    texts = [
        "".join(one.get("text", "") + one.get("evalue", "") for one in cell.outputs).strip()
        for cell in notebook.cells
    ]
    return Ran(texts, outcome, forkserver_client.given > before, error)
