"""YAML as the course reads it: plain data of bounded size, whatever its aliases say.

An alias (`*name`) stands for all that its anchor (`&name`) holds. Twenty lines of nine aliases each stand for
more than a memory holds, and one that lies in its own anchor stands for no end. PyYAML reads both at once,
since it shares what is alike, and whoever walks over the data afterwards does not come back. So nodes are
counted as if every alias were written out, before anything is built.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

MAX_CHARACTERS = 4 << 20
MAX_DEPTH = 40
MAX_NODES = 100_000
_MAX_NUMBER = 100
_NUMBERS = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "timestamp"))
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BeyondBounds(yaml.MarkedYAMLError):
    """YAML that is too large, too deep or without end: its line (from 1), `problem`, and the remedy."""

    def __init__(self, problem: str, mark: Any, remedy: str) -> None:
        super().__init__(None, None, problem, mark)
        self.line = mark.line + 1 if mark is not None else 1
        self.remedy = remedy


class Loader(_Base):
    """PyYAML's safe loader; a number or day that cannot be one is a fault of its line."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        # A number that is longer takes a time that grows with the square of its length.
        if node.tag in _NUMBERS and isinstance(node, yaml.ScalarNode) and len(node.value) > _MAX_NUMBER:
            raise _no_number(node)
        try:
            return super().construct_object(node, deep)
        except (ValueError, OverflowError):
            raise _no_number(node) from None


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read: its anchor, the nodes before it, its depth, the deepest in it."""

    anchor: str | None
    before: int
    depth: int
    deepest: int


def load(text: str, loader: Any = Loader) -> Any:
    """Plain data from YAML; raises yaml.YAMLError, among them BeyondBounds.

    >>> load("a: &one [1, 2]\\nb: *one")
    {'a': [1, 2], 'b': [1, 2]}
    """
    check(text)
    return yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader


def compose(text: str) -> Any:
    """The tree of nodes of YAML; raises as `load`."""
    check(text)
    return yaml.compose(text, Loader=_Base)


def check(text: str) -> None:
    """Raises BeyondBounds, with the line, for YAML that would not be small when all aliases are written out.

    Other faults are left to whoever reads it. One pass over the text; nothing is built.
    """
    if len(text) > MAX_CHARACTERS:
        raise BeyondBounds(
            f"the file has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read",
            None,
            "Divide it, or see what wrote it",
        )
    nodes = 0
    known: dict[str, tuple[int, int]] = {}  # by anchor: nodes, levels
    stack: list[_Open] = []
    for event in yaml.parse(text, Loader=_Base):
        levels = 0
        if isinstance(event, yaml.AliasEvent):
            if any(part.anchor == event.anchor for part in stack):
                raise BeyondBounds(
                    f"`*{event.anchor}` lies in what it stands for, `&{event.anchor}`: that has no end",
                    event.start_mark,
                    "Write out what is meant",
                )
            size, levels = known.get(str(event.anchor), (1, 0))
            nodes += size
        elif isinstance(event, yaml.CollectionStartEvent):
            nodes += 1
            depth = len(stack) + 1
            stack.append(_Open(event.anchor, nodes - 1, depth, depth))
        elif isinstance(event, yaml.CollectionEndEvent):
            closed = stack.pop()
            if stack:
                stack[-1].deepest = max(stack[-1].deepest, closed.deepest)
            if closed.anchor:
                known[closed.anchor] = nodes - closed.before, closed.deepest - closed.depth + 1
            continue
        elif isinstance(event, yaml.ScalarEvent):
            nodes += 1
            if event.anchor:
                known[event.anchor] = 1, 0
            if event.value == "<<" and event.implicit[0]:
                raise BeyondBounds(
                    "`<<` merges a mapping into another, which is not read here",
                    event.start_mark,
                    "Write its fields out",
                )
        else:
            continue
        reached = len(stack) + levels
        if stack:
            stack[-1].deepest = max(stack[-1].deepest, reached)
        _refuse_beyond(nodes, reached, event)


def _refuse_beyond(nodes: int, reached: int, event: Any) -> None:
    if nodes > MAX_NODES:
        what = "with its aliases written out, " if isinstance(event, yaml.AliasEvent) else ""
        raise BeyondBounds(
            f"{what}the file has more than {MAX_NODES:,} values by this line",
            event.start_mark,
            "Use fewer `*` of lists that hold `*`" if what else "Divide it, or see what wrote it",
        )
    if reached > MAX_DEPTH:
        raise BeyondBounds(
            f"lists and fields lie in each other {reached} deep; at most {MAX_DEPTH} are read",
            event.start_mark,
            "See whether a bracket is missing",
        )


def _no_number(node: Any) -> yaml.constructor.ConstructorError:
    value = str(node.value)
    said = value if len(value) <= 40 else f"{value[:30]}…"
    return yaml.constructor.ConstructorError(
        None, None, f"`{said}` is no number and no day: put it in quotes", node.start_mark
    )
