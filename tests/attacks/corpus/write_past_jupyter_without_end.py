TRIES = "Write without end to the standard streams, which Jupyter does not count."
MUST_NOT = "A cell that comes to its end after 8 MB."
WEAKER = "without a bound of talk"
CELLS = [
    """
import os, sys
for _ in range(80):
    os.write(sys.stdout._original_stdstream_copy, bytes(100_000))
import time
time.sleep(1)
print("WRITTEN")
"""
]


def succeeded(seen):
    return "WRITTEN" if "WRITTEN" in seen.said else ""
