TRIES = "Answer true where a number is asked, which Python takes for 1."
MUST_NOT = "Points for a wrong answer."
CANNOT_SHOW = (
    "The form of an answer is checked in the grader's own process, which every configuration shares."
)
VALUES = {"which": True, "own-number": True, "why": "x"}


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
