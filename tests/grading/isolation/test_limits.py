"""Bounds of memory, processes, files, time and talk: each probe passes its bound where there is none."""

import time

import pytest

from course.grading.isolation import groups
from course.grading.isolation.confinement import Confinement, Limits

NONE = Limits(
    memory=None, cpu_seconds=None, processes=None, open_files=None, file_bytes=None, folder_bytes=None,
    folder_files=None, said_bytes=None, seconds=30,
)  # fmt: skip


@pytest.fixture(autouse=True)
def by_counting(monkeypatch):
    """Control groups have tests of their own: here it is as where there are none."""
    monkeypatch.setattr(groups, "place", lambda pid=0: None)


def limited(**bounds: object) -> Confinement:
    return Confinement(limits=Limits(**{"seconds": 30, **bounds}))


FREE = Confinement(limits=NONE)
FORK = """
import os, time
RESULT = 0
for _ in range(60):
    try:
        if os.fork() == 0:
            time.sleep(20)
            os._exit(0)
        RESULT += 1
    except OSError:
        break
"""


def test_processes(inside) -> None:
    assert inside(FORK, limited(processes=20)) < 20
    assert inside(FORK, FREE) == 60


@pytest.mark.parametrize(
    "take",
    ["bytearray(300_000_000)", "mmap.mmap(-1, 300_000_000, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)"],
)
def test_memory_of_one_process(inside, take) -> None:
    code = f"""
import mmap
try:
    kept = {take}
    RESULT = "taken"
except (MemoryError, OSError):
    RESULT = "refused"
"""
    assert inside(code, limited(memory=200_000_000)) == "refused"
    assert inside(code, FREE) == "taken"


SHARED = """
import mmap, time
file = open("/dev/shm/shared", "w+b")
file.truncate(400_000_000)
kept = mmap.mmap(file.fileno(), 400_000_000)
for at in range(0, 400_000_000, 4096):
    kept[at] = 1
time.sleep(1.5)
RESULT = "kept"
"""
MANY = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        kept = bytearray(100_000_000)
        for at in range(0, 100_000_000, 4096):
            kept[at] = 1
        time.sleep(10)
        os._exit(0)
time.sleep(2.5)
RESULT = "kept"
"""
LISTS = """
import ctypes, mmap, time
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
size = 160 * 2**30
at = libc.mmap(None, ctypes.c_size_t(size), 1, 0x4022, -1, ctypes.c_long(0))
libc.madvise(ctypes.c_void_p(at), ctypes.c_size_t(size), 15)
for page in range(at, at + size, 2**21):
    ctypes.c_char.from_address(page).value
time.sleep(1.5)
RESULT = "kept"
"""
WAITING = """
import socket, time
RESULT, kept = "kept", []
for _ in range(1000):
    one, other = socket.socketpair()
    one.setblocking(False)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1_000_000)
    kept += [one, other]
    try:
        while True:
            one.send(bytes(32_768))
    except BlockingIOError:
        pass
time.sleep(1.5)
kept.clear()
"""
NOT_ACCEPTED = """
import socket, time
kept = socket.socket(socket.AF_UNIX)
kept.bind("\\0here")
kept.listen(4000)
for _ in range(1000):
    one = socket.socket(socket.AF_UNIX)
    one.connect("\\0here")
    one.send(bytes(100_000))
    one.close()
time.sleep(1.5)
RESULT = "kept"
"""
WATCHING = """
import ctypes, os, select, time
libc, RESULT = ctypes.CDLL(None), "kept"
for _ in range(4):
    if os.fork() == 0:
        watched = [libc.eventfd(0, 0) for _ in range(600)]
        watching = [select.epoll() for _ in range(600)]
        for one in watching:
            for other in watched:
                one.register(other, 1)
        time.sleep(8)
        os._exit(0)
for _ in range(4):
    RESULT = "kept" if os.wait()[1] == 0 else "ended"
"""
MAPPED = """
import ctypes, os, time
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
size = 30_000 * 8192
at = libc.mmap(None, ctypes.c_size_t(size), 0, 0x4022, -1, ctypes.c_long(0))
for page in range(at, at + size, 8192):
    libc.mprotect(ctypes.c_void_p(page), ctypes.c_size_t(4096), ctypes.c_int(1))
for _ in range(19):
    if os.fork() == 0:
        time.sleep(6)
        os._exit(0)
time.sleep(3)
RESULT = "kept"
"""
CONNECTED = """
import socket, time
listening, kept = socket.create_server(("127.0.0.1", 0)), []
for _ in range(100):
    one = socket.create_connection(listening.getsockname())
    other = listening.accept()[0]
    other.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 30)
    one.setblocking(False)
    kept += [one, other]
    try:
        while True:
            one.send(bytes(1_000_000))
    except BlockingIOError:
        pass
time.sleep(1.5)
RESULT = "kept"
for one in [*kept, listening]:
    one.close()
"""


@pytest.mark.parametrize(
    "code",
    [SHARED, MANY, LISTS, WAITING, NOT_ACCEPTED, CONNECTED, WATCHING, MAPPED],
    ids=[
        "shared",
        "of-many-processes",
        "page-tables",
        "in-sockets",
        "not-accepted",
        "in-connections",
        "of-files-that-watch",
        "of-mappings",
    ],
)
def test_memory_that_no_process_owns_alone(inside, code) -> None:
    tight = limited(memory=250_000_000, open_files=4000, folder_bytes=None, file_bytes=None)
    assert inside(code, tight) == "it used more memory than is allowed"
    assert inside(code, FREE) == "kept"


LET_GO = """
import mmap, time
RESULT, kept = 0, []
try:
    for _ in range(10):
        kept.append(mmap.mmap({file}, 40_000_000))
        kept[-1][:] = bytes(b"1") * 40_000_000
        kept[-1].madvise(mmap.MADV_DONTNEED)
    time.sleep(1)
    RESULT = 40 * sum(one[5] == 49 for one in kept)
except OSError as error:
    RESULT = 0
"""
SEGMENTS = """
import ctypes, time
libc = ctypes.CDLL(None)
libc.shmat.restype, RESULT = ctypes.c_void_p, 0
for _ in range(10):
    number = libc.shmget(0, ctypes.c_size_t(40_000_000), 0o1600)
    at = libc.shmat(number, None, 0)
    if number >= 0 and at is not None and at != 2**64 - 1:
        ctypes.memset(at, 1, 40_000_000)
        libc.shmdt(ctypes.c_void_p(at))
        RESULT += 40
time.sleep(1)
"""


@pytest.mark.parametrize(
    ("code", "weak"),
    [
        (LET_GO.format(file="-1"), {"syscalls": False}),
        (LET_GO.format(file="__import__('os').open('/dev/zero', 2)"), {"devices": False}),
        (SEGMENTS, {"syscalls": False}),
    ],
    ids=["let-go", "of-a-device", "of-system-v"],
)
def test_memory_that_nobody_would_count(inside, code, weak) -> None:
    assert inside(code, limited(memory=250_000_000)) == 0
    assert inside(code, Confinement(limits=NONE, **weak)) == 400


FILL = """
RESULT = 0
try:
    with open("{place}/big", "wb") as file:
        for _ in range(40):
            file.write(bytes(1_000_000))
            file.flush()
            RESULT += 1
except OSError:
    pass
"""


@pytest.mark.parametrize("place", [".", "/tmp", "/dev/shm"])
def test_what_can_be_written(inside, place) -> None:
    assert inside(FILL.format(place=place), limited(folder_bytes=20_000_000)) < 20
    assert inside(FILL.format(place=place), FREE) == 40


def test_one_file(inside) -> None:
    code = "import signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n" + FILL.format(place=".")
    assert inside(code, limited(file_bytes=5_000_000)) <= 5
    assert inside(code, FREE) == 40


FILES = """
RESULT = 0
try:
    for number in range(3000):
        open(f"/tmp/{number}", "w").close()
        RESULT += 1
except OSError:
    pass
"""


def test_number_of_files(inside) -> None:
    assert inside(FILES, limited(folder_files=500)) < 500
    assert inside(FILES, FREE) == 3000


def test_locks_on_files(inside) -> None:
    code = """
import fcntl, os, struct, time
file = os.open("locked", os.O_RDWR | os.O_CREAT)
for place in range(40_000, 0, -2):
    fcntl.fcntl(file, fcntl.F_SETLK, struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, place, 1, 0))
time.sleep(5)
RESULT = "locked"
"""
    assert inside(code, limited(locks=10_000)) == "it held more locks on files than are allowed"
    assert inside(code, limited(locks=None)) == "locked"


def test_open_files(inside) -> None:
    code = """
kept = []
try:
    while len(kept) < 700:
        kept.append(open("/dev/null"))
except OSError:
    pass
RESULT = len(kept)
kept.clear()
"""
    assert inside(code, limited(open_files=64)) < 64
    assert inside(code, FREE) == 700


def test_processor_time(inside) -> None:
    code = "import time\nwhile time.process_time() < 3: pass\nRESULT = 'done'"
    assert inside(code, limited(cpu_seconds=1)) != "done"
    assert inside(code, FREE) == "done"


def test_processor_time_of_all_processes_together(inside) -> None:
    code = """
import os, time
children = []
for _ in range(4):
    child = os.fork()
    if child == 0:
        while time.process_time() < 1.5: pass
        os._exit(0)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
time.sleep(1)
RESULT = "done"
"""
    assert inside(code, limited(cpu_seconds=3)) == "it took more processor time than is allowed"
    assert inside(code, FREE) == "done"


STUBBORN = """
import os, signal, time
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
time.sleep({seconds})
RESULT = "outlived"
"""


def test_wall_clock(inside) -> None:
    began = time.monotonic()
    assert (
        inside(STUBBORN.format(seconds=40), limited(seconds=2)) == "the notebook ran longer than is allowed"
    )
    assert time.monotonic() - began < 10
    assert inside(STUBBORN.format(seconds=3), limited(seconds=20)) == "outlived"


def test_talk_past_jupyter(inside) -> None:
    code = "import os\nfor _ in range(300): os.write(1, bytes(65536))\nprint()\nRESULT = 'said'"
    assert "more to its standard streams" in inside(code, limited(said_bytes=1_000_000))
    assert inside(code, FREE) == "said"
