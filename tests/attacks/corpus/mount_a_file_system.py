TRIES = "Mount a file system of its own, which no bound would count."
MUST_NOT = "A file system that is mounted."
WEAKER = "with capabilities"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

import os
child = os.fork()
if child == 0:
    os._exit(0 if libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0 else 1)
print("MOUNTED" if os.waitpid(child, 0)[1] == 0 else "refused")
"""
]


def succeeded(seen):
    return "MOUNTED" if "MOUNTED" in seen.said else ""
