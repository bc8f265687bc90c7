"""What is confined, and how far. Faculty set limits; the switches are for tests that show what each is
for.
"""

from dataclasses import dataclass, field, fields

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Bounds of one kernel and all it starts; None: no bound.

    memory, file_bytes, folder_bytes, said_bytes in bytes; memory includes what the system keeps for them;
    seconds is the clock of the whole notebook, which stands still while others have the processor
    (`supervisor.clock`), cpu_seconds the processor time of all its processes together; busy: how many threads
    may compute at once before all of it comes after other programs; folder_bytes and folder_files hold for
    all that can be written anywhere, the submission's own files included; locks: those on files; signals:
    those that wait, timers included; said_bytes is what may go past Jupyter to the standard streams;
    grader_bytes is what the grader's own memory may grow by meanwhile, since messages are put together there.
    """

    memory: int | None = 2_000 * MEGABYTE
    seconds: float | None = 600
    cpu_seconds: int | None = 600
    processes: int | None = 256
    busy: int | None = 4
    open_files: int | None = 512
    file_bytes: int | None = 64 * MEGABYTE
    folder_bytes: int | None = 128 * MEGABYTE
    folder_files: int | None = 5_000
    locks: int | None = 10_000
    signals: int | None = 1_024
    said_bytes: int | None = 16 * MEGABYTE
    grader_bytes: int | None = 1_000 * MEGABYTE


@dataclass(frozen=True)
class Confinement:
    """One switch a mechanism, all on. Tests turn single ones off, to show that an attack then succeeds.

    network, processes, ipc, hostname: namespaces of its own. files: only Python, the package and the folder
    are there. readonly: nothing but the folder can be written. folder: the folder is a bounded copy.
    environment: only the short list. devices: a few harmless ones. nobody: no account of this machine.
    capabilities: none. namespaces: no further user namespaces. syscalls: the filter. session: no terminal.
    dies: all of it ends with the grader.
    """

    network: bool = True
    processes: bool = True
    ipc: bool = True
    hostname: bool = True
    files: bool = True
    readonly: bool = True
    folder: bool = True
    environment: bool = True
    devices: bool = True
    nobody: bool = True
    capabilities: bool = True
    namespaces: bool = True
    syscalls: bool = True
    session: bool = True
    dies: bool = True
    limits: Limits = field(default_factory=Limits)

    @property
    def weakened(self) -> list[str]:
        """The mechanisms that are switched off.

        >>> Confinement(network=False).weakened
        ['network']
        """
        return [one.name for one in fields(self) if getattr(self, one.name) is False]
