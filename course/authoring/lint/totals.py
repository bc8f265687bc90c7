"""A rule on sums: the points that a module's opening promises are those that its questions add up to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from course.authoring.lint.finding import Finding
from course.authoring.lint.module import Module

_POINTS = re.compile(r"(\d+(?:\.\d+)?) points?\b")


def check_totals(module: Module) -> Iterator[Finding]:
    """Points named before the first stop are the sum of all questions; on a line of the core, of its own."""
    if module.bank is None:
        return
    core = sum(question.points for question in module.bank.questions if question.track == "core")
    opening = [piece for piece in module.pieces if piece.text is module.notebook]
    for piece in opening:
        if piece.section != opening[0].section:
            return
        for said in _POINTS.findall(piece.plain):
            wanted = core if piece.plain.lstrip("*• ").startswith("Core") else module.bank.points
            if float(said) != wanted:
                found = f"The opening says {said} points; the questions add up to {wanted:g}."
                line, remedy = piece.line(f"{said} point"), f"Write {wanted:g} points."
                yield Finding(piece.text.file, line, "totals", piece.place, found, remedy)
