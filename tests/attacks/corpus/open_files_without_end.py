import re

TRIES = "Open more files than is allowed."
MUST_NOT = "More than 256 open files."
WEAKER = "without a bound of open files"
CELLS = [
    """
import os
opened = []
try:
    while len(opened) < 400:
        opened.append(os.open("/dev/null", os.O_RDONLY))
except OSError:
    pass
number = len(opened)
for one in opened:
    os.close(one)
print("OPENED", number)
"""
]


def succeeded(seen):
    found = re.search(r"OPENED (\d+)", seen.said)
    return f"{found[1]} files" if found and int(found[1]) > 256 else ""
