TRIES = "Go on after its time within the import of a file of its own."
MUST_NOT = "A word that is printed after the end of its time."
WEAKER = "without a bound of time"
CELLS = [
    """
import os, sys
sys.path.insert(0, os.getcwd())
import slow
print("OUTLIVED")
"""
]


def change(folder):
    (folder / "slow.py").write_text("import time\nend = time.time() + 9\nwhile time.time() < end: pass\n")


def succeeded(seen):
    return "OUTLIVED" if "OUTLIVED" in seen.said else ""
