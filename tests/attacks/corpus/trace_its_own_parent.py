TRIES = "Trace the program that started it, the outermost one in the sandbox."
MUST_NOT = "A program that is traced."
WEAKER = "with capabilities"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
import os
child = os.fork()
if child == 0:
    own = open("/proc/1/comm").read().strip() == "bwrap"
    os._exit(0 if own and libc.ptrace(0x4206, 1, None, None) == 0 else 1)
print("TRACED" if os.waitpid(child, 0)[1] == 0 else "refused")
"""
]


def succeeded(seen):
    return "TRACED" if "TRACED" in seen.said else ""
