"""Evidence cards: half borne out, and neither length nor words that tell."""

from linted import Course, write_bank

PLAIN = ["The ward posts its count.", "A clinic posts its share.", "Our team posts a rate.",
    "One unit posts a sum."]


def cards(course: Course, truths: list[bool], posts: list[str], shows: list[str] | None = None) -> list[str]:
    """What the rule finds in cards with these truths, posts and evidence."""
    evidence = shows or ["The log says so."] * len(truths)
    questions = [
        {"id": f"c{at}", "kind": "evidence", "post": {"by": "@a", "text": post},
            "shows": {"label": "Log", "text": log}}
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
