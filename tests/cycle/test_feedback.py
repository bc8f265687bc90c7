"""What a feedback page says and what it does not, and how it comes back."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from course_in_a_box import Box, from_nbgrader, ok

pytestmark = from_nbgrader

FORM = """\
module: form
title: A test
minutes: 3
points: 2
questions:
  - {id: card, kind: choice, prompt: "Which one?", concept: c, points: 1, reveal: after-form,
     credit: completion, options: [{id: a, text: A}, {id: b, text: B}]}
  - {id: judged, kind: choice, prompt: "And this?", concept: c, points: 1, reveal: after-form,
     options: [{id: a, text: A}, {id: b, text: B}]}
"""
FORM_KEY = """\
module: form
keys:
  card:
    answer: a
    rationale: The rationale of the card.
    evidence: &e [{cite: x, looked_at: 2026-01-01, state: text}]
  judged: {answer: a, rationale: The rationale of the judged., evidence: *e}
"""
FORM_TEXT = """\
# A test

```{code-cell}
from course import ask, check, hint
```

```{code-cell}
:question: card
```

```{code-cell}
:question: judged
```
"""


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    box = Box(tmp_path_factory.mktemp("feedback") / "box")
    box.add("m1")
    with_form(box)
    for module in ("m1", "form"):
        box.release(module)
    box.hand_in("good", "m1", box.right("m1", "good"), solved=True)
    wrong = {"which": "b", "own-number": "7", "warm-up": "b", "why": "Because <b>I</b> & they say so."}
    box.hand_in(
        "mixed",
        "m1",
        wrong,
        change=lambda folder: box.write_code(folder, "m1", {"how-many": "n_posts = 1 / 0"}),
    )
    box.hand_in("good", "form", {"card": "b", "judged": "b"})
    for module in ("m1", "form"):
        ok(box.collect(module))
        ok(box.autograde(module))
    return box


def with_form(box: Box) -> None:
    from course.authoring import build

    for side, files in (
        ("source", {"questions.yaml": FORM}), ("faculty", {"key.yaml": FORM_KEY, "notebook.md": FORM_TEXT}),
    ):  # fmt: skip
        folder = box.course / side / "form"
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_text(text)
    build(["form"], box.course, box.course / "faculty")


def results(page: str) -> dict:
    found = re.findall(r'<script type="application/json" id="course-results">(.*?)</script>', page, re.S)
    assert len(found) == 1
    return json.loads(found[0])


def by_hand(box: Box, name: str, points: float | None, comment: str | None) -> None:
    """What formgrader writes when a grader gives points."""
    with box.gradebook() as book:
        grade = book.find_grade("why", "m1", "m1", name)
        grade.manual_score = points
        grade.needs_manual_grade = False
        book.find_comment("why", "m1", "m1", name).manual_comment = comment
        book.db.commit()


def test_own_answer_points_reason_rationale_and_evidence(box: Box) -> None:
    page = box.feedback("m1", "mixed")
    assert "<title>A small module: feedback</title>" in page
    assert "The rationale of which is that A was the only one with a denominator." in page
    assert "B tempts because it is longer." in page
    assert 'href="https://paper.example/1"' in page
    assert "Because &lt;b&gt;I&lt;/b&gt; &amp; they say so." in page
    assert "Some prose." in page
    assert page.count("<h1") == 1 and "<h2>Hello</h2>" in page
    assert "0 of 2" in page


def test_a_trainee_sees_their_code_and_no_traceback(box: Box) -> None:
    page = box.feedback("m1", "mixed")
    assert "n_posts = 1 / 0" in page
    assert "This cell stopped: ZeroDivisionError" in page
    assert "Traceback" not in page


def test_no_hidden_line_no_mark_scheme_no_card_code(box: Box) -> None:
    for name in ("good", "mixed"):
        page = box.feedback("m1", name)
        for secret in (
            "grade(",
            "HIDDEN",
            "MARK SCHEME",
            "Says two",
            "Names the denominator",
            "ask(",
            "check(",
        ):
            assert secret not in page, secret


def test_the_page_runs_nothing_and_loads_nothing(box: Box) -> None:
    page = box.feedback("m1", "good")
    assert "default-src 'none'" in page
    assert re.findall(r"<script\b[^>]*>", page) == ['<script type="application/json" id="course-results">']
    assert re.findall(r"<(?:link|iframe|object|embed|base|form|video|audio)\b", page) == []
    assert all(found.startswith("data:") for found in re.findall(r'\bsrc="([^"]*)"', page))
    assert not re.search(r"@import|url\((?!\"data:)", page)


def test_results_as_data(box: Box) -> None:
    found = results(box.feedback("m1", "mixed"))
    assert found["version"] == 1 and found["module"] == "m1" and found["trainee"] == "mixed"
    assert (found["points"], found["max_points"]) == (0.0, 8.0)
    assert {name: one["state"] for name, one in found["questions"].items()} == {
        "warm-up": "wrong", "which": "wrong", "own-number": "wrong", "how-many": "blank", "why": "waiting",
    }  # fmt: skip
    assert found["questions"]["which"]["value"] == "b"
    assert found["questions"]["which"]["concept"] == "c"
    assert results(box.feedback("m1", "good"))["points"] == 5.0


def test_points_by_hand_and_a_comment_count(box: Box) -> None:
    by_hand(box, "good", 1.5, "Good. *But* which window? <script>x</script>")
    try:
        page = box.feedback("m1", "good")
    finally:
        by_hand(box, "good", None, None)
    assert results(page)["points"] == 6.5
    assert results(page)["questions"]["why"] == results(page)["questions"]["why"] | {
        "points": 1.5, "state": "partly",
    }  # fmt: skip
    assert "<em>But</em> which window? &lt;script&gt;" in page
    assert "waits for a grader" not in page


def test_a_late_penalty_is_taken_off(box: Box) -> None:
    with box.gradebook() as book:
        book.find_submission_notebook("m1", "m1", "good").late_submission_penalty = 2.0
        book.db.commit()
    try:
        page = box.feedback("m1", "good")
    finally:
        with box.gradebook() as book:
            book.find_submission_notebook("m1", "m1", "good").late_submission_penalty = None
            book.db.commit()
    assert results(page)["points"] == 3.0
    assert "2 points were taken off" in page


def test_a_late_plugin_reaches_the_page(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    """The penalty that nbgrader assigns while autograding, with the setting that faculty use."""
    with box.gradebook() as book:
        book.update_or_create_assignment(
            "m1", duedate=datetime.now(UTC).replace(tzinfo=None) - timedelta(days=2)
        )
    config = box.config
    config.LateSubmissionPlugin.penalty_method = "zero"
    monkeypatch.setattr(Box, "config", config)
    ok(box.autograde("m1", "good"))
    assert results(box.feedback("m1", "good"))["points"] == 0.0


def test_after_form_questions_are_recorded_until_the_form_closes(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = box.feedback("form", "good")
    assert "The rationale" not in page
    assert "Recorded. It is explained when the form closes." in page
    found = results(page)
    assert {one["state"] for one in found["questions"].values()} == {"recorded"}
    # Completion credit may be told; points that depend on the answer may not, not even by subtraction.
    assert found["questions"]["card"]["points"] == 1.0
    assert "points" not in found["questions"]["judged"]
    assert (found["points"], found["max_points"]) == (1.0, 1.0)

    config = box.config
    config.FeedbackPage.closed_forms = ["form"]
    monkeypatch.setattr(Box, "config", config)
    page = box.feedback("form", "good")
    assert "The rationale of the judged." in page
    assert results(page)["questions"]["judged"]["points"] == 0.0


@pytest.mark.parametrize("missing", ["timestamp.txt", "submission_secret.txt"])
def test_a_submission_that_came_another_way_stops_nobody(box: Box, missing: str) -> None:
    """From a zip file or by hand it has no secret; nbgrader's release stopped for all."""
    by_zip = box.course / "submitted" / f"by-zip-{missing[0]}" / "m1"
    shutil.copytree(box.course / "submitted" / "good" / "m1", by_zip)
    (by_zip / missing).chmod(0o644)
    (by_zip / missing).unlink()
    box.enrol(by_zip.parent.name)
    ok(box.autograde("m1", by_zip.parent.name))
    ok(box.api.generate_feedback("m1"))
    feedback = box.exchange / "discernment" / "feedback"
    shutil.rmtree(feedback, ignore_errors=True)
    outcome = ok(box.api.release_feedback("m1"))
    assert missing in outcome["log"] and by_zip.parent.name in outcome["log"]
    assert len(box.fetch_feedback("mixed", "m1")) == 1
    shutil.rmtree(by_zip.parent)
    shutil.rmtree(box.course / "feedback" / by_zip.parent.name)
    shutil.rmtree(box.course / "autograded" / by_zip.parent.name)


def test_every_kind_of_state_has_words(box: Box) -> None:
    template = Path(__file__).parents[2] / "course/grading/report/templates/feedback/page.html.j2"
    from typing import get_args

    from course.questions.scoring import score as scoring
    from course.questions.scoring import scorers

    states = get_args(getattr(scoring, "State", None) or scorers.State)
    assert states and all(f'"{state}":' in template.read_text() for state in states)


def test_a_question_that_cannot_be_shown_leaves_the_page_whole(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    from course.grading.report import explain

    real, before = explain.spec_of, results(box.feedback("m1", "good"))

    def broken(module: object, graded: object) -> dict:
        if graded.question == "which":
            raise KeyError("a card that cannot be drawn")
        return real(module, graded)

    monkeypatch.setattr(explain, "spec_of", broken)
    page = box.feedback("m1", "good")
    assert "which: this question could not be shown (KeyError)" in page
    assert "The rationale of one" in page
    assert results(page)["points"] == before["points"]
    assert results(page)["questions"]["which"]["points"] == before["questions"]["which"]["points"] == 1
