"""YAML read with the line of every value, so that a fault can name it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from course import yamltext

Path = tuple[str | int, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_QUOTE = 'A value that begins with {{ must stand in quotes: "{{ … }}".'


class NotYaml(ValueError):
    """Text that is no YAML of ours: the line, what was found, the remedy."""

    def __init__(self, line: int, found: str, remedy: str) -> None:
        super().__init__(found)
        self.line, self.found, self.remedy = line, found, remedy


@dataclass(frozen=True)
class Located:
    """Plain data and, by path, the line on which each value begins (a block's first line of text)."""

    data: Any
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of a value; of what holds it where the value itself is missing."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def load(text: str, first: int = 1) -> Located:
    """Read YAML whose first line is line `first` of its file.

    Raises NotYaml for text that is no YAML, a doubled key, or an unquoted template.
    """
    loader = _Loader(text)
    try:
        yamltext.check(text)
        node = loader.get_single_node()
        reader = _Reader(loader, first)
        data = reader.read(node, ()) if node is not None else None
        return Located(data, reader.lines)
    except yamltext.BeyondBounds as error:
        raise NotYaml(first + error.line - 1, f"{error.problem}.", f"{error.remedy}.") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first + (mark.line if mark else 0)
        lines = text.splitlines()
        at = lines[line - first] if line - first < len(lines) else ""
        remedy = _QUOTE if ": {{" in at or "- {{" in at or ": {%" in at else _advice(at)
        raise NotYaml(line, f"this is no YAML: {error.problem or error.context}.", remedy) from None
    finally:
        loader.dispose()


def _advice(line: str) -> str:
    if line.count(": ") > 1:
        return "A text that holds a colon and a space must stand in quotes."
    return "Look at its indentation, colons and quotes."


class _Reader:
    """Turns nodes into data and notes their lines."""

    def __init__(self, loader: Any, first: int) -> None:
        self._loader, self._first = loader, first
        self.lines: dict[Path, int] = {}

    def read(self, node: Any, path: Path) -> Any:
        line = self._first + node.start_mark.line
        self.lines[path] = line + (1 if getattr(node, "style", None) in ("|", ">") else 0)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(part, (*path, place)) for place, part in enumerate(node.value)]
        try:
            return self._loader.construct_object(node)
        except ValueError:  # a day that no calendar has
            raise NotYaml(line, f"`{node.value}` is no date.", "Write 2026-03-02, or quotes.") from None

    def _mapping(self, node: Any, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value in node.value:
            line = self._first + key_node.start_mark.line
            if not isinstance(key_node, yaml.ScalarNode):
                raise NotYaml(line, "a template stands here without quotes.", _QUOTE)
            key = str(key_node.value)
            if key in found:
                raise NotYaml(line, f"`{key}` stands here twice.", "Keep one of them.")
            found[key] = self.read(value, (*path, key))
            if not isinstance(value, yaml.ScalarNode):
                self.lines[(*path, key)] = line  # a list or a mapping is known by its name's line
        return found
