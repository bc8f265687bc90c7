TRIES = "Leave its root folder by chroot and relative paths."
MUST_NOT = "A root folder that is changed."
WEAKER = "with capabilities"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

import os
child = os.fork()
if child == 0:
    os._exit(0 if libc.chroot(b"/tmp") == 0 else 1)
print("CHANGED" if os.waitpid(child, 0)[1] == 0 else "refused")
"""
]


def succeeded(seen):
    return "CHANGED" if "CHANGED" in seen.said else ""
