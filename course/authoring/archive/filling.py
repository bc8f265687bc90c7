"""A file's data and body with their slots filled; what goes wrong is said with the file's own line."""

from __future__ import annotations

import difflib
from typing import Any

from pydantic import ValidationError

from course.authoring.archive.faults import Faults
from course.authoring.archive.located import Path
from course.authoring.archive.markdown import Made
from course.authoring.archive.reading import Text, faults_of
from course.authoring.archive.templating import NotRendered, Values, fill, fill_text


def filled_data(text: Text, data: Any, path: Path, values: Values, faults: Faults) -> Any:
    """Data with every text in it filled; one that cannot be stays as it is, with a fault."""
    if isinstance(data, dict):
        return {key: filled_data(text, value, (*path, key), values, faults) for key, value in data.items()}
    if isinstance(data, list):
        return [filled_data(text, value, (*path, at), values, faults) for at, value in enumerate(data)]
    if not isinstance(data, str):
        return data
    try:
        return fill(data, values)
    except NotRendered as error:
        faults.add(text.file, text.front.line(path) + error.line - 1, error.found, error.remedy)
        return data


def filled_body(text: Text, values: Values, faults: Faults) -> str:
    """The body filled; empty, with a fault, where it cannot be."""
    try:
        return fill_text(text.body, values)
    except NotRendered as error:
        faults.add(text.file, text.body_line + error.line - 1, error.found, error.remedy)
        return ""


def validated(model: Any, data: Any, text: Text, faults: Faults) -> Any:
    """The record of a model, or None with its faults said."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults_of(error, text, faults)
        return None


def body_faults(text: Text, body: str, made: Made, faults: Faults) -> None:
    """Say what is wrong in the filled body, by the line of the body as written."""
    for line, found, remedy in made.faults:
        faults.add(text.file, text.body_line + written_line(text.body, body, line) - 1, found, remedy)


def written_line(written: str, filled: str, line: int) -> int:
    """The line of the source from which a line of the filled text came (from 1): the most similar one."""
    rows, shown = written.splitlines(), filled.splitlines()
    if not 1 <= line <= len(shown):
        return 1
    wanted = shown[line - 1]
    if line <= len(rows) and rows[line - 1] == wanted:
        return line
    if wanted in rows:
        return rows.index(wanted) + 1
    alike = [difflib.SequenceMatcher(None, row, wanted, autojunk=False).ratio() for row in rows]
    return alike.index(max(alike)) + 1 if alike else 1
