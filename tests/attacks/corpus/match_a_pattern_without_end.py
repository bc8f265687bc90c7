TRIES = "Go on after its time within one regular expression that takes ages."
MUST_NOT = "A word that is printed after its time and the four seconds in which it may end by itself."
WEAKER = "without a bound of time"
CELLS = [
    """
import re, time
number = 18
while time.process_time() < 12:  # of its own clock, which stands still while others have the processor
    re.match(r"(a|a)*$", "a" * number + "b")
    number += 1
print("OUTLIVED")
"""
]


def succeeded(seen):
    return "OUTLIVED" if "OUTLIVED" in seen.said else ""
