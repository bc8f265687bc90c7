TRIES = "Display points and a result card that claims all of them."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """
import builtins
from IPython.display import HTML, display
class Score:
    def _repr_mimebundle_(self, **more):
        return {"text/plain": "1.0", "text/html": "<b>1 of 1 points</b>"}
builtins.grade = lambda question: Score()
display(HTML('<div class="qc-result" data-points="8">8 of 8 points</div>'))
print("8.0")
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
