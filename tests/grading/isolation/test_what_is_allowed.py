"""What a sandbox may do: rights, system calls, writing. Each is shown to work where its mechanism is off."""

import errno
import os

import pytest

from course.grading.isolation.confinement import Confinement

STATUS = """
lines = dict(line.split(":", 1) for line in open("/proc/self/status"))
RESULT = [int(lines[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")]
RESULT += [int(lines["NoNewPrivs"]), int(lines["Seccomp"])]
"""


def test_no_capability_no_new_rights_and_a_filter(inside) -> None:
    assert inside(STATUS) == [0, 0, 0, 0, 1, 2]


def test_the_filter_and_the_capabilities_can_be_seen_to_be_off(inside) -> None:
    weak = inside(STATUS, Confinement(capabilities=False, nobody=False, syscalls=False))
    assert weak[2] != 0 and weak[5] == 0


CALL = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
done = {call}
RESULT = 0 if done >= 0 else ctypes.get_errno()
"""
CALLS = {
    "unshare(CLONE_NEWUTS)": "libc.unshare(0x04000000)",
    "mount": "libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)",
    "ptrace(TRACEME)": "libc.ptrace(0, 0, 0, 0)",
    "memfd_create": "libc.memfd_create(b'x', 0)",
    "socket(AF_VSOCK)": "libc.socket(40, 1, 0)",
    "socket(AF_ALG)": "libc.socket(38, 5, 0)",
    "keyctl": "libc.syscall(250, 0, -3, 1)",
    "bpf": "libc.syscall(321, 0, 0, 0)",
    "io_uring_setup": "libc.syscall(425, 1, ctypes.create_string_buffer(120))",
    "personality": "libc.personality(0)",
}
REFUSED = {errno.EPERM, errno.ENOSYS, errno.EAFNOSUPPORT}


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="numbers of system calls of this machine")
@pytest.mark.parametrize("name", CALLS)
def test_a_system_call_is_refused(inside, name) -> None:
    assert inside(CALL.format(call=CALLS[name])) in REFUSED


@pytest.mark.parametrize(
    "name", ["ptrace(TRACEME)", "memfd_create", "socket(AF_VSOCK)", "keyctl", "personality"]
)
def test_the_same_call_is_possible_without_the_filter(inside, name) -> None:
    weak = inside(CALL.format(call=CALLS[name]), Confinement(syscalls=False))
    assert weak not in REFUSED, weak


NEW_USER = "unshare(CLONE_NEWUSER)", "libc.unshare(0x10000000)"


def test_no_further_user_namespace(inside) -> None:
    code = CALL.format(call=NEW_USER[1])
    assert inside(code) == errno.EPERM
    # Two locks: without the filter the count of namespaces still stops it, without both nothing does.
    assert inside(code, Confinement(syscalls=False)) == errno.ENOSPC
    assert inside(code, Confinement(syscalls=False, namespaces=False)) == 0


WRITE = """
import os, sys
RESULT = {}
for place in PLACES:
    try:
        with open(os.path.join(place, "canary-of-a-probe"), "w") as file:
            file.write("x")
        os.unlink(os.path.join(place, "canary-of-a-probe"))
        RESULT[place] = True
    except OSError:
        RESULT[place] = False
"""


def test_only_its_own_folder_and_scratch_can_be_written(inside) -> None:
    places = "PLACES = ['/', '/etc', '/usr/bin', '/opt', '/opt/course', '/opt/course/course', '/dev', "
    places += "'/submission', "
    places += (
        "'/proc', *[one for one in sys.path if 'site-packages' in one], os.path.dirname(sys.executable), "
    )
    places += "'.', '/tmp', '/dev/shm']"
    written = inside(f"import os, sys\n{places}\n{WRITE}")
    assert {place for place, could in written.items() if could} == {".", "/tmp", "/dev/shm"}
    assert len(written) >= 13


def test_without_it_python_itself_can_be_written(outside, tmp_path) -> None:
    # In a copy of a package, so that the test changes nothing: what matters is that nothing stands in the
    # way.
    package = tmp_path / "site-packages"
    package.mkdir()
    assert outside(f"PLACES = [{str(package)!r}]\n{WRITE}") == {str(package): True}


def test_no_terminal(inside) -> None:
    code = """
try:
    open("/dev/tty", "w")
    RESULT = "a terminal"
except OSError as error:
    RESULT = "none"
"""
    assert inside(code) == "none"


def test_a_setuid_program_gives_no_rights(inside) -> None:
    code = """
import shutil, subprocess
su = shutil.which("su") or shutil.which("mount")
RESULT = subprocess.run([su, "-c", "id -u"] if su.endswith("su") else [su, "-t", "tmpfs", "none", "/tmp"],
                        capture_output=True, stdin=subprocess.DEVNULL).returncode
"""
    assert inside(code) != 0


def test_python_may_be_installed_below_the_folder_for_temporary_files() -> None:
    """A clone in /tmp has its Python there; the sandbox's own /tmp must not cover it."""
    from dataclasses import replace

    from course.grading.isolation.command import arguments
    from course.grading.isolation.confinement import Confinement
    from course.grading.isolation.mounts import reach

    found = replace(reach(), folders=(*reach().folders, "/tmp/clone/.venv/bin"))
    made = arguments(found, Confinement(), box="/box", work="/box/work", inside="/work", nested=False)
    places = [made[at + 2] for at, word in enumerate(made) if word in ("--bind", "--ro-bind")]
    assert places.index("/tmp") < places.index("/tmp/clone/.venv/bin")
