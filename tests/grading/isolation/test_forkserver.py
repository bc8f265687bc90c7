"""A kernel that was forked and joined its sandbox is as confined as one that starts there."""

import json
import os
import secrets
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from joined_kernel import run_cells
from jupyter_core.utils import ensure_event_loop

from course.grading.isolation import forkserver_client
from course.grading.isolation.confinement import Confinement, Limits


@pytest.fixture(autouse=True)
def folder(tmp_path):
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def told(ran, at=-1):
    assert ran.warm, forkserver_client.trouble
    return json.loads(ran.texts[at])


STATUS = """
import json, os, socket
lines = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(json.dumps([[int(lines[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")],
    int(lines["NoNewPrivs"]), int(lines["Seccomp"]), lines["Uid"].split(), lines["Gid"].split(),
    os.getgroups(), os.uname().nodename, socket.if_nameindex(), open("/proc/self/uid_map").read().split()]))
"""


def test_it_has_no_right_and_no_namespace_of_the_graders(folder) -> None:
    forked = told(run_cells(folder, STATUS))
    anew = json.loads(run_cells(folder, STATUS, warm_start=False).texts[0])
    assert forked == anew
    assert forked[:3] == [[0, 0, 0, 0], 1, 2]
    assert forked[6:8] == ["grading", [[1, "lo"]]]


def test_it_sees_the_same_of_the_machine_as_one_that_starts_anew(folder) -> None:
    look = """
import json, os, resource, sys
names = [one for one in dir(resource) if one.startswith("RLIMIT_")]
limits = {one: resource.getrlimit(getattr(resource, one)) for one in names}
limits.pop("RLIMIT_DATA")
print(json.dumps([dict(os.environ), os.getcwd(), sys.path, sorted(os.listdir("/")), os.uname()[1],
    os.umask(0o77), limits, sorted(os.listdir("/tmp")), os.getsid(0) > 0, os.nice(0), sys.argv[0]]))
"""
    assert told(run_cells(folder, look)) == json.loads(run_cells(folder, look, warm_start=False).texts[0])


@pytest.mark.parametrize("warm", [True, False])
def test_arrow_takes_memory_as_it_needs_it(folder, warm) -> None:
    """Its own allocator sets a gigabyte aside, and is chosen before a notebook's first line is run."""
    ran = run_cells(
        folder, "import pyarrow\nprint(pyarrow.default_memory_pool().backend_name)", warm_start=warm
    )
    assert ran.warm is warm and ran.texts == ["system"]


PROCESSES = """
import json, os, signal
seen = sorted(int(one) for one in os.listdir("/proc") if one.isdigit())
done = []
for pid in [one for one in seen if one != os.getpid()]:
    for what in ("mem", "environ", "root", "cwd", "fd", "exe"):
        try:
            path = f"/proc/{pid}/{what}"
            os.listdir(path) if what in ("root", "cwd", "fd") else open(path, "rb").read(1)
            done.append(f"{pid} {what}")
        except OSError:
            pass
    for number in (signal.SIGSTOP, signal.SIGKILL):
        try:
            os.kill(pid, number)
            done.append(f"{pid} signal {number}")
        except OSError:
            pass
print(json.dumps([len(seen), os.getppid(), done]))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="without root its sandbox has one account only")
def test_its_parent_is_out_of_reach(folder) -> None:
    count, parent, done = told(run_cells(folder, PROCESSES))
    assert parent == 0  # of another list of processes
    assert count == 3 and done == []


def test_signals_do_not_reach_others(folder, tmp_path) -> None:
    """Two at once: one signals everything it can, the other ends as it would have."""
    (tmp_path / "other").mkdir()
    results = {}
    run_cells(folder, "1")  # so that both find the warm process there
    quiet = "import time\nfor _ in range(30): time.sleep(0.1)\nprint('[1]')"
    loud = "import os\nfor pid in range(2, 5000):\n"
    loud += "    try: os.kill(pid, 9) if pid != os.getpid() else 0\n"
    loud += "    except OSError: pass\nos.kill(-1, 9)\nos.kill(0, 9)"

    def other() -> None:
        results["quiet"] = run_cells(tmp_path / "other", quiet)
        ensure_event_loop().close()  # this thread's own

    thread = threading.Thread(target=other)
    thread.start()
    time.sleep(0.5)
    run_cells(folder, loud)
    thread.join()
    assert told(results["quiet"]) == [1]
    assert told(run_cells(folder, "print('[2]')")) == [2]


HANDLES = """
import json, os, stat
found = []
for one in os.listdir("/proc/self/fd"):
    try:
        kind, to = os.fstat(int(one)), os.readlink(f"/proc/self/fd/{one}")
    except OSError:
        continue
    usual = to.startswith(("/dev/null", "/tmp/", "/proc/")) or not to.startswith("/")
    if stat.S_ISDIR(kind.st_mode) or not usual:
        found.append(to)
print(json.dumps(found))
"""


def test_no_handle_is_left_open(folder) -> None:
    assert told(run_cells(folder, HANDLES)) == []


def test_its_own_program_cannot_be_written(folder) -> None:
    code = """
import json, os
done = []
for flags in (os.O_RDWR, os.O_WRONLY):
    try:
        os.open("/proc/self/exe", flags)
        done.append(flags)
    except OSError:
        pass
print(json.dumps(done))
"""
    assert told(run_cells(folder, code)) == []


def test_no_memory_is_shared_with_others(folder) -> None:
    code = """
import json
lines = open("/proc/self/maps").read().splitlines()
print(json.dumps([line for line in lines if line.split()[1][1] == "w" and line.split()[1][3] == "s"]))
"""
    assert told(run_cells(folder, code)) == []


SEARCH = """
import ctypes, json
halves = [(bytes.fromhex(one), bytes.fromhex(other)) for one, other in {words!r}]  # whole nowhere here
found = []
for line in open("/proc/self/maps").read().splitlines():
    where, rights, *_ = line.split()
    low, high = (int(one, 16) for one in where.split("-"))
    if rights == "rw-p" and high - low < 200_000_000:
        data = ctypes.string_at(low, high - low)
        for place, (one, other) in enumerate(halves):
            at = data.find(one)
            while at >= 0 and data[at + len(one) : at + len(one) + len(other)] != other:
                at = data.find(one, at + 1)
            found += [place] if at >= 0 else []
        del data
print(json.dumps(sorted(set(found))))
"""


def test_its_memory_holds_nothing_of_the_graders_nor_of_others(folder, tmp_path, monkeypatch) -> None:
    """Words as a search finds them if they are there: the last one is."""
    forkserver_client.close()
    words = [secrets.token_hex(12) for _ in range(4)]
    monkeypatch.setenv("GRADER_PASSWORD", words[0])
    other = tmp_path / words[1]
    other.mkdir()
    (other / "answers.json").write_text(words[2])
    told(run_cells(other, f"print('[1]')  # {words[2]}"))
    (folder / "own").write_text(words[3])
    asked = [(one[:12].encode().hex(), one[12:].encode().hex()) for one in words]
    code = "kept = open('own').read()" + SEARCH.format(words=asked)
    assert told(run_cells(folder, code)) == [3]


def test_chance_is_each_ones_own(folder) -> None:
    code = """
import json, random, secrets, tempfile, uuid
import numpy
print(json.dumps([random.random(), float(numpy.random.random()), float(numpy.random.default_rng().random()),
    str(uuid.uuid4()), str(uuid.uuid1()), secrets.token_hex(), tempfile.mktemp()]))
"""
    one, other = (told(run_cells(folder, code)) for _ in range(2))
    assert len({*one, *other}) == 14


def test_nothing_is_left_for_the_next(folder) -> None:
    leave = """
import builtins, json, os, pandas, sys
builtins.left = json.left = pandas.left = sys.left = "here"
os.environ["LEFT"] = "here"
pandas.set_option("display.max_rows", 7)
json.dumps = None
for place in ("/tmp/left", "/dev/shm/left", "left"):
    open(place, "w").close()
import socket
kept = socket.socket(socket.AF_UNIX); kept.bind("\\0left"); kept.listen()
"""
    find = """
import builtins, json, os, pandas, socket, sys
found = [hasattr(one, "left") for one in (builtins, json, pandas, sys)] + ["LEFT" in os.environ]
found += [pandas.get_option("display.max_rows") == 7]
found += [os.path.exists(one) for one in ("/tmp/left", "/dev/shm/left", "left")]
try:
    socket.socket(socket.AF_UNIX).connect("\\0left")
    found.append(True)
except OSError:
    found.append(False)
print(json.dumps(found))
"""
    run_cells(folder, leave)
    assert told(run_cells(folder, find)) == [False] * 10


def test_time_and_memory_count_from_its_own_start(folder) -> None:
    used = told(run_cells(folder, "import time\nprint([time.process_time()])"))
    assert used[0] < 1  # the warm process has used more, with its imports
    busy = "import time\nwhile True: pass"
    tight = Confinement(limits=Limits(cpu_seconds=2, seconds=30))
    began = time.monotonic()
    ran = run_cells(folder, busy, "print('outlived')", confinement=tight)
    assert ran.warm and ran.texts[1] == "" and time.monotonic() - began < 20
    small = Confinement(limits=Limits(memory=300_000_000, seconds=30))
    take = "try:\n    kept = bytearray({})\n    print('[1]')\nexcept MemoryError:\n    print('[0]')"
    assert told(run_cells(folder, take.format(200_000_000), confinement=small)) in ([0], [1])
    assert told(run_cells(folder, take.format(400_000_000), confinement=small)) == [0]


FORKS = """
import os, time
for _ in range({many}):
    if os.fork() == 0:
        kept = bytearray({size})
        for at in range(0, {size}, 4096):
            kept[at] = 1
        time.sleep(20)
        os._exit(0)
time.sleep(10)
"""


@pytest.mark.parametrize(
    ("many", "size", "limits", "says"),
    [
        (40, 50_000_000, Limits(memory=600_000_000, seconds=30), "more memory"),
        (3, 1, Limits(seconds=2), "longer than is allowed"),
    ],
)
def test_what_all_its_processes_take_together_is_bounded(folder, many, size, limits, says) -> None:
    ran = run_cells(folder, FORKS.format(many=many, size=size), confinement=Confinement(limits=limits))
    assert ran.warm and says in ran.outcome.reason, ran


def test_memory_that_forked_processes_share_is_counted_once(folder) -> None:
    code = "import os, time\nkept = bytearray(b'x') * 100_000_000\n"
    code += "for _ in range(12):\n    if os.fork() == 0:\n        time.sleep(20); os._exit(0)\n"
    code += "time.sleep(1)\nprint([len(kept)])"
    ran = run_cells(folder, code, confinement=Confinement(limits=Limits(memory=600_000_000, seconds=30)))
    assert not ran.outcome.reason and told(ran) == [100_000_000], ran


def test_processes_are_bounded(folder) -> None:
    code = "import os, time\nmade = 0\ntry:\n    for _ in range(60):\n        if os.fork() == 0:\n"
    code += "            time.sleep(20); os._exit(0)\n        made += 1\nexcept OSError: pass\nprint([made])"
    ran = run_cells(folder, code, confinement=Confinement(limits=Limits(processes=30, seconds=20)))
    assert "more processes" in ran.outcome.reason or told(ran)[0] < 30, ran


def test_the_end_of_the_grader_is_the_end_of_all(folder, tmp_path) -> None:
    code = f"import sys\nsys.path.insert(0, {str(Path(__file__).parent)!r})\n"
    code += "from joined_kernel import run_cells\nfrom pathlib import Path\n"
    code += f'run_cells(Path({str(folder)!r}), \'import time\\nopen("begun", "w").close()\\ntime.sleep(60)\')'
    running = subprocess.Popen([sys.executable, "-W", "ignore", "-c", code], env={**os.environ})
    try:
        wait_for(lambda: len(family(running.pid)) >= 7, 30)
        everybody = family(running.pid)
    finally:
        running.kill()
        running.wait()
    assert len(everybody) >= 7
    wait_for(lambda: not any(is_alive(pid) for pid in everybody), 10)
    assert [pid for pid in everybody if is_alive(pid)] == []


def family(first):
    found, left = [], [first]
    while left:
        found.append(left.pop())
        for task in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            left += [int(one) for one in task.read_text().split()]
    return found


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(true, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end and not true():
        time.sleep(0.05)


def test_where_it_cannot_join_kernels_start_anew(folder, monkeypatch, caplog) -> None:
    monkeypatch.setattr(forkserver_client, "given", 0)
    monkeypatch.setattr(forkserver_client, "trouble", "")
    monkeypatch.setattr(forkserver_client, "_holder", lambda: "/nowhere/cat")
    ran = run_cells(folder, "print('[1]')")
    assert ran.texts == ["[1]"] and not ran.warm
    assert "cat" in forkserver_client.trouble


def test_files_that_do_not_fit_are_no_fault_of_the_warm_process(folder) -> None:
    (folder / "big").write_bytes(bytes(3_000_000))
    tight = Confinement(limits=Limits(folder_bytes=1_000_000, seconds=20))
    ran = run_cells(folder, "print('[1]')", confinement=tight)
    assert ran.outcome.refused and "do not fit" in ran.outcome.reason and forkserver_client.trouble == ""
