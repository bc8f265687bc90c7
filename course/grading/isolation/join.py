"""A kernel that was forked from a warm process and joins a sandbox that bubblewrap has made.

Bubblewrap starts a program that does nothing, in a sandbox as for any other kernel. A fork of the supervisor
then joins all its namespaces, gives up every right and handle, and only then becomes a kernel. Whatever ends
the sandbox ends it, too: its first process is the first process of the namespace.
"""

import ctypes
import os
import random
import resource
import select
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from course.grading.isolation import init, supervisor
from course.notebook import session

NAMESPACES = {
    "user": 0x10000000,
    "mnt": 0x00020000,
    "pid": 0x20000000,
    "net": 0x40000000,
    "ipc": 0x08000000,
    "uts": 0x04000000,
    "cgroup": 0x02000000,
}
SECONDS = 20  # for a sandbox to be there, on the busiest machine
_NO_NEW_PRIVS, _SECCOMP, _CAPBSET_DROP, _CAP_AMBIENT, _CLEAR_ALL = 38, 22, 24, 47, 4
_DUMPABLE, _CHILD_SUBREAPER = 4, 36
libc = ctypes.CDLL(None, use_errno=True)


class Joined(supervisor.Sandbox):
    """A sandbox whose first program does nothing, and a kernel that comes from here."""

    def _start(self, arguments: list[str], box: str) -> int:
        given, self._give = os.pipe()
        heard, say = os.pipe()
        self.speech, speak = os.pipe()
        pid, self.status = self._bubblewrap(arguments, box, [self.orders["holder"]], given, say, speak)
        os.close(given)
        os.close(say)
        self._wait_until_made(heard)
        os.close(heard)
        self._send_kernel(speak)
        os.close(speak)
        for one in (*self.orders["sockets"], *self.orders["groups"]):
            os.close(one)
        os.write(0, b"+")
        return pid

    def _wait_until_made(self, heard: int) -> None:
        """The holder repeats a byte only where bubblewrap has made everything and has started it."""
        os.write(self._give, b"\n")
        if not select.select([heard], [], [], SECONDS)[0] or not os.read(heard, 1):
            self._listen()
            said = self.said.decode("utf-8", "replace").strip()
            raise supervisor.Refused(said or "bubblewrap ended without a word")
        while not self.first:
            if not self._learn():
                raise supervisor.Refused("bubblewrap did not say which process is the first one inside")

    def _send_kernel(self, speak: int) -> None:
        """Fork a kernel that joins; it runs nothing before its handle is held here."""
        gate, open_gate = os.pipe()
        told, tell = os.pipe()
        # Its parent ends at once: it is to be a child of this process then, not of the machine's first one.
        _prctl("forks cannot be adopted", _CHILD_SUBREAPER, 1)
        first = os.fork()
        if first == 0:
            _join_and_fork(self.orders, self.first, gate, tell, speak)
        os.close(gate)
        os.close(tell)
        os.waitpid(first, 0)
        words = _line(told)
        if words.isdigit():
            self.kernel = (int(words), os.pidfd_open(int(words)))
            os.write(open_gate, b"\n")
            words = _line(told)
        os.close(open_gate)
        os.close(told)
        if words != "joined":
            raise supervisor.Refused(f"joining a sandbox: {words or 'it ended without a word'}")


def _line(handle: int) -> str:
    text = b""
    while not text.endswith(b"\n") and (more := os.read(handle, 1)):
        text += more
    return text.decode("utf-8", "replace").strip()


def _join_and_fork(
    orders: dict[str, Any], first: tuple[int, ...], gate: int, tell: int, speak: int
) -> NoReturn:
    """Join; fork once more, since the list of processes is another one only for what is forked after that."""
    kernel = -1
    try:
        supervisor.enter(orders["groups"])
        _join(*first)
        kernel = os.fork()
        if kernel:
            os.write(tell, f"{kernel}\n".encode())
            os._exit(0)
        os.read(gate, 1)
        inside_orders, sockets = orders["inside"], list(orders["inside"]["sockets"].values())
        _take_streams(speak, {tell, *sockets})
        os.setsid()
        os.chdir(orders["at"])
        os.environ.clear()
        os.environ.update({**orders["environment"], "PWD": orders["at"]})  # as bubblewrap sets it
        init.die_first()
        init.bound(_beside_what_is_there(inside_orders["limits"]))
        _give_up_rights(orders["nobody"] and os.getuid() == 0)
        _prctl("the supervisor cannot read its memory's shares", _DUMPABLE, 1)  # as after any program's start
        _filter_calls(bytes.fromhex(orders["filter"]))
        os.write(tell, b"joined\n")
        os.close(tell)
    except BaseException as error:
        with suppress(OSError):
            os.write(tell, f"{type(error).__name__}: {error}\n".encode())
        os._exit(1)
    _be_kernel(inside_orders)


def _join(pid: int, handle: int) -> None:
    """Every namespace of a process that is not this one's already."""
    kinds = 0
    for name, kind in NAMESPACES.items():
        if os.readlink(f"/proc/self/ns/{name}") != os.readlink(f"/proc/{pid}/ns/{name}"):
            kinds |= kind
    missing = [name for name in ("mnt", "pid", "net", "ipc", "uts") if not kinds & NAMESPACES[name]]
    if missing:
        raise OSError(f"a sandbox without its own {missing[0]} namespace")
    # os.setns is new in Python 3.12.
    if libc.setns(handle, kinds):
        raise OSError(ctypes.get_errno(), f"setns: {os.strerror(ctypes.get_errno())}")


def _take_streams(speak: int, kept: set[int]) -> None:
    """Nothing to read, one pipe to write to, and no other handle than these."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(speak, 1)
    os.dup2(speak, 2)
    last = 2
    for one in sorted(kept):
        os.closerange(last + 1, one)
        last = one
    os.closerange(last + 1, max(resource.getrlimit(resource.RLIMIT_NOFILE)[0], last + 2))


def _beside_what_is_there(limits: dict[str, int | None]) -> dict[str, int | None]:
    """The limits of a kernel that has the warm process's memory already; it may take as much as others."""
    memory = limits["memory"]
    return limits if memory is None else {**limits, "memory": memory + _reserved()}


def _reserved() -> int:
    """Bytes that RLIMIT_DATA counts of this process now."""
    with open("/proc/self/status") as file:
        for line in file:
            if line.startswith("VmData:"):
                return int(line.split()[1]) * 1024
    return 0


def _give_up_rights(nobody: bool) -> None:
    """Who joins has every right in the sandbox: all of them go, for good."""
    with open("/proc/sys/kernel/cap_last_cap") as file:
        last = int(file.read())
    for capability in range(last + 1):
        _prctl("a capability could not be given up", _CAPBSET_DROP, capability)
    _prctl("capabilities for others could not be given up", _CAP_AMBIENT, _CLEAR_ALL)
    if nobody:
        os.setgroups([])
        os.setresgid(supervisor.NOBODY, supervisor.NOBODY, supervisor.NOBODY)
        os.setresuid(supervisor.NOBODY, supervisor.NOBODY, supervisor.NOBODY)
    init.drop_capabilities()
    _prctl("new rights could not be ruled out", _NO_NEW_PRIVS, 1)


class _Program(ctypes.Structure):
    """struct sock_fprog of linux/filter.h."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def _filter_calls(code: bytes) -> None:
    """Load the filter that bubblewrap loads for what it starts."""
    program = _Program(len(code) // 8, code)
    if libc.prctl(_SECCOMP, 2, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "the filter of system calls was not taken")


def _prctl(trouble: str, option: int, first: int) -> None:
    if libc.prctl(option, first, 0, 0, 0):
        raise OSError(ctypes.get_errno(), trouble)


def _be_kernel(orders: dict[str, Any]) -> NoReturn:
    """Become a kernel as one that was started anew; does not return."""
    code = 1
    try:
        for number in (signal.SIGINT, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _seed_anew()
        session.begin(Path.cwd())
        init.run_kernel(orders["connection"], orders["sockets"])
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _seed_anew() -> None:
    """Chance that a process keeps: two kernels of one warm process must not draw the same."""
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()
