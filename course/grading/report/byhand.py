"""Points given by hand: do they still hold after a regrade?

nbgrader asks whoever gave them again each time a submission is graded anew. Here they hold while what they
were given for is the same: the answer, what the machine makes of it, and the rubric. A digest of that is kept
for each question when it is graded, beside the marks of grading.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from course.files import write_whole
from course.grading.scoring.graded import GradedAnswer
from course.grading.scoring.module import Module

_NOTES = (".grading", ".byhand")  # in the course folder; no trainee's id begins with a dot


def digest(module: Module, graded: GradedAnswer) -> str:
    """What points by hand are given for, as a short text that changes with it."""
    question = module.question(graded.question, graded.form)
    key = module.key(question) if question is not None else None
    rubric = key.rubric.model_dump(mode="json") if key is not None and key.rubric is not None else None
    most = question.points if question is not None else None
    told = [graded.value, graded.result["state"], graded.points, graded.drawn, rubric, most]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()[:32]


def kept(root: Path, module: str, trainee: str) -> dict[str, str]:
    """The digests of the last grading by question; empty where nothing is known."""
    try:
        found = json.loads(_path(root, module, trainee).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def keep(root: Path, module: str, trainee: str, digests: dict[str, Any]) -> None:
    """Keep the digests of this grading. To be called once the gradebook has it: a kill between the two then
    asks a person once more, and never believes points that were given for another answer.
    """
    path = _path(root, module, trainee)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(digests), mode=None)


def _path(root: Path, module: str, trainee: str) -> Path:
    return root.joinpath(_NOTES[0], module, _NOTES[1], f"{trainee}.json")
