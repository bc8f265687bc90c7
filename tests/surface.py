"""What somebody who reads no content could go by on a form of the test, and how far it would bring them.

`python tests/surface.py` prints the figures for form A.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

ROOT = Path(__file__).resolve().parents[1]
HEDGES = r"\b(may|might|could|perhaps|probably|about|seems?|likely|possibly|most|almost|nearly)\b"
DOUBTS = r"\b(not|no|nobody|nothing|never|none|fake|fewer|stop)\b"
PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<file>[^)\s]+)\)")


@dataclass(frozen=True)
class Card:
    """One card of a form as it is shown, with its truth. alt, file: of its picture, else empty."""

    id: str
    concept: str
    title: str
    by: str
    post: str
    evidence: str
    alt: str
    file: str
    truth: bool

    @property
    def has_table(self) -> bool:
        """Whether the evidence holds a table."""
        return "| ---" in self.evidence


def form_cards(form: str = "A", root: Path = ROOT, module: str = "t1-before") -> list[Card]:
    """The cards of one form in the order in which they stand."""
    bank = yaml.safe_load((root / "source" / module / "questions.yaml").read_text(encoding="utf-8"))
    keys = yaml.safe_load((root / "faculty" / module / "key.yaml").read_text(encoding="utf-8"))["keys"]
    cards = []
    for slot in bank["questions"]:
        shown, key = _of_form(slot, form), _of_form(keys[slot["id"]], form)
        text = shown["shows"]["text"]
        picture = PICTURE.search(text)
        cards.append(
            Card(
                id=slot["id"],
                concept=slot["concept"],
                title=shown.get("title", ""),
                by=shown["post"]["by"],
                post=shown["post"]["text"],
                evidence=PICTURE.sub("", text).strip(),
                alt=picture["alt"] if picture else "",
                file=picture["file"] if picture else "",
                truth=key["answer"],
            )
        )
    return cards


def _of_form(record: dict[str, Any], form: str) -> dict[str, Any]:
    """A slot's own content; where it carries several forms, that of one of them."""
    return {**record, **record.get("forms", {}).get(form, {})}


def words(text: str) -> int:
    """Words as a reader counts them: marks of a table, of emphasis and of a list are none."""
    return len(re.findall(r"[^\W_](?:[^\s|]*[^\W_])?(?: %)?", re.sub(r"[*|]", " ", text)))


def features(card: Card) -> dict[str, float]:
    """What can be counted on a card without understanding it."""
    post, evidence = card.post, f"{card.evidence} {card.alt}"
    return {
        "words of the post": words(post),
        "words of the evidence": words(card.evidence),
        "digits in the post": len(re.findall(r"\d", post)),
        "digits in the evidence": len(re.findall(r"\d", evidence)),
        "sentences of the post": len(re.findall(r"[.:?](?=\s|$)", post)),
        "hedges in the post": len(re.findall(HEDGES, post, re.IGNORECASE)),
        "hedges in the evidence": len(re.findall(HEDGES, evidence, re.IGNORECASE)),
        "negations in the post": len(re.findall(DOUBTS, post, re.IGNORECASE)),
        "first person in the post": len(re.findall(r"\b(I|my|our|we|us)\b", post)),
        "percent signs": f"{post} {evidence}".count("%"),
        "a picture": float(bool(card.file)),
        "a table": float(card.has_table),
    }


def one_sided_words(cards: list[Card], least: int) -> dict[str, tuple[int, int]]:
    """Words of posts whose number of cards differs by `least` or more: (borne out, not)."""
    vocabulary = {card.id: set(re.findall(r"[^\W\d_]+", card.post.lower())) for card in cards}
    counted = {
        word: (
            sum(word in vocabulary[card.id] for card in cards if card.truth),
            sum(word in vocabulary[card.id] for card in cards if not card.truth),
        )
        for word in set().union(*vocabulary.values())
    }
    return {word: pair for word, pair in sorted(counted.items()) if abs(pair[0] - pair[1]) >= least}


def matrix(cards: list[Card]) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Features (cards × features), truth (cards), and the features' names."""
    rows = [features(card) for card in cards]
    return (
        np.array([list(row.values()) for row in rows], dtype=float),
        np.array([card.truth for card in cards], dtype=bool),
        list(rows[0]),
    )


def auc(values: np.ndarray, truth: np.ndarray) -> float:
    """How often a borne-out card has the larger value than one that is not; ties count half."""
    pairs = values[truth][:, None] - values[~truth][None, :]
    return float(((pairs > 0) + 0.5 * (pairs == 0)).mean())


def guesses(values: np.ndarray, truth: np.ndarray, ridge: float = 1.0) -> np.ndarray:
    """For each card, the probability of *borne out* from a ridge logistic regression on all the others.

    Newton's method; features are standardised on the cards that the model sees.
    """
    out = np.empty(len(truth))
    for left_out in range(len(truth)):
        seen = np.arange(len(truth)) != left_out
        centre, spread = values[seen].mean(axis=0), values[seen].std(axis=0)
        scaled = (values - centre) / np.where(spread > 0, spread, 1)
        design = np.column_stack([np.ones(len(truth)), scaled])
        weights = np.zeros(design.shape[1])
        penalty = ridge * np.diag([0.0, *np.ones(scaled.shape[1])])
        for _ in range(30):
            chance = 1 / (1 + np.exp(-design[seen] @ weights))
            slope = design[seen].T @ (truth[seen] - chance) - penalty @ weights
            curve = (design[seen].T * (chance * (1 - chance))) @ design[seen] + penalty
            weights += np.linalg.solve(curve, slope)
        out[left_out] = 1 / (1 + np.exp(-design[left_out] @ weights))
    return out


def report(cards: list[Card]) -> str:
    """The figures as lines of text."""
    values, truth, names = matrix(cards)
    lines = [f"{'':28}{'borne out':>10}{'not':>8}{'AUC':>7}"]
    for place, name in enumerate(names):
        column = values[:, place]
        lines.append(
            f"{name:28}{column[truth].mean():10.2f}{column[~truth].mean():8.2f}{auc(column, truth):7.2f}"
        )
    found = guesses(values, truth)
    right = int(((found > 0.5) == truth).sum())
    lines.append(f"all together, each card guessed from the others: {right} of {len(truth)} right")
    said = one_sided_words(cards, 4)
    listed = ", ".join(f"{word} {yes}/{no}" for word, (yes, no) in said.items())
    lines.append(f"words of posts with four or more cards between the sides: {listed or 'none'}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report(form_cards()))
