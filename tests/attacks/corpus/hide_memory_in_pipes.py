TRIES = "Put pages into pipes and let go of them: each keeps two megabytes that are no program's."
MUST_NOT = "Pages in a pipe."
WEAKER = "without syscalls"
CELLS = [
    """
import ctypes, mmap, os
libc = ctypes.CDLL(None)
libc.vmsplice.restype = ctypes.c_ssize_t
kept = mmap.mmap(-1, 1 << 22, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
kept.madvise(14)
kept[:] = bytes(1 << 22)
reading, writing = os.pipe()
page = (ctypes.c_uint64 * 2)(ctypes.addressof(ctypes.c_char.from_buffer(kept)), 4096)
print("HIDDEN" if libc.vmsplice(writing, page, 1, 1) > 0 else "refused")
"""
]


def succeeded(seen):
    return "HIDDEN" if "HIDDEN" in seen.said else ""
