TRIES = "Write a message of ever more parts straight to the grader's sockets."
MUST_NOT = "All of it sent, which the grader would hold in memory until the message ends."
WEAKER = "without a bound of the grader's memory"
# Past the kernel's own library, whose memory would be bounded: parts of 4 MB that each say that more follows.
# Only what comes after the last part is an answer.
CELLS = [
    """
import os, select, socket, time
kept = []
for number in os.listdir("/proc/self/fd"):
    try:
        one = socket.socket(fileno=os.dup(int(number)))
        one.getpeername()
        if one.family == socket.AF_UNIX and one.getsockname():
            kept.append(one)
    except OSError:
        pass
part = bytes([3]) + (4_000_000).to_bytes(8, "big") + bytes(4_000_000)
sent = 0
while kept and sent < 400_000_000:
    for one in list(kept):
        left = memoryview(part)
        while left and one in kept:
            try:
                if not select.select([], [one], [], 0.5)[1]:
                    raise OSError("nobody reads")
                size = one.send(left)
                left, sent = left[size:], sent + size
            except BlockingIOError:
                pass
            except OSError:
                kept.remove(one)
    time.sleep(0.01)
if sent < 400_000_000:
    raise OSError(f"only {sent} sent")
text = '{"version": 1, "module": "m1", "answers": {"which": {"value": "a"}}}'
os.remove("answers.json")
open("answers.json", "w").write(text)
os._exit(0)
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
