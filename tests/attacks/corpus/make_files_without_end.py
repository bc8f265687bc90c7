import re

TRIES = "Make more files than is allowed."
MUST_NOT = "More than 400 files."
WEAKER = "without a bound of files"
CELLS = [
    """
import os
made = 0
try:
    for number in range(900):
        open(f"file-{number}", "w").close()
        made += 1
except OSError as error:
    print(error)
print("MADE", made)
for number in range(made):
    os.remove(f"file-{number}")
"""
]


def succeeded(seen):
    found = re.search(r"MADE (\d+)", seen.said)
    return f"{found[1]} files" if found and int(found[1]) > 400 else ""
