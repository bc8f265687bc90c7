"""The first thing that runs inside: give up what is left to give up, then become an IPython kernel.

Orders come through standard input: limits, the connection, and the numbers of the listening sockets, which
the grader opened. So no folder is shared with the grader, and nothing inside has a path to its own sockets.
"""

import json
import os
import resource
import struct
import sys
from collections.abc import Callable
from typing import Any

NOBODY = 65534
_LIMITS = {
    "memory": "RLIMIT_DATA",
    "cpu_seconds": "RLIMIT_CPU",
    "processes": "RLIMIT_NPROC",
    "open_files": "RLIMIT_NOFILE",
    "file_bytes": "RLIMIT_FSIZE",
    "signals": "RLIMIT_SIGPENDING",
}
# Pages that stay in memory, if only because something is sent from them, and letters in queues.
_OF_THE_SYSTEM = {"RLIMIT_MEMLOCK": 65_536, "RLIMIT_MSGQUEUE": 0}


def main() -> None:
    """Prepare, and run what was ordered: a kernel, or a program of a probe."""
    with os.fdopen(os.dup(0), encoding="utf-8") as file:
        orders = json.loads(file.read())
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    die_first()
    bound(orders["limits"])
    if orders["nobody"] and os.getuid() == 0:
        become_nobody()
    if orders["program"]:
        os.execv(orders["program"][0], orders["program"])
    run_kernel(orders["connection"], orders["sockets"])


def become_nobody() -> None:
    """Give up the rights that becoming somebody else takes, for good, while becoming nobody."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (6, 7, 8):  # CAP_SETGID, CAP_SETUID, CAP_SETPCAP
        if libc.prctl(24, capability, 0, 0, 0):  # PR_CAPBSET_DROP
            raise OSError(ctypes.get_errno(), "a capability could not be given up")
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    drop_capabilities()


def drop_capabilities() -> None:
    """Empty all sets, also the one that a program with file capabilities would inherit."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    header, none = struct.pack("=Ii", 0x20080522, 0), bytes(24)  # _LINUX_CAPABILITY_VERSION_3
    if libc.capset(header, none):
        raise OSError(ctypes.get_errno(), "capabilities could not be given up")


def die_first() -> None:
    """Where the machine runs out of memory, this is what the system should end, not the grader."""
    try:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
    except OSError:
        pass  # only a preference: the bounds stand without it


def bound(limits: dict[str, int | None]) -> None:
    """Set the limits of this process, never above what is allowed already."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wanted = [(kind, limits.get(name)) for name, kind in _LIMITS.items()]
    for kind, value in (*wanted, *_OF_THE_SYSTEM.items()):
        if value is not None:
            number = getattr(resource, kind)
            most = resource.getrlimit(number)[1]
            value = value if most == resource.RLIM_INFINITY else min(value, most)
            resource.setrlimit(number, (value, value))


def run_kernel(connection: dict[str, Any], sockets: dict[str, int]) -> None:
    """Be an IPython kernel that listens on sockets which are open already; ends when it is told to."""
    import zmq

    bind = zmq.Socket.bind

    def bind_given(self: Any, address: Any) -> Any:
        """Listen on the socket that the grader has opened under this address."""
        handle = sockets.pop(str(address), None)
        if handle is not None:
            self.setsockopt(zmq.USE_FD, handle)
        return bind(self, address)

    zmq.Socket.bind = bind_given  # type: ignore[method-assign,assignment]
    take_any_letter()
    path = os.path.join(os.environ["HOME"], ".kernel.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(connection, file)
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = ["ipykernel_launcher.py", "-f", path]
    IPKernelApp.launch_instance(argv=["-f", path, "--HistoryManager.hist_file=:memory:"])


def take_any_letter() -> None:
    """Let the kernel send texts with half a surrogate pair, with a sign in its place.

    Jupyter's packer refuses them; the kernel then says nothing more, not even that it has finished a cell.
    """
    from jupyter_client import session

    from course.questions.answers.letters import whole_within

    usual: Callable[[Any], bytes] = session.json_packer

    def pack(made: Any) -> bytes:
        try:
            return usual(made)
        except UnicodeEncodeError:
            return usual(whole_within(made))

    session.json_packer = pack


if __name__ == "__main__":
    main()
