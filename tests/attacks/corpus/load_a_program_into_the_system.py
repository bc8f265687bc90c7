TRIES = "Load a program into the system's kernel by bpf."
MUST_NOT = "A map or a program in the system."
CANNOT_SHOW = (
    "Most systems refuse it to whoever is not root, whatever the sandbox does, and with the same error as "
    "the filter."
)
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

import os
child = os.fork()
if child == 0:
    os._exit(0 if libc.syscall(321, 0, (ctypes.c_uint32 * 18)(2, 4, 4, 1), 72) >= 0 else 1)
print("LOADED" if os.waitpid(child, 0)[1] == 0 else "refused")
"""
]


def succeeded(seen):
    return "LOADED" if "LOADED" in seen.said else ""
