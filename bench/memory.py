"""The most memory that a process and all it has started hold together, looked at once a second."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Self


class Peak:
    """Look while the block runs. Memory that several share counts once (Pss of Linux)."""

    def __init__(self, pid: int) -> None:
        self.pid, self.megabytes = pid, 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(1):
            self.megabytes = max(self.megabytes, sum(_share(pid) for pid in family(self.pid)))


def family(first: int) -> list[int]:
    """A process and all it has started that still live."""
    found, left = [], [first]
    while left:
        pid = left.pop()
        found.append(pid)
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                left += [int(one) for one in children.read_text().split()]
            except OSError:
                continue
    return found


def _share(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
