"""The bubblewrap command line of one kernel."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from course.grading.isolation.confinement import Confinement
from course.grading.isolation.reach import LIBRARY, PACKAGE, Reach

NOBODY = 65534
_KEPT = ("COURSE_TRAINEE", "COURSE_COHORT", "NBGRADER_EXECUTION", "LANG", "LC_ALL", "LC_CTYPE", "TZ")
# Numeric libraries start a thread for each core of the machine: on a large one that alone would reach the
# limit.
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")


def environment(outer: Mapping[str, str], found: Reach, confined: Confinement) -> dict[str, str]:
    """What a kernel finds in its environment: who is graded, language, and where things are inside."""
    kept = {name: outer[name] for name in _KEPT if name in outer} if confined.environment else dict(outer)
    kept.pop("JPY_PARENT_PID", None)  # the kernel would end: its parent has another number inside
    programs = f"{found.program.rpartition('/')[0]}:/usr/bin:/bin"
    set_here = {
        "PATH": programs,
        "HOME": "/tmp",
        "TMPDIR": "/tmp",
        "PYTHONPATH": f"{LIBRARY}:{':'.join(found.packages)}",
    }
    set_here |= dict.fromkeys(_THREADS, "2") | {"NBGRADER_EXECUTION": "autograde"}
    return {"LANG": "C.UTF-8", **kept, **set_here}


def arguments(
    found: Reach, confined: Confinement, *, box: str, work: str, inside: str, nested: bool
) -> list[str]:
    """Options for bwrap, without the program.

    box: the bounded file system that the warden made, with folders etc, tmp and shm; work: the folder that
    the notebook runs in, seen inside as `inside`; nested: bubblewrap makes a user namespace of its own in
    the warden's (where the warden's has only one account).
    """
    bind = "--ro-bind" if confined.readonly else "--bind"
    made = ["--die-with-parent"] if confined.dies else []
    made += ["--new-session"] if confined.session else []
    for wanted, option in (
        (confined.processes, "--unshare-pid"),
        (confined.network, "--unshare-net"),
        (confined.ipc, "--unshare-ipc"),
        (confined.hostname, "--unshare-uts"),
        (True, "--unshare-cgroup-try"),
    ):
        made += [option] if wanted else []
    made += ["--hostname", "grading"] if confined.hostname else []
    if nested:
        made += ["--unshare-user", *(["--uid", str(NOBODY), "--gid", str(NOBODY)] if confined.nobody else [])]
    made += _capabilities(confined, nested)
    if confined.files:
        for folder in _parents(
            [
                *found.folders,
                *(place for place, _ in found.links),
                *found.settings,
                f"{LIBRARY}/course",
                inside,
            ]
        ):
            made += ["--dir", folder]  # bubblewrap would make them for the account of root only
        for folder in found.folders:
            made += [bind, folder, folder]
        for place, target in found.links:
            made += ["--symlink", target, place]
        for one in found.settings:
            made += ["--ro-bind", one, one]
        for name in ("passwd", "group", "nsswitch.conf", "hosts"):
            made += ["--ro-bind", f"{box}/etc/{name}", f"/etc/{name}"]
    else:
        made += ["--bind", "/", "/", "--tmpfs", "/opt", "--tmpfs", "/submission"]
    made += [bind, str(PACKAGE), f"{LIBRARY}/course"]
    made += ["--proc", "/proc"] if confined.processes else ["--bind", "/proc", "/proc"]
    made += ["--dev", "/dev"] if confined.devices else ["--dev-bind", "/dev", "/dev"]
    if confined.devices:
        made += ["--bind", f"{box}/shm", "/dev/shm", "--remount-ro", "/dev"]
    made += ["--bind", f"{box}/tmp", "/tmp", "--bind", work, inside, "--chdir", inside]
    if confined.files and confined.readonly:
        made += ["--remount-ro", "/"]
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
    # To become nobody; `inside` gives them up before it starts anything.
    return [part for name in ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP") for part in ("--cap-add", name)]
