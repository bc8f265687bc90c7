TRIES = "Become root in a user namespace of its own."
MUST_NOT = "A user namespace."
WEAKER = "without namespaces and syscalls"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

import os
child = os.fork()
if child == 0:
    os._exit(0 if libc.unshare(0x10000000) == 0 else 1)
print("ROOT" if os.waitpid(child, 0)[1] == 0 else "refused")
"""
]


def succeeded(seen):
    return "ROOT" if "ROOT" in seen.said else ""
