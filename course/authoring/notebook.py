"""From a module's MyST text to the notebook that nbgrader reads.

Prose and plain code cells stay as they are. A code cell with `:question: <id>` becomes the cells that the
question's kind needs; its points come from questions.yaml, its marking scheme from key.yaml.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import course
from course.authoring.errors import AuthoringError
from course.authoring.rubric import mark_scheme
from course.questions.bank.decks import deck_of
from course.questions.bank.keys import AnyKey, Key
from course.questions.bank.models import Bank, Question

SETUP = "from course import "
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_OPTIONS = {"question", "deck", "tags"}


def read_cells(path: Path) -> list[Any]:
    """The cells of a MyST Markdown file, in order, read with jupytext."""
    import jupytext

    cells: list[Any] = jupytext.reads(path.read_text(encoding="utf-8"), fmt="md:myst").cells
    for cell in cells:
        unknown = sorted(set(cell.metadata) - _OPTIONS) if cell.cell_type == "code" else []
        if unknown:
            place = _where(path, f":{unknown[0]}:")
            raise AuthoringError(
                f"{place}: a code cell has the option `:{unknown[0]}:`, which is not known here. "
                f"Use `:question: <id>`, `:deck: <name>` or `:tags:`, or remove it. "
                f"The cell begins: {_opening(cell.source)}"
            )
    return cells


def build_notebook(text: Path, bank: Bank, keys: dict[str, AnyKey]) -> Any:
    """The source notebook of one module.

    text: the module's notebook.md; bank: its questions; keys: its keys by question id.
    Raises AuthoringError if a question of the bank is missing, unknown or placed twice, or if the first code
    cell is not the import of the course.
    """
    import nbformat.v4 as v4

    cells = read_cells(text)
    _check_questions(text, cells, _asked_alone(text, cells, bank))
    _check_setup(text, cells)
    notebook = v4.new_notebook(
        cells=list(_expand(cells, bank, keys, text)),
        metadata={
            "kernelspec": dict(_KERNEL),
            "language_info": {"name": "python"},
            "course": {"module": bank.module, "version": course.__version__},
        },
    )
    return notebook


def cell_id(module: str, anchor: str, role: str) -> str:
    """Twelve hexadecimal digits that stay the same as long as module, question and role do."""
    return hashlib.sha256(f"{module}\n{anchor}\n{role}".encode()).hexdigest()[:12]


def _expand(cells: list[Any], bank: Bank, keys: dict[str, AnyKey], text: Path) -> Iterator[Any]:
    import nbformat.v4 as v4

    questions = {question.id: question for question in bank.questions}
    anchor, since, setup = "", 0, False
    for cell in cells:
        name = cell.metadata.get("question")
        if name is not None:
            question = questions[str(name)]
            yield from _question_cells(bank.module, question, keys.get(question.id), cell, text)
            anchor, since = question.id, 0
            continue
        # Prose is named after the question it follows, so that a new paragraph renames few cells.
        since += 1
        ident = cell_id(bank.module, anchor, f"text-{since}")
        if cell.cell_type == "code":
            metadata: dict[str, Any] = {}
            if cell.metadata.get("tags"):
                metadata["tags"] = list(cell.metadata["tags"])
            if deck := cell.metadata.get("deck"):
                metadata["nbgrader"] = _nbgrader(f"{deck}-deck", locked=True)
                metadata["course"] = {"deck": str(deck), "role": "deck"}
                ident = cell_id(bank.module, str(deck), "deck")
            elif not setup:
                setup, metadata["nbgrader"] = True, _nbgrader("setup", locked=True)
                ident = cell_id(bank.module, "", "setup")
            yield v4.new_code_cell(cell.source, id=ident, metadata=metadata)
        else:
            yield v4.new_markdown_cell(cell.source, id=ident)


def _question_cells(
    module: str, question: Question, key: AnyKey | None, cell: Any, text: Path
) -> Iterator[Any]:
    import nbformat.v4 as v4

    name, points = question.id, question.points
    variable = question.variable
    body = cell.source.strip("\n")
    _check_body(text, question, body, variable)

    def code(source: str, role: str, nbgrader: dict[str, Any]) -> Any:
        metadata = {"nbgrader": nbgrader, "course": {"question": name, "role": role}}
        return v4.new_code_cell(source, id=cell_id(module, name, role), metadata=metadata)

    yield code(f'ask("{name}")', "ask", _nbgrader(f"{name}-ask", locked=True))
    if variable is not None:
        yield code(_with_blank(body, variable), "code", _nbgrader(f"{name}-code", solution=True))
    if is_manual(question):
        source = (
            f"*Faculty read and grade this answer: {_number(points)} points. Write in the box above.*\n\n"
        )
        metadata = {
            "nbgrader": _nbgrader(name, locked=True, task=True, points=points),
            "course": {"question": name, "role": "grade"},
        }
        ident = cell_id(module, name, "grade")
        scheme = mark_scheme(key if isinstance(key, Key) else None)
        yield v4.new_markdown_cell(source + scheme, id=ident, metadata=metadata)
        return
    call = f'check("{name}", {variable})' if variable is not None else f'check("{name}")'
    if points > 0:
        hidden = f'### BEGIN HIDDEN TESTS\ngrade("{name}")\n### END HIDDEN TESTS'
        yield code(f"{call}\n{hidden}", "grade", _nbgrader(name, grade=True, locked=True, points=points))
    elif variable is not None:
        yield code(call, "grade", _nbgrader(name, locked=True))


def is_manual(question: Question) -> bool:
    """Whether faculty read and grade the answer by hand: a text that earns points for what it says."""
    return question.kind == "text" and question.points > 0


def _nbgrader(
    grade_id: str,
    *,
    grade: bool = False,
    solution: bool = False,
    locked: bool = False,
    task: bool = False,
    points: float | None = None,
) -> dict[str, Any]:
    metadata: dict[str, Any] = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": task,
    }
    if points is not None:
        metadata["points"] = _number(points)
    return metadata


def _number(points: float) -> float | int:
    return int(points) if float(points).is_integer() else float(points)


def _asked_alone(text: Path, cells: list[Any], bank: Bank) -> list[str]:
    """The ids that need a cell of their own: all but those that a deck plays, which are never graded."""
    prefixes = [f"{cell.metadata['deck']}-" for cell in cells if "deck" in cell.metadata]
    for prefix in prefixes:
        members = deck_of(bank, prefix[:-1])
        graded = [question.id for question in members if question.points > 0]
        if not members or graded:
            fault = f"`{graded[0]}` has points: set `points: 0`, or rename it" if graded else "there are none"
            option = f":deck: {prefix[:-1]}"
            raise AuthoringError(
                f"{_where(text, option)}: `{option}` plays practice questions whose ids begin so; {fault}."
            )
    return [q.id for q in bank.questions if not q.id.startswith(tuple(prefixes))]


def _where(text: Path, words: str = "") -> str:
    """A module's text as messages name it, with the line that begins with these words."""
    name = f"{text.parent.name}/{text.name}"
    lines = text.read_text(encoding="utf-8").splitlines() if words and text.is_file() else []
    at = next((at for at, line in enumerate(lines, 1) if line.strip().startswith(words)), None)
    return f"{name}, line {at}" if at else name


def _check_questions(text: Path, cells: list[Any], wanted: list[str]) -> None:
    found = [str(cell.metadata["question"]) for cell in cells if "question" in cell.metadata]
    for name in found:
        option = f":question: {name}"
        if name not in wanted:
            raise AuthoringError(
                f"{_where(text, option)}: `{option}` is not in questions.yaml. "
                "Correct the id, or add the question there."
            )
        if found.count(name) > 1:
            raise AuthoringError(
                f"{_where(text, option)}: `{option}` stands {found.count(name)} times. "
                "A question is asked once; remove the others."
            )
    missing = [name for name in wanted if name not in found]
    if missing:
        named = ", ".join(f"`{name}`" for name in missing)
        raise AuthoringError(
            f"{_where(text)}: questions.yaml has {named}, which the text never asks. "
            "Add a code cell with `:question: <id>` for each, or remove the question."
        )


def _check_setup(text: Path, cells: list[Any]) -> None:
    first = next((cell for cell in cells if cell.cell_type == "code"), None)
    if first is None or "question" in first.metadata or not first.source.startswith(SETUP):
        found = "there is none" if first is None else f"it begins: {_opening(first.source)}"
        raise AuthoringError(
            f"{_where(text)}: the first code cell must be `from course import ask, check, hint`; {found}. "
            "Add it before the first question."
        )


def _check_body(text: Path, question: Question, body: str, variable: str | None) -> None:
    where = f"{text}, question `{question.id}`"
    if variable is None:
        if body:
            raise AuthoringError(
                f"{where}: the cell holds code, but questions.yaml names no `variable` for it. "
                "Name the variable, or empty the cell."
            )
        return
    begin, end = body.count("### BEGIN SOLUTION"), body.count("### END SOLUTION")
    if begin != 1 or end != 1:
        raise AuthoringError(
            f"{where}: found {begin} `### BEGIN SOLUTION` and {end} `### END SOLUTION`. "
            "An answer in code needs the scaffold and, between one pair of these lines, the solution."
        )
    if variable not in body:
        raise AuthoringError(
            f"{where}: the code never mentions `{variable}`, its variable in questions.yaml."
        )


def _with_blank(body: str, variable: str) -> str:
    """The scaffold with `variable = ...` before the solution, unless it sets the variable itself.

    Without it an untouched notebook would stop at the name that does not exist yet.
    """
    lines, scaffold, inside = body.split("\n"), [], False
    for line in lines:
        inside = (inside or line.startswith("### BEGIN SOLUTION")) and not line.startswith("### END SOLUTION")
        scaffold += [] if inside else [line]
    if any(re.match(rf"{variable}\s*=[^=]", line) for line in scaffold) or "### BEGIN SOLUTION" not in lines:
        return body
    place = lines.index("### BEGIN SOLUTION")
    return "\n".join([*lines[:place], f"{variable} = ...", *lines[place:]])


def _opening(source: str) -> str:
    lines = source.strip().splitlines()
    return repr(lines[0][:60]) if lines else "(empty)"
