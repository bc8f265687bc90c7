TRIES = "Take away what is mounted over parts of /proc."
MUST_NOT = "Something that is unmounted."
WEAKER = "with capabilities"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

import os
child = os.fork()
if child == 0:
    places = (b"/proc/kcore", b"/proc/keys", b"/tmp")
    os._exit(0 if any(libc.umount2(place, 2) == 0 for place in places) else 1)
print("UNMOUNTED" if os.waitpid(child, 0)[1] == 0 else "refused")
"""
]


def succeeded(seen):
    return "UNMOUNTED" if "UNMOUNTED" in seen.said else ""
