"""A filter of system calls, written by libseccomp: the same library that systemd, Docker and Flatpak use.

Bubblewrap loads the filter right before the first program inside starts. What is refused is what no notebook
needs and what has let programs out of sandboxes: other namespaces, mounts, tracing, kernel keys, io_uring,
modules, and every kind of socket but those of a network that is not there. A namespace alone does not close
AF_VSOCK, the socket to the host of a virtual machine.
"""

import ctypes
import errno
import os
import tempfile
from functools import cache

_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_EQUAL, _AT_LEAST, _MASKED = 4, 5, 7  # of libseccomp's enum scmp_compare: EQ, GE, MASKED_EQ
_REFUSED = """
    mount umount2 pivot_root chroot unshare setns open_tree move_mount fsopen fsconfig fsmount fspick
    mount_setattr ptrace process_vm_readv process_vm_writev process_madvise kcmp pidfd_getfd
    add_key request_key keyctl bpf perf_event_open userfaultfd lookup_dcookie
    io_uring_setup io_uring_enter io_uring_register
    init_module finit_module delete_module kexec_load kexec_file_load reboot swapon swapoff acct syslog
    quotactl quotactl_fd name_to_handle_at open_by_handle_at fanotify_init settimeofday clock_settime
    clock_adjtime adjtimex iopl ioperm modify_ldt uselib nfsservctl vhangup sethostname setdomainname
    personality mbind set_mempolicy migrate_pages move_pages set_mempolicy_home_node
    shmget shmat shmctl semget semop semtimedop semctl msgget msgsnd msgrcv msgctl mq_open
""".split()
# Memory that no folder's size and no process's own limit would count, as that of System V's calls above:
# it outlives the process that took it.
_MISSING = ["memfd_create", "memfd_secret", "clone3"]
_FAMILIES = {1, 2, 10, 16}  # AF_UNIX, AF_INET, AF_INET6, AF_NETLINK
_SHARED_NOWHERE = 0x01 | 0x20  # MAP_SHARED | MAP_ANONYMOUS: no process's memory once it is let go
_NEW_NAMESPACES = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000, 0x80)


class _Compare(ctypes.Structure):
    _fields_ = [
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("a", ctypes.c_uint64),
        ("b", ctypes.c_uint64),
    ]


class NoFilter(Exception):
    """libseccomp is not there, or refused a rule."""


@cache
def write_filter() -> bytes:
    """The filter as a BPF program for `bwrap --seccomp`. Raises NoFilter."""
    library = _library()
    context = library.seccomp_init(_ALLOW)
    if not context:
        raise NoFilter("libseccomp could not begin a filter")
    try:
        for name in _REFUSED:
            _refuse(library, context, name, errno.EPERM)
        for name in _MISSING:
            # As an old kernel would: libraries then take another way; clone3's flags are out of a filter's
            # sight.
            _refuse(library, context, name, errno.ENOSYS)
        for flag in _NEW_NAMESPACES:
            _refuse(library, context, "clone", errno.EPERM, _Compare(0, _MASKED, flag, flag))
        nowhere = _Compare(3, _MASKED, _SHARED_NOWHERE, _SHARED_NOWHERE)
        _refuse(library, context, "mmap", errno.ENOMEM, nowhere)
        for family in range(max(_FAMILIES) + 40):
            if family not in _FAMILIES:
                _refuse(library, context, "socket", errno.EAFNOSUPPORT, _Compare(0, _EQUAL, family, 0))
        _refuse(
            library, context, "socket", errno.EAFNOSUPPORT, _Compare(0, _AT_LEAST, max(_FAMILIES) + 40, 0)
        )
        with tempfile.TemporaryFile() as file:
            if library.seccomp_export_bpf(context, file.fileno()) != 0:
                raise NoFilter("libseccomp could not write the filter")
            file.seek(0)
            return file.read()
    finally:
        library.seccomp_release(context)


def _library() -> ctypes.CDLL:
    try:
        library = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        raise NoFilter("libseccomp was not found") from None
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_init.argtypes = [ctypes.c_uint32]
    library.seccomp_release.argtypes = [ctypes.c_void_p]
    library.seccomp_syscall_resolve_name.argtypes = [ctypes.c_char_p]
    library.seccomp_export_bpf.argtypes = [ctypes.c_void_p, ctypes.c_int]
    library.seccomp_rule_add_array.argtypes = [
        ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.POINTER(_Compare)
    ]  # fmt: skip
    return library


def _refuse(library: ctypes.CDLL, context: int, name: str, code: int, *compare: _Compare) -> None:
    number = library.seccomp_syscall_resolve_name(name.encode())
    if number < 0:
        return  # another architecture's, or newer than this library: then it has no number to be called by
    rules = (_Compare * len(compare))(*compare)
    failed = library.seccomp_rule_add_array(context, _REFUSE | code, number, len(compare), rules)
    if failed:
        raise NoFilter(f"libseccomp refused a rule for {name}: {os.strerror(-failed)}")
