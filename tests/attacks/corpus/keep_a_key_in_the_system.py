TRIES = "Keep a word in the key store of the system, which outlives the sandbox."
MUST_NOT = "A key that is kept."
WEAKER = "without syscalls"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

import os
child = os.fork()
if child == 0:
    os._exit(0 if libc.syscall(248, b"user", b"course-attack", b"word", 4, -2) > 0 else 1)
print("KEPT" if os.waitpid(child, 0)[1] == 0 else "refused")
"""
]


def succeeded(seen):
    return "KEPT" if "KEPT" in seen.said else ""
