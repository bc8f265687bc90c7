TRIES = "Open a file of the course package to change it for all who are graded later."
MUST_NOT = "The file open for writing."
WEAKER = "without files"
CELLS = [
    """
import course
open(course.__file__, "a").close()
print("OPEN FOR WRITING")
"""
]


def succeeded(seen):
    return "OPEN FOR WRITING" if "OPEN FOR WRITING" in seen.said else ""
