import re

TRIES = "Start more processes than the machine can bear."
MUST_NOT = "More processes than are allowed."
WEAKER = "without a bound of processes"
CELLS = [
    """
import os, time
begun, children = 0, []
while begun < 150:
    try:
        child = os.fork()
    except OSError:
        break
    if child == 0:
        time.sleep(3)
        os._exit(0)
    begun += 1
print("BEGUN", begun)
"""
]


def succeeded(seen):
    found = re.search(r"BEGUN (\d+)", seen.said)
    return f"{found[1]} processes" if found and int(found[1]) > 64 else ""
