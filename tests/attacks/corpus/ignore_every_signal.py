TRIES = "Go on after its time by ignoring every signal."
MUST_NOT = "A word that is printed after the end of its time."
WEAKER = "without a bound of time"
CELLS = [
    """
import signal, time
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
    signal.signal(number, signal.SIG_IGN)
end = time.time() + 15  # a busy machine gives it less of its own time
while time.time() < end:
    try:
        time.sleep(0.1)
    except BaseException:
        pass
print("OUTLIVED")
"""
]


def succeeded(seen):
    return "OUTLIVED" if "OUTLIVED" in seen.said else ""
