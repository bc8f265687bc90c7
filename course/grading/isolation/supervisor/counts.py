"""What a sandbox holds of the machine: memory of its processes, and what the system keeps for them.

The system's own memory for a program stands in no figure of that program. What can be listed is counted as
the most that it may take: mappings, open files, locks, sockets, processes. What cannot be listed is refused
(`syscalls.py`) or bounded by the system itself (`inside.py`).
"""

import os

SOCKET_HOLDS = 400_000  # bytes that may wait in a socket that does not grow, as systems are usually set
MAPPING_HOLDS = 512  # one vm_area_struct, its part of the tree, and what links it to its pages
TASK_HOLDS = 32_768  # a stack in the system, and the entry itself
FILE_HOLDS = 4_096  # a pipe of the least length is two files and two pages
# Each file that watches can watch each other one: with half of them watching, a quarter of the square.
PAIR_HOLDS = 50
LONGEST = 200_000  # lines of the machine's list of locks that are read
_KINDS = ("unix", "netlink", "udp", "udp6", "udplite", "udplite6", "icmp", "icmp6", "raw", "raw6", "packet")
_CHUNK = 1 << 16


class Process:
    """One process at one look. Times in seconds: its own, and those of what it has waited for."""

    __slots__ = ("pid", "state", "session", "own", "waited", "threads")

    def __init__(self, pid):
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        self.pid, self.state, self.session = pid, fields[0], int(fields[3])
        self.own = (int(fields[11]) + int(fields[12])) / _TICKS
        self.waited = (int(fields[13]) + int(fields[14])) / _TICKS
        self.threads = int(fields[17])


_TICKS = os.sysconf("SC_CLK_TCK")


def family(*first):
    """Processes and all they started, whoever their parent is now."""
    left = list(first)
    while left:
        pid = left.pop()
        yield pid
        for thread in threads(pid):
            try:
                with open(f"/proc/{pid}/task/{thread}/children") as file:
                    left += [int(child) for child in file.read().split()]
            except OSError:
                continue


def threads(pid):
    """The numbers of a process's threads; none once it has gone."""
    try:
        return os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []


def processes(pids):
    """Those of these processes that still are."""
    found = []
    for pid in pids:
        try:
            found.append(Process(pid))
        except (OSError, IndexError, ValueError):
            continue
    return found


def computing(pids, enough):
    """How many threads have a processor or wait for one; counted as far as `enough`."""
    count = 0
    for pid in pids:
        for thread in threads(pid):
            try:
                with open(f"/proc/{pid}/task/{thread}/stat") as file:
                    count += file.read().rpartition(")")[2].split()[0] == "R"
            except (OSError, IndexError):
                continue
            if count >= enough:
                return count
    return count


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
    for kind in (*_KINDS, "tcp", "tcp6"):
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


def in_files(pid, most):
    """Bytes that a process's open files may hold; those of `most` files where it lets nobody see them."""
    try:
        files = os.stat(f"/proc/{pid}/fd").st_size or len(os.listdir(f"/proc/{pid}/fd"))  # 0 before Linux 6.2
    except FileNotFoundError:
        return 0
    except OSError:
        files = most or 1024
    return files * (FILE_HOLDS + PAIR_HOLDS * files)


def most_mappings():
    """How many pieces of memory one process may map on this machine."""
    try:
        with open("/proc/sys/vm/max_map_count") as file:
            return int(file.read())
    except (OSError, ValueError):
        return 65_530


def in_mappings(pids, enough):
    """Bytes of the lists of what these processes map; slow to read, so counted as far as `enough`."""
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/maps", "rb", buffering=0) as file:
                while total <= enough and (lines := file.read(_CHUNK)):
                    total += MAPPING_HOLDS * lines.count(b"\n")
        except (FileNotFoundError, ProcessLookupError):
            continue
        except OSError:
            total += MAPPING_HOLDS * most_mappings()
        if total > enough:
            break
    return total


def locks(pids, enough):
    """How many locks on files these processes have or wait for; counted as far as `enough`."""
    names, count = {str(pid).encode() for pid in pids}, 0
    try:
        with open("/proc/locks", "rb") as file:
            for number, line in enumerate(file):
                count += _holder(line) in names
                if count >= enough or number > LONGEST:
                    break
    except OSError:
        return 0
    return count


def _holder(line):
    fields = line.split()
    at = 5 if fields[1] == b"->" else 4  # one that waits for another
    return fields[at] if len(fields) > at else b""
