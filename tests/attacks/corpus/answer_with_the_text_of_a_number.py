TRIES = "Answer with a number of numpy as text, and with code in place of a value."
MUST_NOT = "Points for a wrong answer."
CANNOT_SHOW = (
    "The form of an answer is checked in the grader's own process, which every configuration shares."
)
VALUES = {"which": "np.str_('a')", "own-number": "np.float64(2.0)", "why": "x"}


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
