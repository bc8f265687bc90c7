TRIES = "Make system calls by a ring that no filter sees."
MUST_NOT = "A ring."
WEAKER = "without syscalls"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

import os
child = os.fork()
if child == 0:
    os._exit(0 if libc.syscall(425, 4, (ctypes.c_char * 256)()) >= 0 else 1)
print("RING" if os.waitpid(child, 0)[1] == 0 else "refused")
"""
]


def succeeded(seen):
    return "RING" if "RING" in seen.said else ""
