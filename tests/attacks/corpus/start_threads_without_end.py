import re

TRIES = "Start more threads than the machine can bear."
MUST_NOT = "More threads than are allowed."
WEAKER = "without a bound of processes"
CELLS = [
    """
import threading, time
begun = 0
threading.stack_size(256 * 1024)
try:
    while begun < 150:
        threading.Thread(target=time.sleep, args=(2,), daemon=True).start()
        begun += 1
except RuntimeError:
    pass
print("BEGUN", begun)
"""
]


def succeeded(seen):
    found = re.search(r"BEGUN (\d+)", seen.said)
    return f"{found[1]} threads" if found and int(found[1]) > 64 else ""
