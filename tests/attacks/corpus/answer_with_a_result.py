TRIES = "Answer with what looks like a result that was already scored."
MUST_NOT = "Points for a wrong answer."
CANNOT_SHOW = (
    "The form of an answer is checked in the grader's own process, which every configuration shares."
)
VALUES = {"which": {"value": "a", "points": 1.0}, "own-number": {"points": 2.0, "state": "right"}, "why": "x"}


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
