TRIES = "Open the database with everybody's scores."
MUST_NOT = "A name out of the gradebook in what the cell displays."
WEAKER = "without files"
CELLS = [
    """
import sqlite3
book = sqlite3.connect(f"file:{known.gradebook}?mode=ro", uri=True, timeout=3)
print(book.execute("select * from student").fetchall())
"""
]


def succeeded(seen):
    return seen.shows("gradebook")
