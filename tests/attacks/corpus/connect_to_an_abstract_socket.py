TRIES = "Connect to a program by an abstract socket, which no folder holds."
MUST_NOT = "A word that this program hears."
WEAKER = "without network"
CELLS = [
    """
import socket
try:
    with socket.socket(socket.AF_UNIX) as talk:
        talk.connect("\\0" + known.abstract)
        talk.send(known.name.encode() + b"\\n")
except OSError as error:
    print(error)
"""
]


def succeeded(seen):
    return ", ".join(seen.heard)
