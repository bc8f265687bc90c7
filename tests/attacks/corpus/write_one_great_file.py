import re

TRIES = "Write one file that is larger than is allowed."
MUST_NOT = "More than 16 MB in one file."
WEAKER = "without a bound of file sizes"
CELLS = [
    """
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
import os
written = 0
try:
    for number in range(1):
        with open(f"./filler-{number}", "wb", buffering=0) as file:
            for _ in range(20):
                written += file.write(bytes(1_000_000))
except OSError as error:
    print(error)
print("WRITTEN", written // 1_000_000)
for number in range(1):
    if os.path.exists(f"./filler-{number}"):
        os.remove(f"./filler-{number}")
"""
]


def succeeded(seen):
    found = re.search(r"WRITTEN (\d+)", seen.said)
    return f"{found[1]} MB" if found and int(found[1]) > 17 else ""
