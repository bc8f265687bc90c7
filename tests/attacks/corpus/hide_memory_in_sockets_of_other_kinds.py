TRIES = "Leave data in sockets of a kind that no list of sockets in use may show."
MUST_NOT = "A socket."
WEAKER = "without syscalls"
CELLS = [
    """
import socket
made = []
for protocol in (socket.IPPROTO_UDPLITE, 262, socket.IPPROTO_SCTP):
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        try:
            made.append(socket.socket(socket.AF_INET, kind, protocol))
        except OSError:
            pass
print("OTHER KINDS", len(made)) if made else print("refused")
"""
]


def succeeded(seen):
    return "OTHER KINDS" if "OTHER KINDS" in seen.said else ""
