"""A submission's clock, and what one is made to do that computes with many at once.

The clock runs as any other while a submission computes or sleeps, and stands still while it wants to compute
and gets no processor: whatever else runs on the machine takes no time from it. As a last bound it ends at
`PATIENCE` times its seconds by the wall.
"""

import os
import time

from . import counts

PATIENCE = 5
LOOK_FROM = 16  # threads of all kinds; a kernel has fewer
SESSIONS = 4  # each of which the system may give as much as all other programs together


class Clock:
    """What a submission has spent, in seconds. Looked at about five times a second.

    spent: its clock; processor: processor time of all its processes; wall: since it began.
    """

    def __init__(self):
        self.began = self.last = time.monotonic()
        self.spent = self.processor = self.wall = 0.0
        self._own, self._sum = {}, 0.0

    def look(self, processes, by_wall=False):
        """Let it go on to now; by the wall for whoever keeps itself waiting."""
        now = time.monotonic()
        passed, self.last, self.wall = now - self.last, now, now - self.began
        computed = self._computed(processes)
        self.processor += computed
        # What it has just done with several processors at once is no reason to give it less time than others.
        if by_wall:
            self.spent += passed
        elif computed < passed / 2 and not counts.computing([process.pid for process in processes], 1):
            self.spent += passed
        else:
            self.spent += min(passed, computed)

    def since_look(self):
        """Seconds since it was looked at."""
        return time.monotonic() - self.last

    def _computed(self, processes):
        """Processor time since the last look, also of what ended meanwhile, if its parent waited for it."""
        own = {process.pid: process.own for process in processes}
        total = sum(own.values()) + sum(process.waited for process in processes)
        grown = sum(max(0.0, now - self._own.get(pid, 0.0)) for pid, now in own.items())
        computed = max(total - self._sum, grown)
        self._own, self._sum = own, total
        return computed

    def over(self, seconds):
        """Whether so many seconds are spent."""
        return bool(seconds) and (self.spent > seconds or self.wall > PATIENCE * seconds)


class Share:
    """Of the machine's processors. Who computes with many threads at once comes after everybody else."""

    def __init__(self, busy):
        self.busy, self.steps_back = busy, False
        self._behind = set()

    def look(self, processes):
        """See whether it must step back, and let all of it do so, with what it has started since."""
        pids = [process.pid for process in processes]
        if self.busy and not self.steps_back and sum(process.threads for process in processes) > LOOK_FROM:
            self.steps_back = counts.computing(pids, self.busy + 1) > self.busy
        if not self.steps_back:
            return
        one_processor = len({process.session for process in processes}) > SESSIONS
        threads = {(int(thread), one_processor) for pid in pids for thread in counts.threads(pid)}
        for thread, pinned in threads - self._behind:
            _step_back(thread, pinned)
        self._behind = threads


def _step_back(thread, one_processor):
    try:
        if one_processor:
            os.sched_setaffinity(thread, {max(os.sched_getaffinity(0))})
        try:
            os.sched_setscheduler(thread, os.SCHED_IDLE, os.sched_param(0))
        except PermissionError:
            _as_its_account(thread)
    except OSError:
        pass  # it has ended


def _as_its_account(thread):
    """Root of a namespace may do this to nobody's processes only as nobody."""
    account = os.stat(f"/proc/{thread}").st_uid
    before = os.geteuid()
    os.seteuid(account)
    try:
        os.sched_setscheduler(thread, os.SCHED_IDLE, os.sched_param(0))
    finally:
        os.seteuid(before)
