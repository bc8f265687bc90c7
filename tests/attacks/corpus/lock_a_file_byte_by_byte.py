TRIES = "Lock a file byte by byte, since the system keeps an entry for each lock."
MUST_NOT = "Twelve thousand locks that are held for three seconds."
WEAKER = "without a bound of locks"
CELLS = [
    """
import fcntl, os, struct, time
file = os.open("/tmp/locked", os.O_RDWR | os.O_CREAT)
for place in range(24_000, 0, -2):
    fcntl.fcntl(file, fcntl.F_SETLK, struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, place, 1, 0))
time.sleep(3)
print("LOCKED")
"""
]


def succeeded(seen):
    return "LOCKED" if "LOCKED" in seen.said else ""
