TRIES = "Mount its root folder once more, so that it can be written."
MUST_NOT = "A root folder that can be written."
WEAKER = "with capabilities"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

import os
child = os.fork()
if child == 0:
    os._exit(0 if libc.mount(None, b"/", None, 0x1000 | 0x20, None) == 0 else 1)
print("REMOUNTED" if os.waitpid(child, 0)[1] == 0 else "refused")
"""
]


def succeeded(seen):
    return "REMOUNTED" if "REMOUNTED" in seen.said else ""
