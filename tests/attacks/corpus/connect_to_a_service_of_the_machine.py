TRIES = "Connect to a program that listens on 127.0.0.1."
MUST_NOT = "A word that this program hears."
WEAKER = "without network"
CELLS = [
    """
import socket
try:
    with socket.create_connection(("127.0.0.1", known.port), 2) as talk:
        talk.send(known.name.encode() + b"\\n")
except OSError as error:
    print(error)
"""
]


def succeeded(seen):
    return ", ".join(seen.heard)
