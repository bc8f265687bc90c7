"""Desks with the small test on them, and feedback pages as they come back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from formfixture import FIXTURE

from course.notebook import live, session
from course.questions.bank.loading import load_bank, load_keys

MODULE = "t1-forms-abc"
ORIENTATION = Path(__file__).parents[1] / "source" / "00-orientation"


def make_desk(root: Path, **settings: Any) -> Path:
    """A desk with the small test; gives the module's folder."""
    folder = root / "desk" / MODULE
    folder.mkdir(parents=True)
    shutil.copy(FIXTURE / "questions.yaml", folder)
    shutil.copytree(FIXTURE / "pictures", folder / "pictures")
    (folder.parent / ".course.json").write_text(json.dumps(settings))
    return folder


def self_study(root: Path, keys: bool = True) -> Path:
    """A desk of one's own, with the key folder or without."""
    faculty = {"faculty": str(FIXTURE)} if keys else {}
    return make_desk(root, mode="self-study", id="self-study", **faculty)


def cohort(root: Path, trainee: str = "ada") -> Path:
    """A desk of a trainee in the cohort autumn."""
    return make_desk(root, mode="cohort", id=trainee, cohort="autumn")


def answer(folder: Path, *steps: int | None) -> session.Session:
    """Answer the cards in order, as the cards save them; None leaves one out. Gives the session."""
    here = session.use(folder)
    assert here is not None
    for question, step in zip(here.bank, steps, strict=False):
        if step is not None:
            live.record(here, question, step)
    return here


def truths(form: str) -> list[bool]:
    """Which cards of a form are borne out, in order."""
    bank = load_bank(FIXTURE)
    keys = load_keys(FIXTURE, bank)
    return [keys.find(question.id, form).answer for question in bank]


def forecast(folder: Path, value: Any, of: int = 6) -> None:
    """Orientation on the same desk, its forecast answered; it asks of how many."""
    target = folder.parent / "00-orientation"
    target.mkdir()
    text = (ORIENTATION / "questions.yaml").read_text(encoding="utf-8")
    text = text.replace("range: [0, 24]", f"range: [0, {of}]")
    (target / "questions.yaml").write_text(text, encoding="utf-8")
    if value is not None:
        entry = {"value": value, "at": "2026-11-23T10:00:00+00:00"}
        found = {"version": 1, "module": "00-orientation", "answers": {"forecast": entry}}
        (target / "answers.json").write_text(json.dumps(found))


def page(folder: Path, results: Any, when: str = "2026-11-23 10:00:00.000000 UTC") -> Path:
    """A feedback page with these results; a text stands as it is."""
    target = folder / "feedback" / when / f"{MODULE}.html"
    target.parent.mkdir(parents=True)
    text = results if isinstance(results, str) else json.dumps(results)
    target.write_text(f'<html><script type="application/json" id="course-results">{text}</script></html>')
    return target


def results(steps: list[int | None], form: str, closed: bool = True, **changes: Any) -> dict[str, Any]:
    """What a feedback page carries of a form."""
    questions = {}
    for place, (step, truth) in enumerate(zip(steps, truths(form), strict=True), 1):
        state = "blank" if step is None else "recorded"
        one: dict[str, Any] = {
            "max_points": 1, "state": state, "reveal": "after-form", "kind": "evidence", "value": step,
            "points": float(step is not None), "form": form,
        }  # fmt: skip
        if closed:
            state = state if step is None else "right" if (step > 50) == truth else "wrong"
            one |= {"state": state, "truth": truth, "evidence": []}
            one["rationale"] = f"The reason of card {place}."
        questions[f"card-{place}"] = one
    base = {"version": 1, "module": MODULE, "trainee": "ada", "points": 6, "max_points": 6}
    return {**base, "questions": questions, **changes}
