TRIES = "Leave a daemon that waits for the end of the kernel and then changes the folder."
MUST_NOT = "A file that was made after the end of the kernel, or the daemon alive."
WEAKER = "COURSE_ISOLATION=none"
CELLS = [
    """
import os, subprocess, sys
code = '''
import os, sys, time
kernel, name, end = int(sys.argv[1]), sys.argv[2], time.time() + int(sys.argv[3])
while time.time() < end:
    try:
        os.kill(kernel, 0)
    except ProcessLookupError:
        open("after.txt", "w").write(name)
        time.sleep(2)
        break
    time.sleep(0.01)
'''
subprocess.Popen(
    [sys.executable, "-S", "-c", code, str(os.getpid()), known.mark, str(known.linger)],
    start_new_session=True,
)
print("BEGUN")
"""
]


def succeeded(seen):
    after = [str(one) for one in seen.folder.rglob("after.txt")]
    return ", ".join([*after, *seen.processes])
