"""What of a submitted chart is a program rather than a description.

Vega compiles expressions to JavaScript, and a chart can carry them in many places. They run in the sandbox
that draws (`drawing`), which is what keeps them from everything; that none gets there which is more than a
comparison of columns is a second wall before the first.
"""

import re
from collections.abc import Iterator
from typing import Any

from course.questions.answers.specs import tables

# Where a text is an expression. Of `test` and `filter` only a text is one: otherwise they name a predicate.
_EXPRESSIONS = {
    *("expr", "signal", "labelExpr", "calculate", "test", "filter", "and", "or", "not", "update", "toggle")
}
_EVENTS = {"on", "clear", "zoom", "translate", "events", "between"}  # filters in [] are expressions
_NAMES = {"name", "param"}  # written into expressions as they are
_FORMAT_TYPES = re.compile("formatType|numberFormatType|timeFormatType|normalizedNumberFormatType")
_PARTS_OF_VEGA = {"signals"}  # passed through to Vega by a configuration
_GENERATORS = {"sequence", "graticule", "sphere", "keyvals"}  # could make any number of rows
# Columns, numbers, texts and operators, as `alt.datum.posts > 5` gives them. No call, no word but `datum`.
_COLUMN = (
    r"datum(?:\.(?!constructor\b|__)\w+"
    r"|\[\s*(?:'(?!constructor'|__)[^'\\]*'|\"(?!constructor\"|__)[^\"\\]*\")\s*\])"
)
_COMPARISON = re.compile(
    rf"(?:\s|{_COLUMN}|\d+(?:\.\d+)?(?![\w.])|'[^'\\]*'(?!\s*[\[.])|\"[^\"\\]*\"(?!\s*[\[.])"
    r"|\b(?:true|false|null)\b|[-+*/%<>=!&|?:()])*"
)
_LONGEST = 500
_NAME = re.compile(r"[\w -]{1,200}")


def program_in(spec: dict[str, Any]) -> str:
    """The first thing in a specification that runs or makes rows; empty if it only describes.

    >>> program_in({"mark": "bar", "title": {"text": {"expr": "[]['a'+'b']"}}})
    'an expression (`expr`)'
    >>> program_in({"mark": {"type": "bar", "color": {"expr": "datum.posts > 5 ? 'red' : 'grey'"}}})
    ''
    """
    for name, value in _settings(spec):
        if name in _GENERATORS and not isinstance(value, list):
            return f"a generator of data (`{name}`)"
        if name in _PARTS_OF_VEGA:
            return f"a part of Vega's own (`{name}`)"
        if not isinstance(value, str):
            continue
        if name in _EXPRESSIONS and not _only_compares(value):
            return f"an expression (`{name}`)"
        if name in _EVENTS and "[" in value:
            return f"an expression (`{name}`)"
        if name in _NAMES and not _NAME.fullmatch(value):
            return f"a name that is none (`{name}`)"
        if _FORMAT_TYPES.fullmatch(name) and value not in ("number", "time", "utc"):
            return f"an expression (`{name}`)"
    return ""


def _only_compares(text: str) -> bool:
    return len(text) <= _LONGEST and _COMPARISON.fullmatch(text) is not None


def _settings(spec: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every named value of a specification, those in lists one by one, however deep, but for rows of data."""
    rows = {id(table) for table in tables(spec)}
    stack: list[Any] = [spec]
    while stack:
        part = stack.pop()
        if isinstance(part, list):
            stack += part
        elif isinstance(part, dict):
            for name, value in part.items():
                yield str(name), value
                if id(value) in rows:
                    continue
                if isinstance(value, list):
                    yield from ((str(name), inner) for inner in value if isinstance(inner, str))
                stack.append(value)
