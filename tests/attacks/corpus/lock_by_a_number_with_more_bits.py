TRIES = "Ask for a lock by a number whose upper half the system does not read."
MUST_NOT = "A lock that nobody is named for."
WEAKER = "without syscalls"
CELLS = [
    """
import ctypes, os, struct
file = os.open("/tmp/locked", os.O_RDWR | os.O_CREAT)
lock = ctypes.create_string_buffer(struct.pack("hhqqi", 1, os.SEEK_SET, 0, 1, 0))
libc = ctypes.CDLL(None)
number = ctypes.c_uint64(37 | 1 << 32)
print("LOCKED" if libc.syscall(72, file, number, lock) == 0 else "refused")
"""
]


def succeeded(seen):
    return "LOCKED" if "LOCKED" in seen.said else ""
