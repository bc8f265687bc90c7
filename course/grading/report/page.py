"""What a feedback page says, before it is written as HTML: its parts in the order of the notebook."""

import re
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from course.grading.isolation import TRUSTED
from course.grading.outputs.clean import clean_html, clean_outputs
from course.grading.pipeline.lateness import lateness_in
from course.grading.pipeline.sanitise import faculty_cells
from course.grading.report import explain
from course.grading.report.results import Record, Recorded
from course.grading.scoring.graded import GradedAnswer
from course.grading.scoring.hidden import visible_part
from course.grading.scoring.module import Module
from course.questions.cards import markdown


@dataclass(frozen=True)
class Part:
    """One part of the page. kind: prose, note (a trainee's own text), code, question, deck or test.

    html is safe to show; every other text is escaped by the template.
    """

    kind: str
    html: Markup = Markup("")
    source: str = ""
    outputs: list[Any] = field(default_factory=list)
    own: bool = False
    question: explain.Explained | None = None
    deck: list[explain.Explained] = field(default_factory=list)
    recorded: Recorded | None = None


@dataclass(frozen=True)
class Page:
    """A feedback page: head, parts, and the results that the course reads back (contract 5)."""

    title: str
    module: str
    trainee: str
    record: Record
    parts: list[Part]
    results: dict[str, Any]
    notice: str = ""
    late: str = ""

    @property
    def questions(self) -> list[explain.Explained]:
        """The graded questions in order, for the list at the top."""
        return [part.question for part in self.parts if part.question is not None and part.question.is_graded]

    @property
    def waiting(self) -> int:
        """How many answers a person still has to read."""
        return sum(cell.waits for cell in self.record.cells.values())


def make_page(
    nb: Any, module: Module, record: Record, names: dict[str, str], *, form_is_open: bool = False
) -> Page:
    """The page of one autograded notebook.

    names: nbgrader's student, assignment and notebook; form_is_open: questions that are explained after the
    form closes are shown as recorded only.
    """
    own = faculty_cells(module.source / f"{names['notebook']}.ipynb")
    parts = [part for cell in nb.cells for part in _parts(cell, module, record, own, form_is_open)]
    explained = [one for part in parts for one in [*([part.question] if part.question else []), *part.deck]]
    shown = [one for one in explained if one.is_shown or not one.is_graded]
    hidden = [one for one in explained if one not in shown and not one.points_tell_nothing]
    points = record.points - sum(record.cells[one.id].points for one in hidden if one.id in record.cells)
    most = record.max_points - sum(one.max_points for one in hidden)
    results = {
        "version": 1,
        "module": module.name,
        "trainee": names["student"],
        "points": max(0.0, round(points, 4)),
        "max_points": round(most, 4),
        "questions": {one.id: one.as_result() for one in explained},
    }
    title = module.bank.title if module.bank else names["notebook"]
    trusted = nb.metadata.get("course", {}).get("isolation") == "none"
    late = lateness_in(nb.metadata)
    notice, said = TRUSTED if trusted else "", late.says if late else ""
    return Page(title, module.name, names["student"], record, parts, results, notice, said)


def _parts(cell: Any, module: Module, record: Record, own: dict[str, Any], form_is_open: bool) -> list[Part]:
    about = cell.metadata.get("course", {})
    if about.get("questions") and module.has_bank:
        explained = [
            explain.explain(
                module, GradedAnswer(name, **data), record.cells.get(name), form_is_open, cell.outputs
            )
            for name, data in about["questions"].items()
            if module.question(name) is not None
        ]
        if about.get("role") == "deck":
            return [Part("deck", deck=explained)]
        return [Part("question", question=one) for one in explained]
    if about.get("role") == "grade" and module.has_bank:
        return []  # its card has said everything; the cell holds a hidden test or a marking scheme
    return [_plain_part(cell, module, record, own)]


def _plain_part(cell: Any, module: Module, record: Record, own: dict[str, Any]) -> Part:
    grading = cell.metadata.get("nbgrader", {})
    recorded = record.cells.get(grading.get("grade_id", ""))
    theirs = own.get(str(cell.get("id", "")), {})
    unchanged = bool(theirs) and "".join(theirs["source"]) == str(cell.source)
    if cell.cell_type != "code":
        if unchanged and not grading.get("task"):
            return Part("prose", Markup(_below_title(cell.source, module)))
        kind = "test" if grading.get("task") else "note"
        html = markdown.to_html(visible_part(cell.source)) if kind == "test" else clean_html(str(cell.source))
        return Part(kind, Markup(html), recorded=recorded)
    source = visible_part(str(cell.source))
    is_test = bool(grading.get("grade")) and not grading.get("solution")
    if grading.get("locked") and not is_test:
        return Part("code")  # the course's own line, such as the import at the top
    return Part(
        "test" if is_test else "code",
        source=source,
        outputs=_shown(cell.outputs),
        recorded=recorded,
        own=not unchanged or cell.metadata.get("course", {}).get("role") == "code",
    )


def _below_title(source: str, module: Module) -> str:
    """The module's prose under the page's own title: without that title, its headings one step lower."""
    title = module.bank.title if module.bank else ""
    lines = [line for line in source.splitlines() if line.strip() != f"# {title}"]
    html = markdown.to_html("\n".join(lines), module.source)
    return re.sub(r"(</?h)([1-5])(?=>)", lambda found: f"{found[1]}{int(found[2]) + 1}", html)


def _shown(outputs: Any) -> list[dict[str, Any]]:
    """Outputs as the template writes them: text, pictures and harmless HTML; of an error only what it
    says.
    """
    shown: list[dict[str, Any]] = []
    for output in clean_outputs(outputs):
        if output.output_type == "stream":
            shown.append({"text": output.text})
        elif output.output_type == "error":
            shown.append({"error": f"{output.ename}: {output.evalue}" if output.evalue else output.ename})
        else:
            data = output.data
            picture = next(((kind, data[kind]) for kind in data if kind.startswith("image/")), None)
            if picture:
                shown.append({"picture": f"data:{picture[0]};base64,{picture[1]}"})
            elif "text/html" in data:
                shown.append({"html": Markup(data["text/html"])})
            else:
                shown.append({"text": data.get("text/plain", "")})
    return shown
