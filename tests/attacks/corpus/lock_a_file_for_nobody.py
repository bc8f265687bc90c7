TRIES = "Take locks of an open file, for which the system's list names no program."
MUST_NOT = "A lock that nobody is named for."
WEAKER = "without syscalls"
CELLS = [
    """
import ctypes, os, struct
file = os.open("/tmp/locked", os.O_RDWR | os.O_CREAT)
lock = struct.pack("hhqqi", 1, os.SEEK_SET, 0, 1, 0)
print("LOCKED" if ctypes.CDLL(None).fcntl(file, 37, lock) == 0 else "refused")
"""
]


def succeeded(seen):
    return "LOCKED" if "LOCKED" in seen.said else ""
