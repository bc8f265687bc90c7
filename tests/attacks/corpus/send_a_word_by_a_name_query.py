import os
import socket

TRIES = "Ask a name server for a name that holds what was found out."
MUST_NOT = "A datagram that arrives."
WEAKER = "without network"
CELLS = [
    """
import socket
port = int(open("port.txt").read())
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as talk:
    try:
        query = bytes(12) + b"\\x05found\\x07example\\x00\\x00\\x01\\x00\\x01"
        talk.sendto(query, ("127.0.0.1", port))
    except OSError as error:
        print(error)
"""
]


SERVERS = []


def change(folder):
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    server.setblocking(False)
    (folder / "port.txt").write_text(str(server.getsockname()[1]))
    SERVERS.append(server.detach())


def succeeded(seen):
    try:
        return repr(os.read(SERVERS[-1], 500))
    except BlockingIOError:
        return ""
