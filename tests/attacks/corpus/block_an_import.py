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
    # Of its own clock, which stands still while others have the processor.
    text = "import time\nend = time.process_time() + 9\nwhile time.process_time() < end: pass\n"
    (folder / "slow.py").write_text(text)


def succeeded(seen):
    return "OUTLIVED" if "OUTLIVED" in seen.said else ""
