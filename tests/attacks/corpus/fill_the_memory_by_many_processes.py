TRIES = "Take more memory than is allowed, in pieces that are each allowed."
MUST_NOT = "600 MB that are held for two seconds."
WEAKER = "without a bound of memory"
CELLS = [
    """
import os, time
for _ in range(6):
    if os.fork() == 0:
        kept = bytearray(100_000_000)
        for at in range(0, len(kept), 4096):
            kept[at] = 1
        time.sleep(3)
        os._exit(0)
time.sleep(2.5)
print("TAKEN")
"""
]


def succeeded(seen):
    return "TAKEN" if "TAKEN" in seen.said else ""
