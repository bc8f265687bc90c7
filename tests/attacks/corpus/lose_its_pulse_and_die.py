TRIES = "Cut the kernel's connections, wait until nobody answers the grader's heartbeat, then end."
MUST_NOT = "A grader that waits without end for its own heartbeat thread: nobody after it would be graded."
CANNOT_SHOW = (
    "With jupyter_client's usual client the grader hung, but in one run of about ten, and for ever: "
    "HBChannel's thread waited in send(), and stop() for the thread. No test can rely on that."
)
VALUES = {"which": "a", "own-number": 1, "why": "x"}
EARNS = 1.0
CELLS = [
    """
import os, socket, time
for number in os.listdir("/proc/self/fd"):
    try:
        one = socket.socket(fileno=os.dup(int(number)))
        if one.family == socket.AF_UNIX and one.getsockname():
            one.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
time.sleep(2.5)
os._exit(0)
"""
]


def succeeded(seen):
    return "" if seen.scores.get("which") == (1.0, False) else f"scores {seen.scores}"
