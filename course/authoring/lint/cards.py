"""Rules on evidence cards: half are borne out, and neither length nor words of a post tell which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from course.authoring.lint.chance import rank_sum, two_by_two
from course.authoring.lint.finding import Finding
from course.authoring.lint.module import Module

LEAST_CARDS = 8
BALANCE = (0.4, 0.6)
LENGTH_LEVEL = 0.05
# Hundreds of words are compared at once; 0.01 with at least 5 posts leaves words that a reader would notice.
WORD_LEVEL = 0.01
LEAST_POSTS = 5


@dataclass(frozen=True, slots=True)
class Card:
    """An evidence card: which module and question, the two texts, and whether the post is borne out."""

    module: Module
    question: str
    form: str | None
    post: str
    shows: str
    borne_out: bool


def cards_in(modules: Sequence[Module]) -> list[Card]:
    """Every evidence card with a key."""
    found = []
    for module in modules:
        for question in module.bank.in_every_form() if module.bank else []:
            key = module.key(question)
            if question.kind == "evidence" and key is not None and key.answer is not None:
                assert question.post and question.shows  # only a card still with its forms has none
                texts = (question.post.text, question.shows.text)
                found.append(Card(module, question.id, question.form, *texts, bool(key.answer)))
    return found


def check_cards(modules: Sequence[Module]) -> Iterator[Finding]:
    """In a module, or a form of a test, with 8 evidence cards or more, and over all: 40 to 60 % borne out,
    and nothing that tells.

    Length of post and of evidence in words: Wilcoxon's rank-sum test, exact, P < 0.05. Words: Fisher's exact
    test of how many posts of each kind hold a word, P < 0.01, for words of 5 posts or more. With 24 cards
    only a gross difference is seen (9 of 12 against 2 of 12 is P = 0.012): read the posts as well.
    """
    cards = cards_in(modules)
    of_form: dict[str, list[Card]] = {}
    for card in cards:
        name = f"{card.module.id}, form {card.form}" if card.form else card.module.id
        of_form.setdefault(name, []).append(card)
    groups = list(of_form.items())
    for name, group in [*groups, *([("all modules", cards)] if len(modules) > 1 else [])]:
        if len(group) >= LEAST_CARDS:
            yield from _balance(name, group)
            yield from _lengths(name, group)
            yield from _words(name, group)


def _balance(name: str, group: list[Card]) -> Iterator[Finding]:
    true = sum(card.borne_out for card in group)
    if not BALANCE[0] <= true / len(group) <= BALANCE[1]:
        yield _finding(
            name, group, f"{true} of {len(group)} evidence cards are borne out.",
            "Bring it near one half; otherwise a habit is rewarded.",
        )  # fmt: skip


def _lengths(name: str, group: list[Card]) -> Iterator[Finding]:
    for what, texts in (("posts", [c.post for c in group]), ("evidence", [c.shows for c in group])):
        counts = [len(text.split()) for text in texts]
        true = [count for count, card in zip(counts, group, strict=True) if card.borne_out]
        false = [count for count, card in zip(counts, group, strict=True) if not card.borne_out]
        if true and false and (chance := rank_sum(true, false)) < LENGTH_LEVEL:
            yield _finding(
                name, group,
                f"The {what} of cards borne out have {sum(true) / len(true):.0f} words, of the others "
                f"{sum(false) / len(false):.0f} (P = {chance:.3f}).",
                "Lengthen some and shorten some, until length tells nothing.",
            )  # fmt: skip


def _words(name: str, group: list[Card]) -> Iterator[Finding]:
    held = [(card.borne_out, set(re.findall(r"[^\W\d_]+", card.post.lower()))) for card in group]
    true = sum(borne_out for borne_out, _ in held)
    false = len(group) - true
    for word in sorted({word for _, words in held for word in words}):
        in_true = sum(word in words for borne_out, words in held if borne_out)
        in_false = sum(word in words for borne_out, words in held if not borne_out)
        if in_true + in_false < LEAST_POSTS:
            continue
        chance = two_by_two(in_true, true, in_false, false)
        if chance < WORD_LEVEL:
            yield _finding(
                name, group,
                f"“{word}” stands in {in_true} of {true} posts borne out and in {in_false} of {false} others "
                f"(P = {chance:.4f}).",
                "Use it on both sides, or on neither.",
            )  # fmt: skip


def _finding(name: str, group: list[Card], found: str, remedy: str) -> Finding:
    one_module = all(card.module is group[0].module for card in group)
    file = group[0].module.names["questions"] if one_module else "source"
    return Finding(file, 0, "cards", name, found, remedy)
