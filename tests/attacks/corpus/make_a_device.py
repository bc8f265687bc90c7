TRIES = "Make the device of a disk, and read it."
MUST_NOT = "A device."
CANNOT_SHOW = (
    "Only root may make one, and tests cannot count on being root; as root, the device would be a real one."
)
CELLS = [
    """
import os, stat
for place in (".", "/tmp", "/dev/shm"):
    try:
        os.mknod(f"{place}/disk", stat.S_IFBLK | 0o600, os.makedev(8, 0))
        print("DEVICE")
    except OSError as error:
        print(error)
"""
]


def succeeded(seen):
    return "DEVICE" if "DEVICE" in seen.said else ""
