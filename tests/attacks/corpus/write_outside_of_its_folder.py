TRIES = "Write a file into a folder of the grader."
MUST_NOT = "The file outside."
WEAKER = "without files"
CELLS = [
    """
open(f"{known.canary}/{known.name}.txt", "w").write(known.mark)
"""
]


def succeeded(seen):
    return ", ".join(seen.written)
