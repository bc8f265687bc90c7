TRIES = "Let the system make room for a million waiting places, by one call."
MUST_NOT = "Room."
WEAKER = "without syscalls"
CELLS = [
    """
import ctypes, os
RELEASE = [int(part) for part in os.uname().release.split(".")[:2]]
libc = ctypes.CDLL(None)
print("ROOM" if libc.prctl(78, 1, 1 << 20, 0, 0) == 0 else "refused")
"""
]


def succeeded(seen):
    return "ROOM" if "ROOM" in seen.said else ""
