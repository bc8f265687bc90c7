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
    seccomp sched_setaffinity sched_setattr
""".split()
# Memory that no folder's size and no process's own limit would count, as that of System V's calls above:
# it outlives the process that took it. So do pages that were put into a pipe. Of rules for landlock there may
# be as many as there are files; and asynchronous input and output a machine has only so much of for all.
_MISSING = """
    memfd_create memfd_secret clone3 vmsplice splice tee
    landlock_create_ruleset landlock_add_rule landlock_restrict_self
    io_setup io_destroy io_submit io_cancel io_getevents io_pgetevents
""".split()
# Done in appearance only: ZeroMQ ends where it may not set the rank that it has.
_WITHOUT_EFFECT = "sched_setscheduler sched_setparam".split()
# Attributes of files lie beside a folder's size.
_NOT_OF_THIS_FILE_SYSTEM = "setxattr lsetxattr fsetxattr setxattrat".split()
# Locks that no process is named for in the system's list, leases, notices, and longer pipes.
_FCNTL = (37, 38, 1024, 1026, 1031)  # F_OFD_SETLK, F_OFD_SETLKW, F_SETLEASE, F_NOTIFY, F_SETPIPE_SZ
# Filters upon filters, the places of a process's own memory, and what has come since Linux 5: memory for
# futexes, and cores for a program alone.
_SET_SECCOMP, _SET_MM, _NEW_OPTIONS = 22, 35, 56
_SOL_SOCKET = 1
# SO_ATTACH_FILTER, SO_ATTACH_BPF and those of SO_REUSEPORT, SO_ZEROCOPY
_SOCKET_OPTIONS = (26, 50, 51, 52, 60)
_PROTOCOLS = {0, 6, 17}  # the usual one, TCP, UDP: of others the system may not even have the module yet
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


def _int(place: int, value: int) -> _Compare:
    """An argument that the system reads as 32 bits, whatever stands in the others."""
    return _Compare(place, _MASKED, 0xFFFFFFFF, value)


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
        for name in _WITHOUT_EFFECT:
            _refuse(library, context, name, 0)
        for name in _NOT_OF_THIS_FILE_SYSTEM:
            _refuse(library, context, name, errno.ENOTSUP)
        for command in _FCNTL:
            _refuse(library, context, "fcntl", errno.EINVAL, _int(1, command))
        for option in (_SET_SECCOMP, _SET_MM):
            _refuse(library, context, "prctl", errno.EINVAL, _Compare(0, _EQUAL, option, 0))
        _refuse(library, context, "prctl", errno.EINVAL, _Compare(0, _AT_LEAST, _NEW_OPTIONS, 0))
        for option in _SOCKET_OPTIONS:
            _refuse(library, context, "setsockopt", errno.ENOPROTOOPT, _int(1, _SOL_SOCKET), _int(2, option))
        for protocol in set(range(max(_PROTOCOLS))) - _PROTOCOLS:
            _refuse(library, context, "socket", errno.EPROTONOSUPPORT, _Compare(2, _EQUAL, protocol, 0))
        beyond = _Compare(2, _AT_LEAST, max(_PROTOCOLS) + 1, 0)
        _refuse(library, context, "socket", errno.EPROTONOSUPPORT, beyond)
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
