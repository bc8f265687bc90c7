TRIES = "Start a process in a user namespace by clone and by clone3, past a filter of unshare."
MUST_NOT = "Such a process."
WEAKER = "without namespaces and syscalls"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

arguments = (ctypes.c_uint64 * 8)(0x10000000, 0, 0, 0, 17, 0, 0, 0)

import os
for call in ((56, 0x10000000 | 17, None, None, None, None), (435, arguments, 64)):
    child = libc.syscall(*call)
    if child == 0:
        os._exit(0)
    if child > 0:
        os.waitpid(child, 0)
        print("STARTED")
"""
]


def succeeded(seen):
    return "STARTED" if "STARTED" in seen.said else ""
