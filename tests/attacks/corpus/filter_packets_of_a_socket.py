TRIES = "Give a socket a filter of its own, which the system keeps."
MUST_NOT = "A filter."
WEAKER = "without syscalls"
CELLS = [
    """
import ctypes, socket, struct
code = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0xFFFF) * 500)
program = struct.pack("HxxxxxxQ", 500, ctypes.addressof(code))
one, other = socket.socketpair()
try:
    one.setsockopt(socket.SOL_SOCKET, 26, program)
    print("FILTERED")
except OSError as error:
    print("refused", error)
"""
]


def succeeded(seen):
    return "FILTERED" if "FILTERED" in seen.said else ""
