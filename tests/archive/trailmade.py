"""A module whose bank has one story's trail and one question of it, on a desk of its own."""

import json
from pathlib import Path
from typing import Any

import madeweb
import yaml

START = "https://chatter.example/lamps"
LETTER = "https://letters.example/2026/falls"
QUESTION = {
    "id": "lamp-falls",
    "kind": "number",
    "prompt": "How many falls were there before the lamps?",
    "concept": "rates",
    "points": 1,
}
TRAIL = {
    "id": "lamp-trail",
    "kind": "trail",
    "title": "The lamps",
    "prompt": "Read until you know.",
    "concept": "rates",
    "story": madeweb.STORY,
    "points": 0,
}


def step(do: str, of: str, minute: int = 0) -> dict[str, str]:
    """A step of a trail, some minutes past three."""
    return {"do": do, "of": of, "at": f"2026-11-28T03:{minute:02}:00Z"}


def desk(root: Path, mode: str = "cohort", **settings: Any) -> Path:
    """desk/m1 with questions.yaml, for trainee t0 of the cohort autumn."""
    folder = root / "desk" / madeweb.MODULE
    folder.mkdir(parents=True)
    bank = {"module": madeweb.MODULE, "title": "M", "minutes": 5, "points": 1, "questions": [QUESTION, TRAIL]}
    (folder / "questions.yaml").write_text(yaml.safe_dump(bank), encoding="utf-8")
    person = {"mode": mode, **({"id": madeweb.who(0), "cohort": "autumn"} if mode == "cohort" else {})}
    (folder.parent / ".course.json").write_text(json.dumps({**person, **settings}), encoding="utf-8")
    return folder


def saved(folder: Path) -> Any:
    """What answers.json holds of the trail now."""
    return json.loads((folder / "answers.json").read_text())["answers"]["lamp-trail"]["value"]
