TRIES = "Give rules to the system by which it would confine this program, as many as there are ports."
MUST_NOT = "A set of rules."
WEAKER = "without syscalls"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None)
handled = (ctypes.c_uint64 * 2)(1, 0)
print("RULES" if libc.syscall(444, handled, 8, 0) >= 0 else "refused")
"""
]


def succeeded(seen):
    return "RULES" if "RULES" in seen.said else ""
