"""A trial run of a module before it is handed in: in a copy, under nbgrader's own validator, form only.

The trainee's notebook and answers are read and never written.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from course.learning.desk import SETTINGS, read_settings
from course.questions.answers import AnswerFile
from course.questions.errors import DeskError
from course.questions.loading import load_bank
from course.questions.models import Bank

_CHECKS = re.compile(r"""^check\(\s*["']([a-z0-9-]+)["']""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to do before handing in. question: its id, or None for the notebook as a whole."""

    question: str | None
    what: Literal["unanswered", "form", "changed", "answers"]
    say: str


def try_out(folder: Path) -> list[Finding]:
    """What is unanswered or wrong in form in a module folder, in the order of its questions.

    Raises DeskError if there is no module, BankError if its questions cannot be read.
    """
    notebooks = sorted(folder.glob("*.ipynb"))
    if not notebooks or not (folder / "questions.yaml").is_file():
        raise DeskError(f"There is no module in {folder}: a notebook and questions.yaml should be in it.")
    bank = load_bank(folder)
    with tempfile.TemporaryDirectory(prefix="course-validate-") as scratch:
        copy = _copy(folder, Path(scratch))
        answered, damaged = _answered(copy, bank)
        named = copy / f"{bank.module}.ipynb"
        notebook = named if named.exists() else copy / notebooks[0].name
        renamed = [] if named.exists() else [_renamed(notebook.name, named.name)]
        found = [*damaged, *renamed, *_unanswered(bank, answered), *_run(notebook, answered)]
    places = {question.id: number for number, question in enumerate(bank.questions)}
    return sorted(found, key=lambda one: places.get(one.question or "", -1))


def _copy(folder: Path, scratch: Path) -> Path:
    """The module on a desk of its own, with the enrolment (numbers depend on it) and without a key folder."""
    copy = scratch / folder.name
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__"))
    settings = read_settings(folder.parent)
    if settings is not None:
        settings.pop("faculty", None)
        (scratch / SETTINGS).write_text(json.dumps(settings), encoding="utf-8")
    return copy


def _renamed(found: str, released: str) -> Finding:
    say = f"The notebook is called {found} and was released as {released}. Rename it back before you hand in."
    return Finding(None, "changed", say)


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
    from nbclient.exceptions import DeadKernelError

    try:
        verdict = _validated(notebook)
    except DeadKernelError as error:
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

    text = strip_ansi(error).strip()
    return text.splitlines()[-1] if "Traceback (most recent call last)" in text else text


def _validated(notebook: Path) -> dict[str, list[dict[str, Any]]]:
    from nbclient.exceptions import DeadKernelError
    from nbgrader.preprocessors import Execute
    from nbgrader.validator import Validator
    from traitlets.config import Config

    class Watched(Execute):
        def preprocess_cell(self, cell: Any, resources: Any, index: int) -> Any:
            try:
                return super().preprocess_cell(cell, resources, index)
            except DeadKernelError:
                first = (str(cell.source).strip().splitlines() or [""])[0][:60]
                say = f"Python ended in cell {index + 1} ({first}), or right after the one before it: "
                raise DeadKernelError(say + "look there for exit() or quit(), and take it out.") from None

    quiet = logging.getLogger("course.validate")
    quiet.addHandler(logging.NullHandler())
    quiet.propagate = False
    # Sockets in the scratch folder: nothing listens on the network, and the kernel does not warn of it.
    sockets = {"transport": "ipc", "ip": str(notebook.parent.parent / "k")} if os.name == "posix" else {}
    validator = Validator(config=Config({"KernelManager": sockets}))
    validator.log = quiet
    validator.preprocessors = [Watched if step is Execute else step for step in validator.preprocessors]
    found: dict[str, list[dict[str, Any]]] = validator.validate(str(notebook))
    return found
