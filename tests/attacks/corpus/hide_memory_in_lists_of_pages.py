TRIES = "Look at a page of each part of an endless mapping, so that the system's own lists fill the memory."
MUST_NOT = "Lists that take more than the memory that is allowed."
WEAKER = "without a bound of memory"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

libc.mmap.restype = ctypes.c_void_p
size = 256 * 2**30
at = libc.mmap(None, ctypes.c_size_t(size), 1, 0x4022, -1, ctypes.c_long(0))
libc.madvise(ctypes.c_void_p(at), ctypes.c_size_t(size), 15)
for page in range(at, at + size, 2**21):
    ctypes.c_char.from_address(page).value
import time
time.sleep(1)
print("FILLED")
libc.munmap(ctypes.c_void_p(at), ctypes.c_size_t(size))
"""
]


def succeeded(seen):
    return "FILLED" if "FILLED" in seen.said else ""
