import os
import socket

TRIES = "Connect to a program by the path of its socket."
MUST_NOT = "A connection that is made."
WEAKER = "without files"
CELLS = [
    """
import os, socket
try:
    place = os.open(open("place.txt").read(), os.O_PATH)
    with socket.socket(socket.AF_UNIX) as talk:
        talk.connect(f"/proc/self/fd/{place}/listens")
        print("CONNECTED")
except OSError as error:
    print(error)
"""
]


def change(folder):
    place = os.open(folder.parent, os.O_PATH)
    one = socket.socket(socket.AF_UNIX)
    one.bind(f"/proc/self/fd/{place}/listens")
    one.listen(4)
    one.detach()
    os.close(place)
    (folder / "place.txt").write_text(str(folder.parent))


def succeeded(seen):
    return "CONNECTED" if "CONNECTED" in seen.said else ""
