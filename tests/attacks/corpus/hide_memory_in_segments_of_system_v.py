TRIES = "Fill shared segments that outlive every process that had them."
MUST_NOT = "600 MB that are kept."
WEAKER = "without syscalls"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

import time
libc.shmat.restype = ctypes.c_void_p
made = []
for _ in range(10):
    number = libc.shmget(0, ctypes.c_size_t(60_000_000), 0o1600)
    at = libc.shmat(number, None, 0) if number >= 0 else None
    if at is not None and at != 2**64 - 1:
        ctypes.memset(at, 1, 60_000_000)
        libc.shmdt(ctypes.c_void_p(at))
        made.append(number)
time.sleep(1)
if len(made) == 10:
    print("KEPT")
for number in made:
    libc.shmctl(number, 0, None)
"""
]


def succeeded(seen):
    return "KEPT" if "KEPT" in seen.said else ""
