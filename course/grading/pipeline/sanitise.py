"""The last step: an autograded notebook of which nothing is the submission's own markup."""

import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor

from course.grading.outputs import nodes
from course.grading.outputs.cards import card
from course.grading.outputs.charts import Pen
from course.grading.outputs.clean import clean_outputs, inert_markdown
from course.grading.scoring.graded import GradedAnswer
from course.grading.scoring.keyprint import key_print
from course.grading.scoring.module import Module, module_of, submission_folder
from course.questions.answers.store import NAME as ANSWERS
from course.questions.bank.decks import deck_of
from course.questions.cards.render import style_html

_ACTIVE_FILES = {
    ".html",
    ".htm",
    ".xhtml",
    ".xht",
    ".shtml",
    ".svg",
    ".xml",
    ".xsl",
    ".js",
    ".mjs",
    ".css",
    ".pdf",
}
_OURS = {ANSWERS, "timestamp.txt", "submission_secret.txt"}
_IDENT = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Sanitise(NbGraderPreprocessor):
    """Rebuild every cell from parts that are known to be harmless, and leave no other file to be opened.

    Cards are drawn again from the answers as Score read them. Prose that is still the faculty's own stays
    as it is; what a trainee changed or added is shown as text.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Rebuild one notebook."""
        module = module_of(self, resources)
        graded: dict[str, GradedAnswer] = resources.get("course_graded", {})
        name = resources["nbgrader"]["notebook"]
        own = faculty_cells(module.source / f"{name}.ipynb")
        pen = Pen()
        names = resources["nbgrader"]
        whole = f"submitted/{names['student']}/{names['assignment']}/{name}.ipynb"
        nb.cells = [_cell(cell, module, graded, own, pen, whole) for cell in nb.cells]
        pen.put_in(nb.cells)
        _put_style(nb.cells)
        nb.metadata = nbformat.from_dict(_metadata(module, resources))
        _leave_only_known_files(submission_folder(resources), module, self.log)
        return nb, resources


_SCORED = "# Scored by the course: the card above shows the answer, the points and why."


def _cell(
    cell: Any, module: Module, graded: dict[str, GradedAnswer], own: dict[str, Any], pen: Pen, whole: str
) -> Any:
    known = cell.metadata.get("nbgrader")
    ident = {"id": cell.id} if _IDENT.fullmatch(str(cell.get("id", ""))) else {}
    metadata = dict(cell.metadata) if known else {}
    metadata = {
        key: metadata[key] for key in ("nbgrader", "course", "deletable", "editable") if key in metadata
    }
    if cell.cell_type != "code":
        source = str(cell.source)
        if not _is_faculty_text(cell, known, own):
            source = inert_markdown(source, cell.get("attachments"), pen)
        return nodes.new_markdown_cell(source, metadata=metadata, **ident)
    about = metadata.get("course", {})
    shown = _shown(module, about, graded)
    if shown:
        outputs = [_card(module, one, pen) for one in shown]
        metadata["course"] = {**about, "questions": {one.question: one.as_metadata() for one in shown}}
    elif about.get("question") in graded and about.get("role") == "grade" and known.get("grade"):
        outputs = cell.outputs  # written by Score
    else:
        outputs = clean_outputs(cell.outputs, pen)
    source = str(cell.source)
    if not _is_faculty_text(cell, known, own):
        source = pen.code_of(source, whole)
    elif module.has_bank and about.get("role") == "grade" and known and known.get("grade"):
        source = _SCORED  # a hidden test tells a grader nothing that the card above does not say
    fresh = nodes.new_code_cell(source, metadata=metadata, outputs=outputs, **ident)
    fresh.execution_count = cell.execution_count if type(cell.execution_count) is int else None
    return fresh


def _shown(module: Module, about: Any, graded: dict[str, GradedAnswer]) -> list[GradedAnswer]:
    """The questions whose cards a cell shows: one for a question's own cell, several for a deck."""
    if about.get("role") == "ask":
        names = [about["question"]]
    elif about.get("role") == "deck" and module.bank is not None:
        names = [question.id for question in deck_of(module.bank, about["deck"])]
    else:
        names = []
    return [graded[name] for name in names if name in graded]


def _card(module: Module, one: GradedAnswer, pen: Pen) -> Any:
    try:
        html, text = card(module, one, pen)
    except Exception as error:  # one card that cannot be drawn is no reason to lose the others
        html, text = "", f"{one.question}: this card could not be drawn ({type(error).__name__})"
    return nodes.new_output(
        "display_data", {"text/html": html, "text/plain": text} if html else {"text/plain": text}
    )


# formgrader's own style leaves no room between the columns of a marking scheme.
_TABLES = """<style>
#notebook .rendered_html table { border-collapse: collapse; margin: 6px 0 12px; }
#notebook .rendered_html :is(th, td) { padding: 5px 14px 5px 0; border-bottom: 1px solid #d0d7de; }
#notebook .rendered_html :is(th, td) { text-align: left; vertical-align: top; }
</style>"""


def _put_style(cells: list[Any]) -> None:
    """The cards' style sheet, once: every output of a notebook page shares it."""
    for cell in cells:
        for output in cell.get("outputs", []):
            if 'class="qc' in output.get("data", {}).get("text/html", ""):
                output.data["text/html"] = style_html() + _TABLES + output.data["text/html"]
                return


def _is_faculty_text(cell: Any, known: Any, own: dict[str, Any]) -> bool:
    """Whether a cell is word for word what faculty wrote: a locked one has just been restored."""
    if known and (known.get("task") or (known.get("locked") and not known.get("solution"))):
        return True
    mine = own.get(str(cell.get("id", "")))
    return (
        mine is not None
        and cell.cell_type in ("markdown", "code")
        and mine["cell_type"] == cell.cell_type
        and ("".join(mine["source"]) == str(cell.source) and "attachments" not in cell)
    )


def faculty_cells(notebook: Path) -> dict[str, Any]:
    """The cells of the faculty's own notebook by cell id; empty if it is not there."""
    import json

    try:
        return {
            str(cell.get("id")): cell for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        }
    except (OSError, ValueError, KeyError):
        return {}


def _metadata(module: Module, resources: Any) -> dict[str, Any]:
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    found: dict[str, Any] = {"kernelspec": kernel, "language_info": {"name": "python"}}
    if module.has_bank:
        found["course"] = {"module": module.name, "key": key_print(module.secret, module.source)}
    if late := resources.get("course_late"):
        found.setdefault("course", {})["late"] = late.data()  # the feedback page and course grade say it
    if not resources.get("course_isolated", True):
        found.setdefault("course", {})["isolation"] = "none"  # the feedback page says so
    return found


def _leave_only_known_files(folder: Path, module: Module, log: Any) -> None:
    """Take away what a page could be opened from: formgrader serves every file of the folder.

    The submission itself stays whole in submitted/.
    """
    for path in sorted(folder.rglob("*"), reverse=True):  # what lies in a folder comes before the folder
        inside = path.relative_to(folder)
        released = module.source / inside
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.is_symlink() or not path.is_file() or not _may_stay(inside, module):
            log.info("%s is not shown to graders; it stays in submitted/", inside)
            path.unlink()
        elif released.is_file() and path.suffix != ".ipynb" and path.read_bytes() != released.read_bytes():
            shutil.copyfile(released, path)


def _may_stay(inside: Path, module: Module) -> bool:
    if (module.source / inside).is_file() or (len(inside.parts) == 1 and inside.name in _OURS):
        return True
    return not module.has_bank and inside.suffix.lower() not in _ACTIVE_FILES
