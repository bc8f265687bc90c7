TRIES = "Send packets of its own making."
MUST_NOT = "A raw socket."
WEAKER = "with capabilities"
CELLS = [
    """
import socket
try:
    socket.socket(socket.AF_INET, socket.SOCK_RAW, 1).close()
    print("RAW")
except OSError as error:
    print(error)
"""
]


def succeeded(seen):
    return "RAW" if "RAW" in seen.said else ""
