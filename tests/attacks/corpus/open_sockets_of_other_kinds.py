TRIES = "Open a socket to the host of a virtual machine, to ciphers of the system, or to its network cards."
MUST_NOT = "A socket of such a kind."
WEAKER = "without syscalls"
CELLS = [
    """
import socket
for family, kind in ((40, 1), (38, 5), (29, 3), (31, 3), (30, 2)):
    try:
        socket.socket(family, kind).close()
        print("OPENED", family)
    except OSError as error:
        print(error)
"""
]


def succeeded(seen):
    return "OPENED" if "OPENED" in seen.said else ""
