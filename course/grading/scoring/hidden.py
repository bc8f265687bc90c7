"""The hidden part of a test cell, run in the grader's process on scores alone."""

import ast
import math
from collections.abc import Mapping
from typing import Any

BEGIN, END = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"
_SECRET = ("HIDDEN TESTS", "MARK SCHEME")


class HiddenTestError(Exception):
    """A hidden part that gives no score; the fault is in the course, not in the submission."""


def hidden_part(source: str) -> str:
    """The lines between nbgrader's two delimiters; empty if there are none."""
    lines, inside = [], False
    for line in source.splitlines():
        if END in line:
            inside = False
        elif BEGIN in line:
            inside = True
        elif inside:
            lines.append(line)
    return "\n".join(lines)


def visible_part(source: str) -> str:
    """A cell without hidden tests and marking scheme: what its trainee has seen of it."""
    lines, inside = [], False
    for line in source.splitlines():
        if any(f"END {name}" in line for name in _SECRET):
            inside = False
        elif any(f"BEGIN {name}" in line for name in _SECRET):
            inside = True
        elif not inside:
            lines.append(line)
    return "\n".join(lines).strip("\n")


def run_hidden(source: str, max_points: float, points: Mapping[str, float]) -> float:
    """The value of the hidden part's last line, in which `grade("id")` is a question's points.

    source: a test cell as the gradebook holds it, never as it was submitted. Raises HiddenTestError unless
    the value is a builtin float from 0 to max_points: nbgrader gives full marks to whatever it cannot read
    as a number.
    """
    try:
        tree = ast.parse(hidden_part(source))
    except SyntaxError as error:
        raise HiddenTestError(f"its hidden part is not Python: {error}") from None
    if not tree.body or not isinstance(tree.body[-1], ast.Expr):
        raise HiddenTestError(
            'its hidden part gives no value; the last line must be a score, such as grade("id")'
        )
    last = ast.Expression(tree.body.pop().value)  # type: ignore[attr-defined]
    space: dict[str, Any] = {"grade": lambda question: points[question]}
    try:
        exec(compile(tree, "hidden", "exec"), space)
        value = eval(compile(last, "hidden", "eval"), space)
    except Exception as error:
        raise HiddenTestError(f"its hidden part failed: {type(error).__name__}: {error}") from None
    if type(value) is not float or not math.isfinite(value) or not 0 <= value <= max_points:
        raise HiddenTestError(f"its hidden part gave {value!r}; a float from 0 to {max_points:g} is needed")
    return value
