TRIES = "Find every port that is open on the machine, a Jupyter server's among them, and talk to it."
MUST_NOT = "A word that a program of the machine hears."
WEAKER = "without network"
CELLS = [
    """
import socket
ports = []
for kind in ("tcp", "tcp6"):
    lines = open(f"/proc/net/{kind}").read().splitlines()[1:]
    ports += [int(line.split()[1].rsplit(":", 1)[1], 16) for line in lines if line.split()[3] == "0A"]
print(len(ports), "ports")
for port in ports:
    if port == known.port:  # in a test, nobody else's
        with socket.create_connection(("127.0.0.1", port), 2) as talk:
            talk.send(known.name.encode() + b"\\n")
"""
]


def succeeded(seen):
    return ", ".join(seen.heard)
