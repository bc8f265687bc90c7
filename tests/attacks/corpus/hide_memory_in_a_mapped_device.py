TRIES = "Map /dev/zero, fill it, and let go of it so that no process seems to hold it."
MUST_NOT = "600 MB that are kept."
WEAKER = "without devices"
CELLS = [
    """
import mmap, os, time
kept, device = [], os.open("/dev/zero", os.O_RDWR)
for _ in range(10):
    one = mmap.mmap(device, 60_000_000)
    one[:] = bytes(b"1") * len(one)
    one.madvise(mmap.MADV_DONTNEED)
    kept.append(one)
time.sleep(1)
print("KEPT" if all(one[5] == 49 for one in kept) else "lost")
for one in kept:
    one.close()
"""
]


def succeeded(seen):
    return "KEPT" if "KEPT" in seen.said else ""
