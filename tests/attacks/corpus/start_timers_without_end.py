TRIES = "Make timers, each of which the system keeps."
MUST_NOT = "More than two thousand."
WEAKER = "without a bound of signals"
CELLS = [
    """
import ctypes
libc, begun = ctypes.CDLL(None), 0
for _ in range(20_000):
    begun += libc.syscall(222, 0, None, ctypes.byref(ctypes.c_int())) == 0
print("TIMERS" if begun > 2000 else "refused")
"""
]


def succeeded(seen):
    return "TIMERS" if "TIMERS" in seen.said else ""
