"""Submitted charts drawn in a sandbox: all charts of a notebook in one, with no file, network or right.

Vega compiles what a chart says to JavaScript and runs it. So it runs where a submission's own code does: as
nobody, beside nothing (docs/isolation.md). What comes out are pictures for an <img>, where no script runs.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.grading.isolation import SWITCH
from course.grading.isolation.confinement import MEGABYTE, Confinement, Limits

MAX_SVG = 2_000_000  # bytes of one picture
MAX_SVGS = 10 * MEGABYTE  # of all pictures of a notebook
SECONDS_A_CHART = 10  # of processor time
SECONDS = 60  # for all charts of a notebook; all but the first take hundredths of one
CONFINED = Confinement(
    limits=Limits(
        memory=1_500 * MEGABYTE,
        seconds=SECONDS,
        cpu_seconds=SECONDS,
        folder_bytes=64 * MEGABYTE,
        folder_files=100,
        said_bytes=MEGABYTE,
    )
)
_PROGRAM = ["-P", "-m", "course.grading.isolation.draw"]
_ENTITY = re.compile(r"<!ENTITY", re.I)


@dataclass(frozen=True)
class Drawing:
    """An SVG, or why there is none."""

    svg: str = ""
    problem: str = ""


def draw_all(specs: list[dict[str, Any]]) -> list[Drawing]:
    """A drawing for each Vega-Lite specification that carries its data."""
    if not specs:
        return []
    from course.grading.isolation.ready import gap

    missing = gap()
    words = [*_PROGRAM, str(SECONDS_A_CHART), str(MAX_SVG), str(MAX_SVGS)]
    if missing is None:
        data, why = _in_sandbox(words, json.dumps(specs))
    elif os.environ.get(SWITCH, "").strip().lower() == "none":
        data, why = _trusted(words, json.dumps(specs))
    else:
        why = f"Charts are drawn in a sandbox. Here {missing.problem.rstrip('.')}; see `course doctor`"
        return [Drawing(problem=why)] * len(specs)
    found = dict(_read(data))
    late = Drawing(problem=why or f"The notebook's charts together take more than {MAX_SVGS // MEGABYTE} MB")
    return [found.get(number, late) for number in range(len(specs))]


def _in_sandbox(words: list[str], specs: str) -> tuple[bytes, str]:
    """What came out, and why there is no more if it was ended."""
    from course.grading.isolation.draw import SPECS
    from course.grading.isolation.ready import outcome_inside

    outcome = outcome_inside(words, CONFINED, {SPECS: specs}, MAX_SVGS)
    why = outcome.reason.replace("the notebook ran", "the notebook's charts together took")
    return outcome.answers or b"", why


def _trusted(words: list[str], specs: str) -> tuple[bytes, str]:
    """The same without a sandbox, where a person has said that every submission is trusted."""
    from course.grading.isolation.draw import PICTURES, SPECS

    with tempfile.TemporaryDirectory(prefix="grading-") as folder:
        Path(folder, SPECS).write_text(specs, encoding="utf-8")
        try:
            subprocess.run(
                [sys.executable, *words], cwd=folder, timeout=SECONDS, capture_output=True, check=False,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path[1:])},
            )  # fmt: skip
            why = "what draws charts ended"
        except subprocess.TimeoutExpired:
            why = "the notebook's charts together took longer than is allowed"
        made = Path(folder, PICTURES)
        return made.read_bytes()[:MAX_SVGS] if made.is_file() else b"", why


def _read(data: bytes) -> list[tuple[int, Drawing]]:
    """What the sandbox wrote, read as a stranger's: whole lines of the right form, pictures that are SVG."""
    found = []
    for line in data.split(b"\n"):
        try:
            number, svg, problem = json.loads(line)
        except (ValueError, TypeError, RecursionError):
            continue  # the last line, if it was cut off
        if type(number) is not int or not isinstance(svg, str) or not isinstance(problem, str):
            continue
        drawing = (
            Drawing(svg) if is_svg(svg) else Drawing(problem=problem[:200] or "What was drawn is no SVG")
        )
        found.append((number, drawing))
    return found


def is_svg(text: str) -> bool:
    """Whether a text is an SVG picture of bounded size that defines no entities of its own."""
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError:  # half a surrogate pair
        return False
    head = text[:2000].lstrip("\ufeff \t\r\n")
    return (
        size <= MAX_SVG
        and head.startswith(("<svg", "<?xml", "<!DOCTYPE", "<!--"))
        and "<svg" in head
        and (text.rstrip().endswith("</svg>") and not _ENTITY.search(text))
    )
