"""A trial run of a module before it is handed in: in a copy, under nbgrader's own validator, form only.

The trainee's notebook and answers are read and never written.
"""

from __future__ import annotations

import re
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from course.errors import DeskError
from course.learning.validation.copying import copy_module
from course.learning.validation.run import Stopped, validated
from course.questions.answers.store import AnswerFile
from course.questions.bank.loading import load_bank
from course.questions.bank.models import Bank

_CHECKS = re.compile(r"""^check\(\s*["']([a-z0-9-]+)["']""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to do before handing in. question: its id, or None for the notebook as a whole."""

    question: str | None
    what: Literal["unanswered", "form", "changed", "answers", "notebook"]
    say: str


def try_out(folder: Path) -> list[Finding]:
    """What is unanswered or wrong in form in a module folder, in the order of its questions.

    Raises DeskError if there is no module, BankError if its questions cannot be read.
    """
    notebooks = sorted(path for path in folder.glob("*.ipynb") if _is_plain(path))
    if not notebooks or not (folder / "questions.yaml").is_file():
        raise DeskError(f"There is no module in {folder}: a notebook and questions.yaml should be in it.")
    bank = load_bank(folder)
    with tempfile.TemporaryDirectory(prefix="course-validate-") as scratch:
        copy, left_out = copy_module(folder, Path(scratch))
        answered, damaged = _answered(copy, bank)
        named = copy / f"{bank.module}.ipynb"
        notebook = named if named.exists() else copy / notebooks[0].name
        renamed = [] if named.exists() else [_renamed(notebook.name, named.name)]
        found = [*damaged, *renamed, *map(_left_out, left_out), *_unanswered(bank, answered)]
        found += _unreadable(notebook) or _run(notebook, answered)
    places = {question.id: number for number, question in enumerate(bank.questions)}
    return sorted(found, key=lambda one: places.get(one.question or "", -1))


def _renamed(found: str, released: str) -> Finding:
    say = f"The notebook is called {found} and was released as {released}. Rename it back before you hand in."
    return Finding(None, "changed", say)


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _left_out(line: str) -> Finding:
    say = f"{line} Handing in can fail because of it. Move it out of the module's folder."
    return Finding(None, "changed", say)


def _unreadable(notebook: Path) -> list[Finding]:
    """One finding if nbgrader could not even open the notebook; answers on cards do not depend on it."""
    import nbformat

    try:
        nbformat.validate(nbformat.read(notebook, as_version=4))
        return []
    except Exception as error:  # nbformat fails in many ways over what is no notebook
        why = (str(error).splitlines() or [type(error).__name__])[0][:100]
    say = (
        f"{notebook.name} cannot be read as a notebook ({why}). Your answers on cards are safe: they are in "
        f"answers.json. For a fresh notebook, rename the folder {notebook.parent.name}, run `course open "
        "--lay-only` (in a cohort, fetch the module again in the Assignment List), and copy answers.json "
        "from the old folder into the new one."
    )
    return [Finding(None, "notebook", say)]


def _answered(copy: Path, bank: Bank) -> tuple[set[str], list[Finding]]:
    file = AnswerFile(copy, bank.module)
    kept = file.read().answers
    # A damaged file is set aside in the copy only, so what the trainee will read is that it cannot be used.
    said = [Finding(None, "answers", notice.partition(" It is kept as")[0]) for notice in file.take_notices()]
    return {name for name, entry in kept.items() if entry.answered}, said


def _unanswered(bank: Bank, answered: set[str]) -> Iterator[Finding]:
    for question in bank.questions:
        # An answer made in code is given by running the notebook, so only the run can tell.
        if question.is_graded and not question.is_code and question.id not in answered:
            yield Finding(question.id, "unanswered", "Not answered yet.")


def _run(notebook: Path, answered: set[str]) -> Iterator[Finding]:
    """nbgrader's own verdict, cell by cell, without repeating what is known to be unanswered."""
    try:
        verdict = validated(notebook)
    except Stopped as error:
        yield Finding(None, "form", str(error))
        return
    for kind, cells in verdict.items():
        for cell in cells:
            match = _CHECKS.search(cell["source"])
            question = match.group(1) if match else None
            if kind != "failed":
                say = "A locked cell was changed. Copy it back from the released notebook."
                yield Finding(question, "changed", say)
            elif question is None or question in answered or not _is_blank(cell["raw_error"]):
                yield Finding(question, "form", _message(cell["raw_error"]))


def _is_blank(error: str) -> bool:
    """Whether a check failed only because there is no answer, which has been listed already."""
    return "answered yet" in error


def _message(error: str) -> str:
    """What an error says, without colours and without a traceback of somebody's code."""
    from nbconvert.filters import strip_ansi

    text = str(strip_ansi(error)).strip()
    return text.splitlines()[-1] if "Traceback (most recent call last)" in text else text
