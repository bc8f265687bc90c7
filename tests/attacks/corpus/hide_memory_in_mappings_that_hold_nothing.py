TRIES = "Map more pieces of memory than any figure of a program's memory shows, in many programs."
MUST_NOT = "Mappings that take the system more than the memory that is allowed."
WEAKER = "without a bound of memory"
CELLS = [
    """
import ctypes, os, time
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
size = 32_000 * 8192
at = libc.mmap(None, ctypes.c_size_t(size), 0, 0x4022, -1, ctypes.c_long(0))
for page in range(at, at + size, 8192):
    libc.mprotect(ctypes.c_void_p(page), ctypes.c_size_t(4096), ctypes.c_int(1))
begun = 0
for _ in range(18):
    if os.fork() == 0:
        time.sleep(3)
        os._exit(0)
    begun += 1
time.sleep(3.5)
print("MAPPED" if begun == 18 else "not begun")
"""
]


def succeeded(seen):
    return "MAPPED" if "MAPPED" in seen.said else ""
