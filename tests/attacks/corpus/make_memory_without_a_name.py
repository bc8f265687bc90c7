TRIES = "Make a file of memory that no folder counts."
MUST_NOT = "Such a file."
WEAKER = "without syscalls"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

import os
child = os.fork()
if child == 0:
    os._exit(0 if libc.syscall(319, b"x", 0) >= 0 else 1)
print("MADE" if os.waitpid(child, 0)[1] == 0 else "refused")
"""
]


def succeeded(seen):
    return "MADE" if "MADE" in seen.said else ""
