"""Give a submission back the cells that grading relies on, whatever was done to them."""

import json
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import OverwriteCells

from course.grading.outputs import nodes
from course.grading.scoring.module import coursedir_of


class RestoreCells(OverwriteCells):
    """Locked cells as they were released, missing ones back in place, all of them in the released order.

    nbgrader's OverwriteCells raises KeyError where a deleted test cell follows a locked read-only one, raises
    "Inconsistent checksums" where a locked cell was marked as a solution, and leaves deleted read-only
    cells out. Here everything is taken from the gradebook; from the submission come only the answer cells
    and the trainee's own cells.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Restore one notebook."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            known = _known_cells(gradebook.find_notebook(names["notebook"], names["assignment"]))
        coursedir = coursedir_of(self)
        source = Path(coursedir.format_path(coursedir.source_directory, ".", names["assignment"]))
        released = _released_order(source / f"{names['notebook']}.ipynb", list(known))
        self._restore_present(nb, known, released)
        self._add_missing(nb, known, released)
        _make_ids_unique(nb.cells)
        return nb, resources

    def _restore_present(self, nb: Any, known: dict[str, Any], released: dict[str, Any]) -> None:
        names = [_grade_id(cell) for cell in nb.cells]
        places = []
        for place, (cell, name) in enumerate(zip(nb.cells, names, strict=True)):
            if name is None:
                continue
            # Of a copied cell the last one counts, as in nbgrader's DeduplicateIds, which looks at flagged
            # cells only.
            if name not in known or name in names[place + 1 :]:
                self.log.warning(
                    "Cell %r is a copy or was not released; it is treated as the trainee's own", name
                )
                del cell.metadata["nbgrader"]
                continue
            nb.cells[place] = _restored(cell, known[name], released.get(name))
            places.append(place)
        # A test that was moved above the answer it tests would find no answer: known cells go back into the
        # released order, in the places that known cells take now. The trainee's own cells stay where they
        # are.
        order = list(released)
        cells = sorted(
            (nb.cells[place] for place in places), key=lambda cell: order.index(_grade_id(cell) or "")
        )
        for place, cell in zip(places, cells, strict=True):
            nb.cells[place] = cell

    def _add_missing(self, nb: Any, known: dict[str, Any], released: dict[str, Any]) -> None:
        order, previous = list(released), None
        present = [_grade_id(cell) for cell in nb.cells]
        for at, name in enumerate(order):
            # A deleted answer cell stays away: putting back an empty one could undo an answer given
            # elsewhere.
            if name not in present and not _is_plain_answer(known[name]["nbgrader"]):
                self.log.warning("Cell %r was missing from the submission and has been put back", name)
                if known[name]["nbgrader"]["grade"]:
                    # As late as its order allows: behind code that the trainee may have put anywhere.
                    later = [present.index(other) for other in order[at + 1 :] if other in present]
                    place = min(later, default=len(present))
                else:
                    place = present.index(previous) + 1 if previous is not None else 0
                nb.cells.insert(place, _restored(None, known[name], released[name]))
                present.insert(place, name)
            if name in present:
                previous = name


def _make_ids_unique(cells: list[Any]) -> None:
    """Give a trainee's own cell another id where a released cell, put back, has that one."""
    taken = {cell.get("id") for cell in cells if _grade_id(cell) is not None}
    for place, cell in enumerate(cells):
        if _grade_id(cell) is None and cell.get("id") in taken:
            cell["id"] = f"own-{place}-{cell['id']}"[:64]


def _known_cells(notebook: Any) -> dict[str, dict[str, Any]]:
    """What the gradebook holds of each released cell, by grade id."""
    points = {cell.name: float(cell.max_score) for cell in [*notebook.grade_cells, *notebook.task_cells]}
    grades, tasks = {cell.name for cell in notebook.grade_cells}, {cell.name for cell in notebook.task_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    known = {}
    for cell in notebook.source_cells:
        metadata = {
            "schema_version": 3,
            "grade_id": cell.name,
            "cell_type": cell.cell_type,
            "checksum": cell.checksum,
            "grade": cell.name in grades,
            "solution": cell.name in solutions,
            "task": cell.name in tasks,
            "locked": bool(cell.locked),
        }
        if cell.name in points:
            metadata["points"] = points[cell.name]
        known[cell.name] = {"nbgrader": metadata, "source": cell.source, "cell_type": cell.cell_type}
    return known


def _is_plain_answer(metadata: dict[str, Any]) -> bool:
    return metadata["solution"] and not metadata["grade"]


def _released_order(path: Path, known: list[str]) -> dict[str, Any]:
    """The faculty's cells by grade id, in the order of their notebook; the gradebook itself keeps none."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        cells = []
    found = {cell.get("metadata", {}).get("nbgrader", {}).get("grade_id"): cell for cell in cells}
    ordered = {name: cell for name, cell in found.items() if name in known}
    return {**ordered, **{name: None for name in known if name not in ordered}}


def _restored(cell: Any, known: dict[str, Any], released: Any) -> Any:
    """The cell as released, with what the trainee wrote only where they were asked to write."""
    metadata = known["nbgrader"]
    locked = metadata["locked"] or metadata["task"] or (metadata["grade"] and not metadata["solution"])
    source = known["source"] if locked or cell is None else cell.source
    make = nodes.new_code_cell if known["cell_type"] == "code" else nodes.new_markdown_cell
    if known["cell_type"] == "raw":
        make = nodes.new_raw_cell
    ident = {"id": released["id"]} if released and "id" in released else {}
    fresh = make(source, metadata={"nbgrader": dict(metadata)}, **ident)
    if locked:
        fresh.metadata["deletable"] = fresh.metadata["editable"] = False
    if cell is not None and cell.cell_type == "code" == fresh.cell_type:
        # The second time round the cell has run, and faculty want to see what it showed.
        fresh.outputs, fresh.execution_count = cell.outputs, cell.execution_count
    if cell is not None and fresh.cell_type == "markdown" and not locked and "attachments" in cell:
        fresh["attachments"] = cell["attachments"]
    course = released.get("metadata", {}).get("course") if released else None
    if course:
        fresh.metadata["course"] = dict(course)
    return fresh


def _grade_id(cell: Any) -> str | None:
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    return name if isinstance(name, str) else None
