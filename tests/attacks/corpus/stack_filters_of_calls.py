TRIES = "Load filters of system calls upon filters, which the system keeps."
MUST_NOT = "A further filter."
WEAKER = "without syscalls"
CELLS = [
    """
import ctypes, os, struct
libc = ctypes.CDLL(None)
code = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0x7FFF0000) * 4000)
program = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", 4000, ctypes.addressof(code)))
libc.prctl(38, 1, 0, 0, 0)
taken = [libc.prctl(22, 2, program, 0, 0) == 0, libc.syscall(317, 1, 0, program) == 0]
print("STACKED" if any(taken) else "refused")
"""
]


def succeeded(seen):
    return "STACKED" if "STACKED" in seen.said else ""
