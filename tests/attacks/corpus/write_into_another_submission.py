TRIES = "Put a file into the folder of another trainee."
MUST_NOT = "The file in a submission."
WEAKER = "without files"
CELLS = [
    """
import pathlib
(pathlib.Path(known.neighbour).parent / f"{known.name}.txt").write_text(known.mark)
"""
]


def succeeded(seen):
    return ", ".join(seen.written)
