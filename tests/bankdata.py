"""The smallest bank and key there are, as data to break in one place."""

from pathlib import Path

import yaml

CHOICE = {
    "id": "which",
    "kind": "choice",
    "prompt": "Which?",
    "concept": "rates",
    "points": 1,
    "options": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}],
}
EVIDENCE = [{"cite": "Somebody 2020", "looked_at": "@2026-11-23", "state": "text"}]
KEY = {"answer": "a", "rationale": "Because of the rate.", "evidence": EVIDENCE}


def bank_data(*questions: dict, **changes) -> dict:
    """The data of a questions.yaml; points add up unless a change says otherwise."""
    questions = questions or (CHOICE,)
    given = [question.get("points", 0) for question in questions]
    points = sum(one for one in given if type(one) in (int, float) and one > 0)
    data = {"module": "m1", "title": "M", "minutes": 5, "points": points, "questions": list(questions)}
    return {**data, **changes}


def key_data(keys: dict | None = None, **changes) -> dict:
    """The data of a key.yaml."""
    return {"module": "m1", "keys": {"which": KEY} if keys is None else keys, **changes}


def write_yaml(folder: Path, name: str, data: object) -> Path:
    """Write data as YAML; a date is written as "@2026-11-23" here, so that it reaches the file unquoted."""
    folder.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
    text = text.replace("'@", "").replace("-23'", "-23")
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name
