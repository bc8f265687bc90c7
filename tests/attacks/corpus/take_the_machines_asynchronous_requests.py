TRIES = "Take the requests for asynchronous input and output that the machine has for all programs."
MUST_NOT = "A context."
WEAKER = "without syscalls"
CELLS = [
    """
import ctypes
context = ctypes.c_ulong(0)
print("TAKEN" if ctypes.CDLL(None).syscall(206, 128, ctypes.byref(context)) == 0 else "refused")
"""
]


def succeeded(seen):
    return "TAKEN" if "TAKEN" in seen.said else ""
