TRIES = "Exchange its root folder by pivot_root."
MUST_NOT = "A root folder that is changed."
WEAKER = "with capabilities"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

import os
child = os.fork()
if child == 0:
    libc.mount(b"/tmp", b"/tmp", None, 0x1000, None)
    os.mkdir("/tmp/old")
    os._exit(0 if libc.syscall(155, b"/tmp", b"/tmp/old") == 0 else 1)
print("PIVOTED" if os.waitpid(child, 0)[1] == 0 else "refused")
"""
]


def succeeded(seen):
    return "PIVOTED" if "PIVOTED" in seen.said else ""
