TRIES = "Watch files, which the system then keeps in memory."
MUST_NOT = "A hundred lists of what is watched."
WEAKER = "without namespaces and syscalls"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None)
print("WATCHES" if sum(libc.inotify_init() >= 0 for _ in range(100)) == 100 else "refused")
"""
]


def succeeded(seen):
    return "WATCHES" if "WATCHES" in seen.said else ""
