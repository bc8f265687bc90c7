"""The bubblewrap command line of one kernel."""

import os
from collections.abc import Mapping
from pathlib import PurePosixPath

from course.grading.isolation.confinement import Confinement
from course.grading.isolation.mounts import LIBRARY, PACKAGE, Reach

NOBODY = 65534
WARM_PACKAGE = f"{LIBRARY}/course"  # where the warm process has the package already
_KEPT = ("COURSE_TRAINEE", "COURSE_COHORT", "NBGRADER_EXECUTION", "LANG", "LC_ALL", "LC_CTYPE", "TZ")
# Numeric libraries start a thread for each core of the machine: on a large one that alone would reach the
# limit.
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")


# Of /proc, what tells of the machine rather than of its processes, as container programs hide it too.
_HIDDEN = ("kcore", "keys", "kallsyms", "kmsg", "timer_list", "config.gz", "cmdline", "modules")
_HIDDEN_FOLDERS = ("acpi", "scsi", "asound", "driver")


def place(confined: Confinement) -> str:
    """The folder below which everything of ours stands inside: the root, unless that is the machine's own."""
    return "" if confined.files else "/mnt"


def environment(outer: Mapping[str, str], found: Reach, confined: Confinement) -> dict[str, str]:
    """What a kernel finds in its environment: who is graded, language, and where things are inside."""
    kept = {name: outer[name] for name in _KEPT if name in outer} if confined.environment else dict(outer)
    kept.pop("JPY_PARENT_PID", None)  # the kernel would end: its parent has another number inside
    library, scratch = f"{place(confined)}{LIBRARY}", f"{place(confined)}/tmp"
    set_here = {
        "PATH": f"{found.program.rpartition('/')[0]}:/usr/bin:/bin",
        "HOME": scratch,
        "TMPDIR": scratch,
        "PYTHONPATH": ":".join((library, *found.packages)),
        "NBGRADER_EXECUTION": "autograde",
        # Arrow's own allocator sets a gigabyte aside at once, half of what a submission may have.
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }
    return {"LANG": "C.UTF-8", **kept, **dict.fromkeys(_THREADS, "2"), **set_here}


def arguments(
    found: Reach,
    confined: Confinement,
    *,
    box: str,
    work: str,
    inside: str,
    nested: bool,
    joined: bool = False,
) -> list[str]:
    """Options for bwrap, without the program.

    box: the bounded file system that the supervisor made, with folders etc, tmp and shm; work: the folder
    that the notebook runs in, seen inside as `inside`; nested: bubblewrap makes a user namespace of its own
    in the supervisor's (where that has only one account); joined: the supervisor has the package where the
    sandbox will have it, and a kernel joins the sandbox, so that what starts in it needs no rights.
    """
    bind, above = "--ro-bind" if confined.readonly else "--bind", place(confined)
    made = _namespaces(confined, nested)
    made += [] if joined else _capabilities(confined, nested)
    if confined.files:
        # Before Python, which may itself be installed below /tmp and would be covered.
        made += ["--bind", f"{box}/tmp", "/tmp"]
        made += _python(found, bind, [f"{LIBRARY}/course", inside])
        for name in ("passwd", "group", "nsswitch.conf", "hosts"):
            made += ["--ro-bind", f"{box}/etc/{name}", f"/etc/{name}"]
    else:
        made += ["--bind", "/", "/", "--tmpfs", "/mnt", "--bind", f"{box}/tmp", f"{above}/tmp"]
    made += [bind, WARM_PACKAGE if joined else str(PACKAGE), f"{above}{LIBRARY}/course"]
    made += _proc() if confined.processes else ["--bind", "/proc", "/proc"]
    made += ["--dev", "/dev"] if confined.devices else ["--dev-bind", "/dev", "/dev"]
    if confined.devices:
        # Reads as /dev/zero does, but cannot be mapped: that would be memory which no bound counts.
        made += ["--dev-bind", "/dev/full", "/dev/zero"]
        made += ["--bind", f"{box}/shm", "/dev/shm", "--remount-ro", "/dev"]
    made += ["--bind", work, inside, "--chdir", inside]
    if confined.files and confined.readonly:
        made += ["--remount-ro", "/"]
    return made


def _namespaces(confined: Confinement, nested: bool) -> list[str]:
    made = ["--unshare-cgroup-try"]
    for wanted, options in (
        (confined.dies, ["--die-with-parent"]),
        (confined.session, ["--new-session"]),
        (confined.processes, ["--unshare-pid"]),
        (confined.network, ["--unshare-net"]),
        (confined.ipc, ["--unshare-ipc"]),
        (confined.hostname, ["--unshare-uts", "--hostname", "grading"]),
        (nested, ["--unshare-user"]),
        (nested and confined.nobody, ["--uid", str(NOBODY), "--gid", str(NOBODY)]),
    ):
        made += options if wanted else []
    return made


def around_the_warm(found: Reach) -> list[str]:
    """Options for bwrap around the warm process: Python and the package, read-only, nothing else of files.

    What it forks has to make sandboxes. So it keeps the rights for that, and sees processes: a fresh /proc in
    a sandbox takes one that nothing covers outside of it.
    """
    made = ["--unshare-net", "--unshare-ipc", "--unshare-uts", "--cap-add", "ALL", "--tmpfs", "/tmp"]
    made += _python(found, "--ro-bind", [f"{LIBRARY}/course"])
    made += ["--ro-bind", str(PACKAGE), WARM_PACKAGE, "--bind", "/proc", "/proc", "--dev", "/dev"]
    return [*made, "--chdir", "/", "--remount-ro", "/"]


def _python(found: Reach, bind: str, more: list[str]) -> list[str]:
    """Python, its packages and system libraries, each at its own place."""
    places = [*found.folders, *(at for at, _ in found.links), *found.settings, *more]
    made = []
    for folder in _parents(places):
        made += ["--dir", folder]  # bubblewrap would make them for the account of root only
    for folder in found.folders:
        made += [bind, folder, folder]
    for at, target in found.links:
        made += ["--symlink", target, at]
    for one in found.settings:
        made += ["--ro-bind", one, one]
    return made


def _proc() -> list[str]:
    made = ["--proc", "/proc"]
    for name in _HIDDEN:
        made += ["--ro-bind", "/dev/null", f"/proc/{name}"] if os.path.exists(f"/proc/{name}") else []
    for name in _HIDDEN_FOLDERS:
        hide = ["--tmpfs", f"/proc/{name}", "--remount-ro", f"/proc/{name}"]
        made += hide if os.path.isdir(f"/proc/{name}") else []
    return made


def _parents(places: list[str]) -> list[str]:
    """Every folder above these places, outer ones first.

    >>> _parents(["/usr/bin", "/usr/share/fonts"])
    ['/usr', '/usr/share']
    """
    return sorted({str(above) for place in places for above in PurePosixPath(place).parents} - {"/"})


def _capabilities(confined: Confinement, nested: bool) -> list[str]:
    if not confined.capabilities:
        return ["--cap-add", "ALL"]
    if nested or not confined.nobody:
        return []
    # To become nobody; `init` gives them up before it starts anything.
    return [part for name in ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP") for part in ("--cap-add", name)]
