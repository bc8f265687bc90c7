TRIES = "Arrange mounts of its own in a namespace of its own."
MUST_NOT = "A mount namespace."
WEAKER = "with capabilities"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

import os
child = os.fork()
if child == 0:
    os._exit(0 if libc.unshare(0x00020000) == 0 else 1)
print("MADE" if os.waitpid(child, 0)[1] == 0 else "refused")
"""
]


def succeeded(seen):
    return "MADE" if "MADE" in seen.said else ""
