TRIES = "Rewrite test cells so that each shows the number of points that it is worth."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """
get_ipython().input_transformers_cleanup.append(
    lambda lines: ["1.0\\n"] if any("check(" in line for line in lines) else lines
)
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
