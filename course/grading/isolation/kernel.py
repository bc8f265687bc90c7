"""What Jupyter is told: a kernelspec, a provisioner and a manager that grading alone uses.

Nothing is installed where Jupyter would look for kernels, so Validate on a trainee's machine never meets
this one.
"""

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import EntryPoint
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from course.grading.isolation import forkserver_client, groups, supervisor
from course.grading.isolation.confinement import Confinement
from course.grading.isolation.protocol import Outcome, make_orders, read_outcome

NAME = "course-isolated"
HERE = Path(__file__).parent
LARGEST_MESSAGE = (
    16_000_000  # bytes; a larger one ends the connection, so that it never fills the grader's memory
)
MOST_WAITING = 32  # messages read ahead
_CHANNELS = ("shell", "iopub", "stdin", "hb", "control")


class OwnSpecs(KernelSpecManager):
    """Knows one kernelspec, kept in this package."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The isolated kernel; raises NoSuchKernel for any other."""
        if kernel_name != NAME:
            raise NoSuchKernel(kernel_name)
        return KernelSpec.from_resource_dir(str(HERE / "kernelspec"))


class IsolatedProvisioner(LocalProvisioner):
    """Start a kernel through the supervisor, and end it so that this can still take the answers out."""

    outcome: Outcome | None = None
    group: groups.Group | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Open the sockets, hand over the orders, and let the supervisor do the rest."""
        manager = self.parent
        listening = {name: _listen(f"{manager.ip}-{getattr(manager, f'{name}_port')}") for name in _CHANNELS}
        try:
            sockets = {
                f"ipc://{manager.ip}-{getattr(manager, f'{name}_port')}": one.fileno()
                for name, one in listening.items()
            }
            self.process = self._start(Path(kwargs["cwd"]), cmd, sockets)
        finally:
            for one in listening.values():
                one.close()
        self.pid = self.process.pid
        self.cwd = kwargs["cwd"]
        return self.connection_info

    def _start(self, folder: Path, cmd: list[str], sockets: dict[str, int]) -> Any:
        """The supervisor of a kernel that joins its sandbox; of one that starts anew where that cannot be."""
        manager, handles = self.parent, list(sockets.values())
        inside = {"connection": self._connection(), "sockets": sockets}
        make = partial(make_orders, manager.confinement, folder, manager.private, inside=inside)
        if manager.warm and not manager.confinement.weakened and not forkserver_client.trouble:
            try:
                with self._in_group(forkserver_client.place()) as group:
                    return forkserver_client.ask(
                        make([], joined=True, groups=group), folder, manager.private, handles
                    )
            except forkserver_client.NotWarm as error:
                forkserver_client.give_up(str(error))
                self.log.warning("Kernels start anew for each submission, which takes longer: %s", error)
        with self._in_group(groups.place()) as group:
            return start_supervisor(make(["-P", *cmd[cmd.index("-m") :]], sockets=handles, groups=group))

    @contextmanager
    def _in_group(self, where: groups.Place | None) -> Iterator[list[int]]:
        """A handle of a new control group, where one can be."""
        self._leave_group()
        self.group = groups.make(where, self.parent.confinement.limits) if where else None
        handles = [self.group.open()] if self.group else []
        try:
            yield handles
        finally:
            for handle in handles:
                os.close(handle)

    def _leave_group(self) -> None:
        if self.group is not None:
            self.group.remove()
            self.group = None

    def _connection(self) -> dict[str, Any]:
        return json.loads(Path(self.parent.connection_file).read_text(encoding="utf-8"))

    async def send_signal(self, signum: int) -> None:
        """Interrupts go as messages; every other signal ends the sandbox."""
        if signum != 2:
            await self.kill()

    async def kill(self, restart: bool = False) -> None:
        """End the sandbox and wait for the supervisor: it takes the answers out when nothing inside lives."""
        process = self.process
        if process is None:
            return
        if process.stdin and not process.stdin.closed:
            process.stdin.close()
        for _ in range(1500):
            if process.poll() is not None:
                return
            await asyncio.sleep(0.01)
        process.kill()

    async def terminate(self, restart: bool = False) -> None:
        """The same as `kill`: nothing inside is asked to agree."""
        await self.kill(restart)

    async def cleanup(self, restart: bool = False) -> None:
        """Keep what came out; take the private folder away."""
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()
        if self.outcome is None:
            ran_out = self.group is not None and self.group.ran_out
            self.outcome = read_outcome(self.parent.private, ran_out)
        self._leave_group()
        if isinstance(self.process, forkserver_client.Supervisor):
            self.process.close()
        shutil.rmtree(self.parent.private, ignore_errors=True)


class WithoutHeartbeat(AsyncKernelClient):
    """A client that feels no pulse: whether a kernel lives, its provisioner knows.

    jupyter_client's thread for it waits without end for a kernel that went at the wrong moment, or that no
    longer reads, and whoever closes the client waits for that thread.
    """

    def start_channels(
        self,
        shell: bool = True,
        iopub: bool = True,
        stdin: bool = True,
        hb: bool = True,
        control: bool = True,
    ) -> None:
        """Start all channels but the heartbeat."""
        super().start_channels(shell, iopub, stdin, False, control)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Until the kernel answers and its displays arrive here; raises RuntimeError if it ends before that.

        jupyter_client then listens for a fifth of a second more, to throw away what comes: who runs cells
        knows the answers to its own questions and needs no such silence.
        """
        end = time.monotonic() + (timeout or 60)
        while time.monotonic() < end:
            asked = self.kernel_info()
            if await self._answered(asked, self.shell_channel, 1.0, "kernel_info_reply"):
                if await self._answered(asked, self.iopub_channel, 0.2, "status"):
                    return
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"Kernel didn't respond in {timeout or 60:g} seconds")

    async def _answered(self, asked: str, channel: Any, seconds: float, kind: str) -> bool:
        """Whether a message of this kind comes that answers this question."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                message = await channel.get_msg(timeout=left)
            except Empty:
                return False
            if message["parent_header"].get("msg_id") == asked and message["msg_type"] == kind:
                if kind == "kernel_info_reply":
                    self._handle_kernel_info_reply(message)
                return True
        return False


class IsolatedManager(AsyncKernelManager):
    """Manages one isolated kernel; `confinement` is set before it is started."""

    confinement: Confinement = Confinement()
    warm: bool = True  # let a warm process fork the kernel, where one can be

    def __init__(self, **kwargs: Any) -> None:
        kwargs["kernel_name"] = NAME
        super().__init__(**{**kwargs, "kernel_spec_manager": OwnSpecs()})
        _make_known()
        self.client_factory = WithoutHeartbeat
        self.private = Path(tempfile.mkdtemp(prefix="grading-"))
        self.transport, self.ip = "ipc", str(self.private / "k")
        self.connection_file = str(self.private / "connection.json")
        for option, value in _BOUNDS:
            self.context.setsockopt(option, value)

    def client(self, **kwargs: Any) -> Any:
        """A client that takes no message without bound."""
        made = super().client(**kwargs)
        for option, value in _BOUNDS:
            made.context.setsockopt(option, value)
        return made

    async def _async_interrupt_kernel(self) -> None:
        # Through the kernel's own channel: a signal would have to know its number inside.
        self._connect_control_socket()
        self.session.send(self._control_socket, self.session.msg("interrupt_request", content={}))

    interrupt_kernel = _async_interrupt_kernel


_BOUNDS = ((zmq.MAXMSGSIZE, LARGEST_MESSAGE), (zmq.RCVHWM, MOST_WAITING))


def start_supervisor(orders: dict[str, Any]) -> subprocess.Popen[bytes]:
    """The supervisor with its orders; its standard input stays open as a lifeline."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", supervisor.BARE, str(HERE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        pass_fds=[*orders["sockets"], *orders["groups"]],
        start_new_session=True,
        cwd="/",
    )
    assert process.stdin is not None
    data = json.dumps(orders).encode()
    process.stdin.write(f"{len(data)}\n".encode() + data)
    process.stdin.flush()
    return process


def _listen(path: str) -> socket.socket:
    one = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    one.bind(path)
    one.listen(8)
    return one


def _make_known() -> None:
    """An editable installation older than the entry point in pyproject.toml lacks it."""
    known = KernelProvisionerFactory.instance().provisioners
    if NAME not in known:
        known[NAME] = EntryPoint(
            NAME, "course.grading.isolation.kernel:IsolatedProvisioner", KernelProvisionerFactory.GROUP_NAME
        )
