"""Draws the values of the slot `path` of loop-notes: one line for each way that the claim may travel.

Run: python loop_notes_paths.py. It prints the lines that stand in stories/loop-notes.yaml. Each document has
a state: `h` (0 no part of the notes can be told, 1 they may help, 2 they help, 3 nobody passes without them)
and `n` (the page says that the students chose for themselves). A label changes one of the two, or puts a
claim in, or puts another outcome in place of the share; the last two only on leaves.
"""

from __future__ import annotations

import random

SOURCES = {
    "b": ["a"],
    "c": ["b"],
    "d": ["c"],
    "e": ["d", "c"],
    "f": ["d", "e"],
    "g": ["d", "f"],
    "h": ["g", "e"],
    "k": ["g"],
    "j": ["h"],
    "l": ["k", "j", "c"],
}
SILENT = ["e", "h", "k", "j"]  # in each path two or three of them do not say where they have it from
EARLY = {"b", "c"}  # a draft and an article change the strength and nothing else, up to 2
State = dict[str, object]
LINES = 96


def path(draw: random.Random) -> dict[str, State]:
    """One way to travel: from (f), label (k), strength (h) and limit (n) of each document."""
    silent = draw.sample(SILENT, draw.choice([2, 3]))
    source = {doc: "nd" if doc in silent else draw.choice(given) for doc, given in SOURCES.items()}
    states: dict[str, State] = {"a": {"f": "none", "k": "none", "h": draw.choice([0, 1, 2]), "n": True}}
    for doc, there in source.items():
        if there == "nd":
            states[doc] = {"f": "nd", "k": "nd", "h": draw.choice([1, 1, 2]), "n": draw.random() < 0.5}
        else:
            states[doc] = hop(draw, doc, there, states[there], doc not in source.values())
    return states


def hop(draw: random.Random, doc: str, there: str, state: State, is_leaf: bool) -> State:
    """The state of a document after one change."""
    level, limit = int(str(state["h"])), bool(state["n"])
    labels = ["kept", "kept"]
    labels += ["strengthened"] * 2 if level < (2 if doc in EARLY else 3) else []
    labels += ["weakened"] if level > 0 else []
    if doc not in EARLY:
        labels += ["dropped"] * 2 if limit else []
        labels += ["added"] if is_leaf else []
        labels += ["differs"] if is_leaf and doc != "l" else []
    label = draw.choice(labels)
    level += {"strengthened": 1, "weakened": -1}.get(label, 0)
    return {"f": there, "k": label, "h": level, "n": limit and label != "dropped"}


def line(states: dict[str, State]) -> str:
    """A path as one line of YAML; strength and limit of the first document stand under a."""
    parts = [
        f"{doc}: {{f: {one['f']}, k: {one['k']}, h: {one['h']}, n: {str(one['n']).lower()}}}"
        for doc, one in states.items()
    ]
    return f"    - {{{', '.join(parts)}}}"


if __name__ == "__main__":
    drawn, found = random.Random("loop-notes"), dict.fromkeys([""])
    while len(found) <= LINES:
        found[line(path(drawn))] = None
    print("\n".join(list(found)[1:]))
