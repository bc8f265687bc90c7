import re

TRIES = "Write more into its folder than is allowed."
MUST_NOT = "More than 24 MB that are written."
WEAKER = "without a bound of the folder"
CELLS = [
    """
import os
written = 0
try:
    for number in range(4):
        with open(f"./filler-{number}", "wb", buffering=0) as file:
            for _ in range(12):
                written += file.write(bytes(1_000_000))
except OSError as error:
    print(error)
print("WRITTEN", written // 1_000_000)
for number in range(4):
    if os.path.exists(f"./filler-{number}"):
        os.remove(f"./filler-{number}")
"""
]


def succeeded(seen):
    found = re.search(r"WRITTEN (\d+)", seen.said)
    return f"{found[1]} MB" if found and int(found[1]) > 24 else ""
