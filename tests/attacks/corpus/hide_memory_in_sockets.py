TRIES = "Leave data in sockets that nobody reads."
MUST_NOT = "What would fill more than the memory that is allowed."
WEAKER = "without a bound of memory"
CELLS = [
    """
import os, resource, socket, time
def fill():
    kept = []
    try:
        while True:
            one, other = socket.socketpair()
            one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1_000_000)
            one.setblocking(False)
            kept.append((one, other))
            try:
                while True:
                    one.send(bytes(32_768))
            except BlockingIOError:
                pass
    except OSError:
        return kept
# Five times what is allowed, not as much as the machine has: a slow one must get there in a cell's time.
told, tell = os.pipe()
for _ in range(8):
    if os.fork() == 0:
        kept = fill()
        os.write(tell, b".")
        time.sleep(2)
        os._exit(0)
filled = 0
while filled < 8:
    filled += len(os.read(told, 8))
time.sleep(1)
print("FILLED")
"""
]


def succeeded(seen):
    return "FILLED" if "FILLED" in seen.said else ""
