"""The fact-checker's trail beside one's own, each step with its why: shown with results, never marked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from markupsafe import Markup

from course.archive import serving
from course.archive.recording import Recorder
from course.archive.store import Archive, story_titles
from course.archive.variants import fact_checkers_trail, fact_of_draw, questions_of, trail_of_draw
from course.errors import CourseError
from course.questions.answers import trails
from course.questions.draws import archive_draw

Steps = list[dict[str, Any]]


def for_session(recorder: Recorder, archive: Archive, story: str) -> dict[str, Any]:
    """In self-study, once the story's questions are answered: the fact-checker's steps with titles.

    Else `waits`, which says what is still to be done.
    """
    now = recorder.session
    if now.mode != "self-study" or now.execution or now.key_folder is None:
        return {"waits": "A fact-checker's trail comes with your feedback."}
    steps = fact_checkers_trail(now.key_folder, story, now.cohort, now.trainee)
    if not steps:
        return {"waits": "The key folder has no fact-checker's trail of this story."}
    asked = [one for one in questions_of(now.key_folder, story) if now.bank.find(one)]
    left = [one for one in asked if not now.answers.get(one).answered]
    if left:
        count = f"{len(left)} of {len(asked)} still to do"
        return {"waits": f"Answer the questions of this story first: {count}."}
    fact = fact_of_draw(now.key_folder, story, archive_draw(now.cohort, now.trainee, story))
    return {"steps": _named(archive, steps), "fact": fact}


def feedback_html(secret: Path, module: str, story: str, drawn: int, value: Any) -> str:
    """For a feedback page: the own trail and the fact-checker's side by side; empty where there is none.

    `secret` is the module's folder under faculty/, `drawn` what the grader drew for trainee and story.
    """
    try:
        steps, fact = trail_of_draw(secret, story, drawn), fact_of_draw(secret, story, drawn)
        titles = story_titles(module, story, drawn)
    except CourseError:
        return ""
    if not steps:
        return ""
    try:
        own = [step.model_dump() for step in trails.read(value).steps]
    except CourseError:  # a damaged one; the card above shows what it holds
        own = []
    sides = [("Your trail", own), ("A fact-checker\u2019s trail", steps)]
    both = Markup("").join(_side(name, _titled(part, titles)) for name, part in sides)
    first = Markup('<p class="qc-fact">{}</p>').format(fact) if fact else ""
    return str(Markup('{}<div class="qc-trails">{}</div>').format(first, both))


def _named(archive: Archive, steps: Steps) -> Steps:
    found = serving.titles(archive, [step["of"] for step in steps if step["of"].startswith("https://")])
    return _titled(steps, found)


def _titled(steps: Steps, titles: dict[str, str]) -> Steps:
    return [{**step, "title": titles.get(step["of"], "")} for step in steps]


def _side(name: str, steps: Steps) -> Markup:
    lines = Markup("").join(_line(step) for step in steps) or Markup("<li>Nothing was opened.</li>")
    side = Markup('<div><p class="qc-sources-head">{}</p><ol class="qc-trail">{}</ol></div>')
    return side.format(name, lines)


def _line(step: dict[str, Any]) -> Markup:
    why = Markup('<div class="qc-why-step">{}</div>').format(step["why"]) if step.get("why") else ""
    of = step["of"].removeprefix("https://")
    return Markup('<li><span class="qc-how">{}</span> {} <span class="qc-trail-of">{}</span>{}</li>').format(
        trails.WORDS.get(step["do"], step["do"]), step["title"], of, why
    )
