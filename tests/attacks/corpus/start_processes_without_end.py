import re

TRIES = "Start more processes than the machine can bear."
MUST_NOT = "More processes than are allowed."
WEAKER = "without a bound of processes"
CELLS = [
    """
import os
begun = 0
try:
    while begun < 150:
        os.posix_spawn("/bin/sleep", ["sleep", "3"], {})
        begun += 1
except OSError:
    pass
print("BEGUN", begun)
"""
]


def succeeded(seen):
    found = re.search(r"BEGUN (\d+)", seen.said)
    return f"{found[1]} processes" if found and int(found[1]) > 64 else ""
