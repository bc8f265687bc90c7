TRIES = "Watch the processor's counters, which tell of other programs."
MUST_NOT = "A counter."
CANNOT_SHOW = (
    "Most systems refuse it to whoever is not root, whatever the sandbox does, and with the same error as "
    "the filter."
)
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

event = (ctypes.c_uint32 * 32)(1, 128)
event[10] = 0x60  # exclude_kernel, exclude_hv

import os
child = os.fork()
if child == 0:
    os._exit(0 if libc.syscall(298, event, 0, -1, -1, 0) >= 0 else 1)
print("COUNTER" if os.waitpid(child, 0)[1] == 0 else "refused")
"""
]


def succeeded(seen):
    return "COUNTER" if "COUNTER" in seen.said else ""
