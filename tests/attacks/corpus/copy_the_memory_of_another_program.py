TRIES = "Copy the memory of a program of the grader by process_vm_readv."
MUST_NOT = "A password of the grader in what the cell displays."
WEAKER = "COURSE_ISOLATION=none"
CELLS = [
    """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)

class Part(ctypes.Structure):
    _fields_ = [("at", ctypes.c_void_p), ("size", ctypes.c_size_t)]
for line in open(f"/proc/{known.grader}/maps"):
    if "[stack]" in line:
        start, end = (int(one, 16) for one in line.split()[0].split("-"))
        room = ctypes.create_string_buffer(end - start)
        mine, theirs = Part(ctypes.addressof(room), end - start), Part(start, end - start)
        libc.process_vm_readv(known.grader, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0)
        print(room.raw[room.raw.index(b"GRADER_PASSWORD"):][:60])
"""
]


def succeeded(seen):
    return seen.shows("environment")
