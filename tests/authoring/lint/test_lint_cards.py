"""Evidence cards: half borne out, and neither length nor words that tell."""

from datetime import date

import yaml
from linted import Course, write_bank

from course.authoring.lint import lint

PLAIN = [
    "The ward posts its count.",
    "A clinic posts its share.",
    "Our team posts a rate.",
    "One unit posts a sum.",
]


def cards(course: Course, truths: list[bool], posts: list[str], shows: list[str] | None = None) -> list[str]:
    """What the rule finds in cards with these truths, posts and evidence."""
    evidence = shows or ["The log says so."] * len(truths)
    questions = [
        {
            "id": f"c{at}",
            "kind": "evidence",
            "post": {"by": "@a", "text": post},
            "shows": {"label": "Log", "text": log},
        }
        for at, (post, log) in enumerate(zip(posts, evidence, strict=True))
    ]
    write_bank(course, questions, {f"c{at}": truth for at, truth in enumerate(truths)})
    return [one.found for one in course.lint() if one.rule == "cards"]


HALF = [True, False] * 4


def test_half_and_half_is_clean(clean: Course) -> None:
    assert cards(clean, HALF, PLAIN * 2) == []


def test_too_many_of_one_kind(clean: Course) -> None:
    (found,) = cards(clean, [True] * 3 + [False] * 5, PLAIN * 2)
    assert found.startswith("3 of 8 evidence cards are borne out")


def test_few_cards_are_not_judged(clean: Course) -> None:
    assert cards(clean, [False] * 7, (PLAIN * 2)[:7]) == []


def test_long_posts_that_are_borne_out(clean: Course) -> None:
    posts = [f"{'It counts each fall again. ' * at}" for at in (5, 1, 6, 2, 7, 3, 8, 4)]
    (found,) = cards(clean, HALF, posts)
    assert "posts of cards borne out have" in found
    assert cards(clean, [True, False, False, True, False, True, True, False], posts) == []


def test_long_evidence_that_bears_out(clean: Course) -> None:
    logs = [f"{'It counts each fall again. ' * at}" for at in (5, 1, 6, 2, 7, 3, 8, 4)]
    (found,) = cards(clean, HALF, PLAIN * 2, logs)
    assert "evidence of cards borne out have" in found


def test_a_word_that_only_false_posts_use(clean: Course) -> None:
    truths = [True, False] * 6
    telling = [f"{'The ward' if truth else 'Every ward'} posts its count." for truth in truths]
    found = cards(clean, truths, telling)
    assert [one.split("”")[0] for one in found] == ["“every", "“the"]
    fair = [f"{'The ward' if at % 4 < 2 else 'Every ward'} posts its count." for at in range(12)]
    assert cards(clean, truths, fair) == []


def test_each_form_of_a_test_is_judged_by_itself(clean: Course) -> None:
    """Together these two forms are balanced; each alone is not."""
    post, shows = {"by": "@a", "text": "The ward posts its count."}, {"label": "L", "text": "Log."}
    card = {"post": post, "shows": shows}
    questions = [
        {"id": f"c{at}", "kind": "evidence", "reveal": "after-form", "credit": "completion",
            "forms": {"A": {"title": "A", **card}, "B": {"title": "B", **card}}}
        for at in range(8)
    ]  # fmt: skip
    source = [{"cite": "Constructed", "looked_at": date(2026, 1, 1), "state": "constructed"}]
    keys = {
        f"c{at}": {
            "forms": {
                name: {"answer": truth, "rationale": "One ward posted a count.", "evidence": source}
                for name, truth in (("A", at > 0), ("B", at == 0))
            }
        }
        for at in range(8)
    }
    write_bank(clean, questions, {})
    for side in ("source", "faculty"):
        (clean.root / side / "m1").rename(clean.root / side / "t1-two-forms")
    bank = clean.root / "source" / "t1-two-forms" / "questions.yaml"
    bank.write_text(bank.read_text().replace("module: m1", "module: t1-two-forms"))
    key = clean.root / "faculty" / "t1-two-forms" / "key.yaml"
    key.write_text(yaml.safe_dump({"module": "t1-two-forms", "keys": keys}))
    found = lint(root=clean.root)
    assert {one.rule for one in found} >= {"cards"}, found
    found = [one for one in found if one.rule == "cards"]
    assert sorted(one.place for one in found) == ["t1-two-forms, form A", "t1-two-forms, form B"]
    assert {one.found.split(" evidence")[0] for one in found} == {"7 of 8", "1 of 8"}
