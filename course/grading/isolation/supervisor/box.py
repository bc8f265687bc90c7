"""What a sandbox stands on: namespaces, and one bounded file system with the submission's files in it."""

import ctypes
import os
import shutil
import stat

NEW_NAMESPACES = 0x10000000 | 0x00020000  # CLONE_NEWUSER | CLONE_NEWNS
PRIVATE, NOSUID_NODEV = 0x4000 | 0x40000, 0x2 | 0x4  # MS_REC | MS_PRIVATE
NOBODY = 65534
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
ETC = {
    "passwd": f"nobody:x:{NOBODY}:{NOBODY}:nobody:/tmp:/usr/sbin/nologin\n",
    "group": f"nogroup:x:{NOBODY}:\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    "hosts": "127.0.0.1 localhost\n::1 localhost\n",
}
libc = ctypes.CDLL(None, use_errno=True)


class Refused(Exception):
    """The sandbox cannot be made; the text says why."""


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
