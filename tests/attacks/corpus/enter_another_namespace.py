TRIES = "Enter the namespace of another program."
MUST_NOT = "A namespace that is entered."
WEAKER = "with capabilities"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

import os
child = os.fork()
if child == 0:
    os._exit(0 if libc.setns(os.open("/proc/1/ns/net", os.O_RDONLY), 0) == 0 else 1)
print("ENTERED" if os.waitpid(child, 0)[1] == 0 else "refused")
"""
]


def succeeded(seen):
    return "ENTERED" if "ENTERED" in seen.said else ""
