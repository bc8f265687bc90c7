"""Bubblewrap, what lives in it, and the bounds that are watched from outside."""

import json
import os
import select
import signal

from . import counts
from .clock import Clock, Share

LOOK_EVERY = 0.2
SHORTEST = 0.05  # between two looks, however much is said meanwhile
# Of what the system keeps for an account, what can be bounded for a namespace. Bubblewrap makes two
# namespaces of users where it is nested, for terminals' sake.
_OF_AN_ACCOUNT = {
    "max_user_namespaces": ("0", "2"),
    "max_inotify_instances": ("16", "16"),
    "max_inotify_watches": ("1000", "1000"),
    "max_fanotify_groups": ("0", "0"),
}


class Sandbox:
    """Bubblewrap, and what lives in it."""

    def __init__(self, orders, box, nested):
        self.orders, self.box, self.said, self.heard = orders, box, b"", b""
        self.said_bytes = 0
        self.first: tuple[int, ...] = ()  # number and handle of the first process inside, once known
        self.kernel: tuple[int, ...] = ()  # the same of a kernel that came from outside, and is a child here
        self.looks = 0
        self.most_mappings = counts.most_mappings()
        clock_file = os.path.join(orders["private"], "clock")
        self.clock_file = os.open(clock_file, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if orders["namespaces"]:
            _bound_account(nested)
        self.program = self._start(orders["command"]["nested" if nested else "plain"], box)

    def _start(self, arguments, box):
        """Bubblewrap with the program that was ordered, which reads its own orders from standard input."""
        given, give = os.pipe()
        spoken, speak = os.pipe()
        pid, self.status = self._bubblewrap(arguments, box, self.orders["start"], given, speak, speak)
        for one in (given, speak, *self.orders["sockets"], *self.orders["groups"]):
            os.close(one)
        self.speech = spoken
        inner = json.dumps(self.orders["inside"]).encode() + b"\n"
        while inner:
            inner = inner[os.write(give, inner) :]
        os.close(give)
        return pid

    def _bubblewrap(self, arguments, box, program, given, out, errors):
        """Start bubblewrap on these streams; gives its number and where it tells its state."""
        work = self.orders["submission"] if self.orders["in_place"] else f"{box}/work"
        arguments = [one.replace("{box}", box).replace("{work}", work) for one in arguments]
        told, tell = os.pipe()
        words = ["--json-status-fd", str(tell)]
        if self.orders["filter"]:
            words += ["--seccomp", str(held(bytes.fromhex(self.orders["filter"])))]
        options = held(b"\0".join(word.encode() for word in [*words, *arguments]) + b"\0")
        pid = os.fork()
        if pid == 0:
            try:
                enter(self.orders["groups"])
                os.dup2(given, 0)
                os.dup2(out, 1)
                os.dup2(errors, 2)
                os.set_inheritable(tell, True)
                bwrap = self.orders["bwrap"]
                os.execve(bwrap, [bwrap, "--args", str(options), "--", *program], self.orders["environment"])
            finally:
                os._exit(127)
        os.close(tell)
        os.close(options)
        return pid, told

    def watch(self, grader):
        """Wait until nothing inside lives; why it ended, or "" if it was told to, or ended by itself."""
        limits, reason = self.orders, None
        self.clock, self.share = Clock(), Share(limits["busy"])
        # A message of many parts is held by the grader until its last one has come: nothing there bounds it.
        usual = counts.own_memory(grader.pid)
        ended = os.pidfd_open(self.program)
        watched = {0, self.speech, self.status, ended, *self.kernel[1:]}
        while ended in watched:
            ready = select.select(list(watched), [], [], LOOK_EVERY)[0]
            if self.speech in ready and not self._listen():
                watched.discard(self.speech)
            if self.status in ready and not self._learn():
                watched.discard(self.status)
            if ended in ready:
                watched.discard(ended)
            if self.kernel and self.kernel[1] in ready:
                # Nothing else would end with it; and the namespace waits until it has been buried.
                watched.discard(self.kernel[1])
                os.waitpid(self.kernel[0], 0)
                self._end()
            if reason is not None:
                continue
            if limits["dies"] and (0 in ready or grader.gone()):
                reason = ""
            elif limits["said_bytes"] and self.said_bytes > limits["said_bytes"]:
                reason = "said"
            elif limits["grader_bytes"] and counts.own_memory(grader.pid) > usual + limits["grader_bytes"]:
                reason = "grader"
            elif self.clock.since_look() >= SHORTEST:
                reason = self._beyond() if self.first else self._not_begun()
            if reason is not None:
                watched.discard(0)
                self._end()
        os.waitpid(self.program, 0)
        self._listen()
        self._all_gone()
        return reason or ""

    def _listen(self):
        data = os.read(self.speech, 65536) if select.select([self.speech], [], [], 0)[0] else b""
        self.said_bytes += len(data)
        self.said = (self.said + data)[-4000:]
        return data

    def _learn(self):
        """The number, out here, of the first process inside."""
        data = os.read(self.status, 4096)
        *lines, self.heard = (self.heard + data).split(b"\n")  # bubblewrap writes a line in pieces
        for line in lines:
            try:
                pid = json.loads(line).get("child-pid")
                if pid:
                    self.first = (pid, os.pidfd_open(pid))
            except (ValueError, OSError):
                continue
        return data

    def _not_begun(self):
        self.clock.look([])
        return "seconds" if self.clock.over(self.orders["seconds"]) else None

    def _beyond(self):
        """Which bound all processes together have passed; None if none."""
        most, pids = self.orders["processes"], []
        for pid in counts.family(self.first[0], *self.kernel[:1]):
            pids.append(pid)
            if most and len(pids) > 4 * most:
                break
        processes = counts.processes(pids)
        self._tell_time(processes)
        self.share.look(processes)
        self.looks += 1
        if self.clock.over(self.orders["seconds"]):
            return "seconds"
        if self.orders["cpu_seconds"] and self.clock.processor > self.orders["cpu_seconds"]:
            return "processor"
        if most and len(pids) > 2 * most:
            return "processes"
        if self._locks_beyond(self.orders["locks"], pids):
            return "locks"
        limit = self.orders["memory"]
        return "memory" if limit and self._memory_beyond(limit, processes) else None

    def _tell_time(self, processes):
        """Let the clock go on, and say to the grader what it shows."""
        self.clock.look(processes, by_wall=self.share.steps_back)
        os.pwrite(self.clock_file, f"{self.clock.spent:015.3f}".encode(), 0)

    def _locks_beyond(self, limit, pids):
        """Whether there are more locks; seldom looked at, since the system lets nobody lock meanwhile."""
        return bool(limit) and self.looks % 10 == 0 and counts.locks(pids, limit) >= limit

    def _memory_beyond(self, limit, processes):
        """Whether all of it together, and what the system keeps for it, passes so many bytes."""
        pids = [process.pid for process in processes]
        beside = counts.in_sockets(self.first[0]) if self.orders["network"] else 0
        used = os.statvfs(self.box)
        beside += (used.f_blocks - used.f_bfree) * used.f_frsize if used.f_blocks else 0
        beside += counts.TASK_HOLDS * sum(process.threads for process in processes)
        beside += sum(counts.in_files(pid, self.orders["open_files"]) for pid in pids)
        # Slow to read, and a few processes cannot map enough pieces to matter.
        if self.looks % 5 == 0 or len(pids) * counts.MAPPING_HOLDS * self.most_mappings > limit / 2:
            beside += counts.in_mappings(pids, limit)
        # The quick sum counts a page once for each process that has it, as all do that were forked from one.
        return all(beside + sum(map(of, pids)) > limit for of in (counts.own_memory, counts.share_of_memory))

    def _end(self):
        """Kill the first process inside: the kernel then kills every other one of its namespace."""
        try:
            if self.first:
                signal.pidfd_send_signal(self.first[1], signal.SIGKILL)
            else:
                os.kill(self.program, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def _all_gone(self):
        if self.first and self.orders["dies"]:
            self._end()
            select.select([self.first[1]], [], [], 10)


def _bound_account(nested):
    """Bounds of the namespace of users that this process has made."""
    for name, values in _OF_AN_ACCOUNT.items():
        try:
            with open(f"/proc/sys/user/{name}", "w") as file:
                file.write(values[nested])
        except FileNotFoundError:
            continue  # newer than this system


def enter(groups):
    """Go into control groups for good, by handles of theirs, which are closed."""
    for handle in groups:
        os.write(handle, b"0")
        os.close(handle)


def held(data):
    """A handle that a program started from here can read these bytes from."""
    handle = os.memfd_create("held", 0)
    os.write(handle, data)
    os.lseek(handle, 0, os.SEEK_SET)
    return handle
