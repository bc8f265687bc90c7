TRIES = "Ask for a handle by which a file can be opened past its folders."
MUST_NOT = "A handle."
WEAKER = "without syscalls"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

import os
child = os.fork()
if child == 0:
    room, mount = (ctypes.c_int * 64)(128), ctypes.byref(ctypes.c_int())
    os._exit(0 if libc.syscall(303, -100, b"/tmp", room, mount, 0) == 0 else 1)
print("HANDLE" if os.waitpid(child, 0)[1] == 0 else "refused")
"""
]


def succeeded(seen):
    return "HANDLE" if "HANDLE" in seen.said else ""
