TRIES = "Give orders to the terminal of whoever prints the graded notebook, and turn its letters round."
MUST_NOT = "An escape sequence, or a letter that turns others round, in an output."
WEAKER = "without Sanitise"
CELLS = [
    """
from IPython.display import display
print("\\x1b]0;owned\\x07\\x1b[2J\\u202eABC\\u2066")
display({"text/plain": "\\x1b[2J\\x9b2J"}, raw=True)
raise ValueError("\\x1b]8;;file:///etc/passwd\\x07here\\x1b]8;;\\x07")
"""
]


def succeeded(seen):
    found = {one for one in seen.text if one in "\x1b\x07\x9b\u202e\u2066"}
    return ascii(found) if found else ""
