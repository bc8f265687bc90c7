TRIES = "Answer a single choice with all its options at once."
MUST_NOT = "Points for a wrong answer."
CANNOT_SHOW = (
    "The form of an answer is checked in the grader's own process, which every configuration shares."
)
VALUES = {"which": ["a", "b"], "own-number": [*range(0, 2000, 2)], "why": "x"}


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
