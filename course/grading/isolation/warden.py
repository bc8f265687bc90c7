"""The process between grader and sandbox. Run as a script by a bare Python: standard library only, no
package.

It reads its orders from standard input, which stays open as a lifeline: when that ends, or the grader is
gone, the sandbox ends. It makes a user and mount namespace in which it may mount one bounded file system,
copies the submission there, starts bubblewrap, watches the clock, processes and memory, waits until nothing
inside lives, and only then takes the answers out: one file, if it is a plain one.
"""

import ctypes
import json
import os
import select
import shutil
import signal
import stat
import sys
import time

NEW_NAMESPACES = 0x10000000 | 0x00020000  # CLONE_NEWUSER | CLONE_NEWNS
PRIVATE, NOSUID_NODEV = 0x4000 | 0x40000, 0x2 | 0x4  # MS_REC | MS_PRIVATE
NOBODY = 65534
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
LOOK_EVERY = 0.2
SOCKET_HOLDS = 400_000  # bytes that may wait in a socket that does not grow, as systems are usually set
ETC = {
    "passwd": f"nobody:x:{NOBODY}:{NOBODY}:nobody:/tmp:/usr/sbin/nologin\n",
    "group": f"nogroup:x:{NOBODY}:\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    "hosts": "127.0.0.1 localhost\n::1 localhost\n",
}
libc = ctypes.CDLL(None, use_errno=True)


class Refused(Exception):
    """The sandbox cannot be made; the text says why."""


class Grader:
    """The process that wants the outcome. Its handle stays its own, whoever gets its number later."""

    def __init__(self, pid):
        self.pid, self.handle = pid, os.pidfd_open(pid)

    def gone(self):
        """Whether nobody waits for the outcome any more."""
        return bool(select.select([self.handle], [], [], 0)[0])


def main():
    """Read the orders from standard input, and do what they say."""
    grader = Grader(os.getppid())
    serve(json.loads(read_orders()), grader, Sandbox)


def serve(orders, grader, sandbox):
    """Do what the orders say; the outcome goes to `result.json` in the private folder."""
    outcome = {"reason": "", "said": "", "answers": False}
    try:
        two = enter_namespaces(orders["nobody"])
        box = make_box(orders)
        copy_in(orders["submission"], f"{box}/work", NOBODY if two else None)
        child = sandbox(orders, box, nested=not two)
        outcome["reason"] = child.watch(grader)
        outcome["said"] = child.said.decode("utf-8", "replace")
        if not grader.gone():
            take_out(f"{box}/work/answers.json", orders, outcome)
    except Refused as error:
        outcome["reason"] = f"refused: {error}"
    except OSError as error:
        outcome["reason"] = f"refused: {error.strerror or error}"
    if not grader.gone():
        with open(os.path.join(orders["private"], "result.json"), "w", encoding="utf-8") as file:
            json.dump(outcome, file)
    else:
        shutil.rmtree(orders["private"], ignore_errors=True)


def read_orders():
    """As many bytes of standard input as its first line says, and no more: what follows is the lifeline."""
    length = bytearray()
    while (byte := os.read(0, 1)) not in (b"\n", b""):
        length += byte
    got = bytearray()
    while len(got) < int(length or 0) and (more := os.read(0, int(length) - len(got))):
        got += more
    return bytes(got)


def enter_namespaces(nobody):
    """A user and mount namespace of its own; whether it holds two accounts, root's and nobody's.

    Only root can give a namespace two. Elsewhere it holds the grader's own.
    """
    user, group = os.getuid(), os.getgid()
    ready, go = os.pipe()
    me, helper = os.getpid(), os.fork()
    if helper == 0:  # from outside, since only there the right to map other accounts exists
        os.close(go)
        os.read(ready, 1)
        os._exit(write_maps(me, user, group, nobody))
    os.close(ready)
    failed = libc.unshare(NEW_NAMESPACES)
    code = ctypes.get_errno()
    os.close(go)
    answer = os.waitstatus_to_exitcode(os.waitpid(helper, 0)[1])
    if failed or answer == 2:
        raise Refused(f"namespaces: {os.strerror(code) if failed else 'accounts cannot be mapped'}")
    if libc.mount(b"none", b"/", None, PRIVATE, None):
        raise Refused(f"mounts: {os.strerror(ctypes.get_errno())}")
    return answer == 1


def write_maps(pid, user, group, nobody):
    """Exit code: 0 one account, 1 two, 2 neither."""
    wanted = [(f"0 {user} 1\n", f"0 {group} 1\n")]
    if user == 0 and nobody:
        two = f"0 0 1\n{NOBODY} {NOBODY} 1\n"
        wanted.insert(0, (two, two))
    for users, groups in wanted:
        try:
            with open(f"/proc/{pid}/uid_map", "w") as file:
                file.write(users)
            if user != 0:
                with open(f"/proc/{pid}/setgroups", "w") as file:
                    file.write("deny")
            with open(f"/proc/{pid}/gid_map", "w") as file:
                file.write(groups)
            return users.count("\n") - 1
        except OSError:
            continue
    return 2


def make_box(orders):
    """All that can be written anywhere inside: one file system in memory, bounded in bytes and in files."""
    box = orders["box"] or os.path.join(orders["private"], "box")
    os.makedirs(box, exist_ok=True)
    options = ["mode=0755"]
    options += [f"size={orders['folder_bytes']}"] if orders["folder_bytes"] else []
    options += [f"nr_inodes={orders['folder_files']}"] if orders["folder_files"] else []
    if libc.mount(b"tmpfs", box.encode(), b"tmpfs", NOSUID_NODEV, ",".join(options).encode()):
        raise Refused(f"a bounded folder: {os.strerror(ctypes.get_errno())}")
    for name, mode in (("work", 0o755), ("etc", 0o755), ("tmp", 0o1777), ("shm", 0o1777)):
        os.mkdir(f"{box}/{name}")
        os.chmod(f"{box}/{name}", mode)
    for name, text in ETC.items():
        with open(f"{box}/etc/{name}", "w") as file:
            file.write(text)
        os.chmod(f"{box}/etc/{name}", 0o644)
    return box


def copy_in(source, target, owner):
    """Plain files and folders only, nothing through a link."""
    try:
        _copy(source, target)
    except OSError as error:
        raise Refused(f"the submission's files do not fit ({error.strerror})") from None
    if owner is not None:
        for at, folders, names in os.walk(target):
            for one in [at, *(os.path.join(at, name) for name in [*folders, *names])]:
                os.chown(one, owner, owner)


def _copy(source, target):
    # The grader's own folder, named by its handle where a warm process stands between.
    top = os.open(source, FOLDER & ~os.O_NOFOLLOW)
    try:
        _copy_folder(top, target)
    finally:
        os.close(top)


def _copy_folder(folder, target):
    """What an open folder holds: each entry is opened from its handle, and what the handle says decides."""
    for name in os.listdir(folder):
        try:
            inner = os.open(name, FOLDER, dir_fd=folder)
        except OSError:
            handle = open_plain(name, folder)
            if handle is not None:
                with os.fdopen(handle, "rb") as old, open(os.path.join(target, name), "wb") as new:
                    shutil.copyfileobj(old, new)
            continue
        try:
            os.mkdir(os.path.join(target, name))
            _copy_folder(inner, os.path.join(target, name))
        finally:
            os.close(inner)


def open_plain(path, folder=None):
    """A handle of a plain file itself; None for a link, a pipe, a folder or nothing."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    return handle


def take_out(path, orders, outcome):
    """The answers as they were left, up to a byte more than is allowed, for the grader to judge."""
    if not os.path.lexists(path):
        outcome["answers"] = None
        return
    handle = open_plain(path)
    if handle is None:
        return
    with os.fdopen(handle, "rb") as file:
        data = file.read(orders["answers_bytes"] + 1)
    with open(os.path.join(orders["private"], "answers.json"), "wb") as file:
        file.write(data)
    outcome["answers"] = True


class Sandbox:
    """Bubblewrap, and what lives in it."""

    def __init__(self, orders, box, nested):
        self.orders, self.box, self.said, self.heard = orders, box, b"", b""
        self.said_bytes = 0
        self.first: tuple[int, ...] = ()  # number and handle of the first process inside, once known
        self.kernel: tuple[int, ...] = ()  # the same of a kernel that came from outside, and is a child here
        if orders["namespaces"]:
            with open("/proc/sys/user/max_user_namespaces", "w") as file:
                file.write("2" if nested else "0")  # bubblewrap makes two, one for terminals' sake
        self.program = self._start(orders["command"]["nested" if nested else "plain"], box)

    def _start(self, arguments, box):
        """Bubblewrap with the program that was ordered, which reads its own orders from standard input."""
        given, give = os.pipe()
        spoken, speak = os.pipe()
        pid, self.status = self._bubblewrap(arguments, box, self.orders["start"], given, speak, speak)
        for one in (given, speak, *self.orders["sockets"]):
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
        limits, began, reason = self.orders, time.monotonic(), None
        # A message of many parts is held by the grader until its last one has come: nothing there bounds it.
        usual = own_memory(grader.pid)
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
            elif limits["seconds"] and time.monotonic() - began > limits["seconds"]:
                reason = "seconds"
            elif limits["said_bytes"] and self.said_bytes > limits["said_bytes"]:
                reason = "said"
            elif limits["grader_bytes"] and own_memory(grader.pid) > usual + limits["grader_bytes"]:
                reason = "grader"
            elif self.first:
                reason = self._beyond()
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

    def _beyond(self):
        """Which bound all processes together have passed; None if none."""
        most, pids = self.orders["processes"], []
        for pid in family(self.first[0], *self.kernel[:1]):
            pids.append(pid)
            if most and len(pids) > 4 * most:
                break
        if most and len(pids) > 2 * most:
            return "processes"
        beside = in_sockets(self.first[0]) if self.orders["network"] else 0
        used = os.statvfs(self.box)
        beside += (used.f_blocks - used.f_bfree) * used.f_frsize if used.f_blocks else 0
        # The quick sum counts a page once for each process that has it, as all do that were forked from one.
        limit = self.orders["memory"]
        if limit and all(beside + sum(map(of, pids)) > limit for of in (own_memory, share_of_memory)):
            return "memory"
        return None

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


def family(*first):
    """Processes and all they started, whoever their parent is now."""
    left = list(first)
    while left:
        pid = left.pop()
        yield pid
        try:
            threads = os.listdir(f"/proc/{pid}/task")
        except OSError:
            continue
        for thread in threads:
            try:
                with open(f"/proc/{pid}/task/{thread}/children") as file:
                    left += [int(one) for one in file.read().split()]
            except OSError:
                continue


def own_memory(pid):
    """Bytes that are a process's own: not those of files it maps, but those that list its memory."""
    return in_kilobytes(f"/proc/{pid}/status", ("RssAnon", "RssShmem", "VmSwap", "VmPTE")) or 0


def share_of_memory(pid):
    """The same with every shared page divided among those that have it (Pss); slower to read."""
    shared = in_kilobytes(f"/proc/{pid}/smaps_rollup", ("Pss_Anon", "Pss_Shmem", "SwapPss"))
    lists = in_kilobytes(f"/proc/{pid}/status", ("VmPTE",))
    return own_memory(pid) if shared is None or lists is None else shared + lists


def in_kilobytes(path, counted):
    """The sum, in bytes, of the lines of a file that begin with one of these; None if it cannot be read."""
    try:
        with open(path) as file:
            lines = [line.split(":", 1)[1] for line in file if line.startswith(counted)]
        return sum(int(value.split()[0]) * 1024 for value in lines)
    except (OSError, ValueError, IndexError):
        return None


def in_sockets(pid):
    """Bytes that may wait in the sockets of a process's network, whoever holds those: no process's memory."""
    held_there = 0
    for kind in ("unix", "netlink", "udp", "udp6", "tcp", "tcp6"):
        try:
            with open(f"/proc/{pid}/net/{kind}") as file:
                lines = file.read().splitlines()[1:]
        except OSError:
            continue
        held_there += SOCKET_HOLDS * len(lines)
        if kind.startswith("tcp"):  # these grow
            queues = (line.split()[4].split(":") for line in lines)
            held_there += sum(int(sent, 16) + int(came, 16) for sent, came in queues)
    return held_there


def held(data):
    """A handle that a program started from here can read these bytes from."""
    handle = os.memfd_create("held", 0)
    os.write(handle, data)
    os.lseek(handle, 0, os.SEEK_SET)
    return handle


if __name__ == "__main__":
    # Signals of a terminal are the grader's to judge.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main()
    sys.exit(0)
