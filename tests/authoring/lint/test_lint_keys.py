"""Keys: missing ones, evidence without an address or of a day to come, and what the models refuse."""

import pytest
from linted import KEY, Course

EVIDENCE = """\
    evidence:
      - {cite: Constructed for this course, looked_at: 2026-01-02, state: constructed}
"""
FAULTS = {
    "key-without-evidence": (EVIDENCE, "", "which.evidence", "missing"),
    "evidence-nobody-looked-at": (
        "Constructed for this course, looked_at: 2026-01-02,", "Constructed for this course,",
        "which.evidence.1.looked_at", "missing",
    ),
    "evidence-of-an-unknown-state": ("state: constructed", "state: remembered", "which.evidence",
        "constructed"),
    "evidence-of-a-day-to-come": (
        "course, looked_at: 2026-01-02", "course, looked_at: 2999-01-02", "which.evidence.1", "a day to come",
    ),
    "evidence-read-nobody-knows-where": ('url: "https://doi.org/10.1000/1", ', "", "why.evidence.1",
        "no `url`"),
    "key-of-no-question": ("  which:\n", "  witch:\n", "w", "no such question"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_and_the_mended_key_is_not(clean: Course, fault: str) -> None:
    mended, faulty, place, words = FAULTS[fault]
    clean.edit("key", mended, faulty)
    said = [(one.place, one.found) for one in clean.lint() if one.rule == "keys"]
    assert any(at.startswith(place) and words in what for at, what in said), said
    clean.write("key", KEY)
    assert clean.lint() == []


def test_points_for_any_answer_need_a_key_too(clean: Course) -> None:
    clean.edit("questions", "points: 3", "points: 4")
    clean.edit(
        "questions", "  - id: why",
        "  - {id: guess, kind: number, concept: c, prompt: How many?, points: 1, credit: completion}\n"
        "  - id: why",
    )  # fmt: skip
    clean.edit("notebook", ":question: why", ":question: guess\n```\n\n```{code-cell}\n:question: why")
    (found,) = clean.lint()
    assert (found.place, found.line) == ("guess.key", 21) and "no key" in found.found
    clean.edit("key", "  why:\n", "  guess:\n    rationale: Any will do.\n" + EVIDENCE + "  why:\n")
    assert clean.lint() == []


def test_what_is_no_yaml_is_a_finding_with_its_line(clean: Course) -> None:
    clean.edit("questions", "title: Falls", "title: [Falls")
    (found,) = [one for one in clean.lint() if one.rule == "keys"]
    assert found.file == "source/m1/questions.yaml" and "not YAML: line" in found.found


def test_a_missing_key_file_is_a_finding(clean: Course) -> None:
    (clean.root / "faculty/m1/key.yaml").unlink()
    (found,) = [one for one in clean.lint() if one.rule == "keys"]
    assert found.file == "faculty/m1/key.yaml" and "cannot be read" in found.found


def test_texts_are_linted_though_a_key_is_broken(clean: Course) -> None:
    clean.edit("key", EVIDENCE, "")
    clean.edit("notebook", "Read the card,", "Read the card 50% more,")
    assert {"keys", "percent"} <= clean.rules()
