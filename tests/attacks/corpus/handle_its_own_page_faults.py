TRIES = "Hold the system up within its own memory, as exploits do."
MUST_NOT = "A handle for page faults."
WEAKER = "without syscalls"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

import os
child = os.fork()
if child == 0:
    os._exit(0 if libc.syscall(323, 1) >= 0 else 1)
print("HANDLE" if os.waitpid(child, 0)[1] == 0 else "refused")
"""
]


def succeeded(seen):
    return "HANDLE" if "HANDLE" in seen.said else ""
