"""On which line of a YAML file a mistake lies: looked up only when there is one to name."""

from __future__ import annotations

from typing import Any

import yaml

from course import yamltext


def line_of(text: str, question: str | None, field: str) -> int | None:
    """The line, from 1, of a question's field in `questions.yaml` or `key.yaml`; of what holds it where the
    field is not there. None for a text that cannot be read, or has no such question.

    field: names and places with points between, places from 1, as in *options.2.text*.

    >>> line_of("keys:\\n  a: {answer: 1}\\n  b:\\n    answer: 2\\n", "b", "answer")
    4
    """
    try:
        node = yamltext.compose(text)
    except yaml.YAMLError:
        return None
    if question is not None:
        node = _entry(node, question)
    if node is None:
        return None
    line = node.start_mark.line
    for part in field.split(".") if field else ():
        found = _below(node, part)
        if found is None:
            break
        line, node = found
    return int(line) + 1


def _entry(root: Any, question: str) -> Any:
    """The mapping of a question: in the list `questions` by its id, in `keys` by its name."""
    for name in ("questions", "keys"):
        found = _below(root, name)
        if found is None:
            continue
        holder = found[1]
        if isinstance(holder, yaml.SequenceNode):
            for entry in holder.value:
                ident = _below(entry, "id")
                if ident is not None and str(ident[1].value) == question:
                    return entry
        elif (inner := _below(holder, question)) is not None:
            return inner[1]
    return None


def _below(node: Any, part: str) -> tuple[int, Any] | None:
    """The line and node of a field or place; None where there is none."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return key.start_mark.line, value
    if isinstance(node, yaml.SequenceNode) and part.isdigit() and 0 < int(part) <= len(node.value):
        value = node.value[int(part) - 1]
        return value.start_mark.line, value
    return None
