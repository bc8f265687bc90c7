"""What a sandbox shows of the machine: each probe finds it without a sandbox, and not within."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

READ = """
try:
    RESULT = open({path!r}).read()
except OSError as error:
    RESULT = type(error).__name__
"""


def test_a_file_of_the_grader(inside, outside, tmp_path_factory) -> None:
    canary = tmp_path_factory.mktemp("course") / "key.yaml"
    canary.write_text("the key")
    code = READ.format(path=str(canary))
    assert outside(code) == "the key"
    assert inside(code) == "FileNotFoundError"


def test_the_repository_and_the_home(inside, outside) -> None:
    here, home = Path(__file__), Path.home()
    code = f"import os\nRESULT = [os.path.exists({str(here)!r}), bool(os.listdir('/'))]"
    assert outside(code) == [True, True]
    assert inside(code) == [False, True]
    listed = inside(f"import os\nRESULT = os.listdir({str(home)!r}) if os.path.isdir({str(home)!r}) else []")
    assert set(listed) <= {".pyenv", ".venv", ".local", "miniconda3"}  # no more than the way to Python


def test_the_package_stands_alone(inside) -> None:
    assert inside(
        "import os, course\nRESULT = os.listdir(os.path.dirname(os.path.dirname(course.__file__)))"
    ) == ["course"]


def test_the_environment(inside, outside, monkeypatch) -> None:
    monkeypatch.setenv("COURSE_FACULTY", "/somewhere")
    monkeypatch.setenv("DATABASE_PASSWORD", "hunter2")
    monkeypatch.setenv("JPY_PARENT_PID", "1")
    monkeypatch.setenv("COURSE_TRAINEE", "t-1")
    code = "import os\nRESULT = sorted(os.environ)"
    seen = set(inside(code))
    assert {"DATABASE_PASSWORD", "COURSE_FACULTY"} <= set(outside(code))
    assert not {"DATABASE_PASSWORD", "COURSE_FACULTY", "JPY_PARENT_PID"} & seen
    assert "COURSE_TRAINEE" in seen
    leaked = "RESULT = 'hunter2' in open('/proc/1/environ').read() + open('/proc/self/environ').read()"
    try_leak = f"try:\n    {leaked}\nexcept PermissionError:\n    RESULT = False"
    assert inside(try_leak) is False


PROCESSES = "import os\nRESULT = {pid} in [int(one) for one in os.listdir('/proc') if one.isdigit()]"
SIGNAL = """
import os
try:
    os.kill({pid}, 0)
    RESULT = True
except OSError:
    RESULT = False
"""


def test_other_processes(inside, outside) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        for code in (PROCESSES, SIGNAL):
            assert outside(code.format(pid=other.pid)) is True
            assert inside(code.format(pid=other.pid)) is False
        other.communicate(b"\n")


@pytest.fixture
def listeners(tmp_path) -> Iterator[list[tuple[int, str | list]]]:
    """Three that listen on this machine: TCP, a socket in a folder, an abstract one."""
    sockets = [socket.socket(), socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)]
    sockets[0].bind(("127.0.0.1", 0))
    sockets[1].bind(str(tmp_path / "s"))
    sockets[2].bind(f"\0course-{os.getpid()}")
    for one in sockets:
        one.listen(8)
    names = [list(sockets[0].getsockname()), str(tmp_path / "s"), f"\0course-{os.getpid()}"]
    yield list(zip([2, 1, 1], names, strict=True))
    for one in sockets:
        one.close()


CONNECT = """
import socket
RESULT = []
for family, where in {places!r}:
    one = socket.socket(family)
    try:
        one.connect(tuple(where) if isinstance(where, list) else where)
        RESULT.append(True)
    except OSError:
        RESULT.append(False)
"""


def test_the_network_and_sockets_of_others(inside, outside, listeners) -> None:
    code = CONNECT.format(places=listeners)
    assert outside(code) == [True, True, True]
    assert inside(code) == [False, False, False]


def test_no_network_card_but_its_own(inside, outside) -> None:
    code = "import socket\nRESULT = sorted(name for _, name in socket.if_nameindex())"
    assert inside(code) == ["lo"]
    assert len(outside(code)) >= 1


def test_shared_memory_of_others(inside, outside) -> None:
    from multiprocessing import shared_memory

    made = shared_memory.SharedMemory(create=True, size=64)
    try:
        code = f"import os\nRESULT = os.path.exists('/dev/shm/{made.name.lstrip('/')}')"
        assert outside(code) is True
        assert inside(code) is False
    finally:
        made.close()
        made.unlink()


HANDLES = """
import os
RESULT = {}
for one in os.listdir("/proc/self/fd"):
    try:
        RESULT[one] = os.readlink("/proc/self/fd/" + one)
    except OSError:
        pass
"""


def test_no_handle_of_the_grader(inside, tmp_path_factory) -> None:
    secret = tmp_path_factory.mktemp("open") / "gradebook.db"
    secret.write_text("all scores")
    with secret.open() as file:
        os.set_inheritable(file.fileno(), True)
        handles = inside(HANDLES)
    assert not any("gradebook" in one for one in handles.values())
    assert all(one.startswith(("/dev/null", "pipe:", "/proc/")) for one in handles.values()), handles


def test_nothing_of_the_parent_of_the_folder(inside) -> None:
    code = "import os\nRESULT = [os.listdir('.'), os.listdir('..'), os.listdir('/submission')]"
    assert inside(code, **{"a.txt": "x"}) == [["a.txt"], ["probe"], ["probe"]]


def test_who_it_is(inside) -> None:
    code = "import os, getpass\nRESULT = [os.getuid(), os.getgid(), os.getgroups(), os.uname().nodename]"
    user, group, groups, host = inside(code)
    assert (user, group) == (65534, 65534) and set(groups) <= {65534} and host == "grading"


def test_probes_can_run_side_by_side(inside) -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(inside("RESULT = 1"))) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == [1, 1, 1, 1]


def test_json_is_what_comes_back(inside) -> None:
    assert inside("RESULT = {'a': [1]}") == json.loads('{"a": [1]}')
