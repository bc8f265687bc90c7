"""What can be done to the folder of a submission in the exchange, by whoever owns it."""

import contextlib
import os
import random
import shutil
import socket
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from fuzz import names
from fuzz.damage import DAMAGE


@dataclass(frozen=True)
class Places:
    """What a mutation may aim at. outside: a canary's folder that nobody may write to."""

    course: Path
    inbound: Path
    neighbour: Path
    outside: Path

    @property
    def secrets(self) -> list[Path]:
        """Files and folders that must not come along."""
        faculty = self.course / "faculty"
        return [
            faculty, faculty / "m1", faculty / "m1" / "key.yaml", self.course / "gradebook.db",
            self.course / "source" / "m1" / "m1.ipynb", self.course / "submitted", self.neighbour,
            self.neighbour / "answers.json", self.outside / "passwords", self.outside,
        ]  # fmt: skip


@dataclass
class Work:
    """One submission while it is being mutated; `swaps`: pairs that a racing process goes on exchanging."""

    rng: random.Random
    trainee: str
    folder: Path
    places: Places
    swaps: list[tuple[str, str]] = field(default_factory=list)

    def other(self) -> Path:
        """A new place outside the submission that this trainee may write to."""
        return self.places.outside.with_name("swaps") / f"{self.trainee}-{len(self.swaps)}"

    def entry(self) -> Path:
        """Something in the folder, at any depth."""
        found = sorted(self.folder.rglob("*"), key=os.fsencode)
        return self.rng.choice(found) if found else self.folder / "m1.ipynb"

    def file(self) -> Path:
        """A plain file of the folder, the ones that grading reads more often than others."""
        known = [self.folder / name for name in ("m1.ipynb", "answers.json", "questions.yaml")]
        known += [self.folder / name for name in ("timestamp.txt", "submission_secret.txt")]
        present = [path for path in known if _is_plain(path)]
        found = present if present and self.rng.random() < 0.8 else [self.entry()]
        path = self.rng.choice(found)
        if not _is_plain(path):
            _clear(path)
            path.write_text("{}")
        return path

    def new(self, name: str, data: bytes) -> None:
        """A file in place of whatever is there; never through a link, since a test may run as root."""
        _clear(self.folder / name)
        (self.folder / name).write_bytes(data)

    def secret(self) -> Path:
        return self.rng.choice(self.places.secrets)


Mutation = Callable[[Work], None]
MUTATIONS: dict[str, Mutation] = {}
WEIGHTS: dict[str, int] = {}
LAST: set[str] = set()
# After these a submission is not there under its own name at every moment.
ABSENT = {"vanish_while_it_is_collected", "swap_the_submission_while_it_is_collected"}


def mutation(weight: int = 4, last: bool = False) -> Callable[[Mutation], Mutation]:
    """List a function among those that a run draws from, this often in relation to the others.

    last: done after all others, and only one of these, since what others did then would go through a link
    into somebody else's file, or fill the disk; an ordinary trainee could do neither.
    """

    def listed(function: Mutation) -> Mutation:
        MUTATIONS[function.__name__], WEIGHTS[function.__name__] = function, weight
        LAST.update({function.__name__} if last else ())
        return function

    return listed


def mutate(work: Work, most: int = 4) -> list[str]:
    """Do one to four things to the folder; gives their names. What the system refuses was not done."""
    drawn = work.rng.choices(list(MUTATIONS), list(WEIGHTS.values()), k=work.rng.randint(1, most))
    chosen = [name for name in drawn if name not in LAST] + [name for name in drawn if name in LAST][:1]
    for name in chosen:
        with contextlib.suppress(OSError, UnicodeError, ValueError):
            MUTATIONS[name](work)
    return chosen


# ---- contents


@mutation(weight=60)
def damage_a_file(work: Work) -> None:
    path = work.file()
    path.write_bytes(DAMAGE[work.rng.choice(list(DAMAGE))](work.rng, path.read_bytes()))


@mutation(weight=12)
def bend_the_time(work: Work) -> None:
    text = work.rng.choice(names.TIMES)
    ends = work.rng.choice(["", "\n", "\r\n", "\x00", "\n\n2099-01-01 00:00:00 UTC", " " * 100_000])
    work.new("timestamp.txt", (text + ends).encode("utf-8", "surrogateescape"))


@mutation(weight=12)
def bend_the_secret(work: Work) -> None:
    forms = [b"", b" ", b"\n", b"\xff\xfe", b"x" * 5_000_000, b"0", b"../../x", b"\x00", b"a\nb", b"a" * 128]
    work.new("submission_secret.txt", work.rng.choice(forms))


@mutation()
def print_all_files(work: Work) -> None:
    path = work.folder / "m1.ipynb"
    if _is_plain(path):
        path.write_bytes(DAMAGE["with_cells_that_print_all"](work.rng, path.read_bytes()))


# ---- what lies there


@mutation(weight=8)
def link_to_a_secret(work: Work) -> None:
    path = work.file()
    path.unlink()
    target = str(work.secret())
    path.symlink_to(target if work.rng.random() < 0.6 else os.path.relpath(target, path.parent))


@mutation()
def link_elsewhere(work: Work) -> None:
    targets = [
        "/proc/self/environ",
        "/dev/zero",
        "/dev/stdin",
        "/etc/passwd",
        ".",
        "..",
        "m1.ipynb",
        "/",
        "x" * 300,
    ]
    new = work.folder / f"link-{work.rng.randrange(9)}.json"
    new.symlink_to(work.rng.choice(targets))


@mutation(weight=6, last=True)
def second_name_of_a_file(work: Work) -> None:
    """A hard link: to a secret where the system lets a trainee make one, else to a file of the folder."""
    path = work.file()
    path.unlink()
    secret = work.secret()
    os.link(secret if secret.is_file() else work.places.outside / "passwords", path)


@mutation(last=True)
def folder_is_a_link(work: Work) -> None:
    shutil.rmtree(work.folder)
    work.folder.symlink_to(work.secret())


@mutation(weight=2, last=True)
def folder_is_a_file(work: Work) -> None:
    shutil.rmtree(work.folder)
    work.folder.write_bytes(work.rng.randbytes(100))


@mutation()
def pipe_in_place_of_a_file(work: Work) -> None:
    path = work.file()
    path.unlink()
    os.mkfifo(path)


@mutation()
def socket_in_place_of_a_file(work: Work) -> None:
    path = work.file()
    path.unlink()
    before = os.getcwd()
    with socket.socket(socket.AF_UNIX) as bound:
        os.chdir(path.parent)  # a socket's name is short
        try:
            bound.bind(path.name)
        finally:
            os.chdir(before)


@mutation(last=True)
def device_in_place_of_a_file(work: Work) -> None:
    """Takes root to make; a file system that somebody else mounts may hold one."""
    path = work.file()
    path.unlink()
    minor = work.rng.choice([3, 5, 7, 8])  # null, zero, full, random
    os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, minor))


@mutation()
def folder_in_place_of_a_file(work: Work) -> None:
    path = work.file()
    path.unlink()
    path.mkdir()
    for number in range(work.rng.randrange(4)):
        (path / f"{number}.ipynb").write_text("{}")


@mutation(weight=6)
def missing_file(work: Work) -> None:
    work.file().unlink()


@mutation(weight=2)
def nothing_at_all(work: Work) -> None:
    shutil.rmtree(work.folder)
    work.folder.mkdir()


# ---- names


@mutation(weight=16)
def file_of_a_strange_name(work: Work) -> None:
    path = os.fsencode(work.folder) + b"/" + names.file_name(work.rng)
    if work.rng.random() < 0.5:
        os.rename(work.file(), path)
    else:
        with open(path, "wb") as file:
            file.write(work.rng.choice([b"", b"{}", b"<script>alert(1)</script>"]))


@mutation(weight=6)
def folder_of_a_strange_name(work: Work) -> None:
    path = os.fsencode(work.folder) + b"/" + names.file_name(work.rng)
    os.mkdir(path)
    with open(path + b"/" + names.file_name(work.rng), "wb") as file:
        file.write(b"x")


@mutation(weight=24)
def submission_of_another_name(work: Work) -> None:
    name = names.outer(work.rng, work.trainee, work.folder.name)
    new = work.folder.parent / os.fsdecode(name.encode("utf-8", "surrogateescape"))
    if not os.path.lexists(new):
        work.folder = work.folder.rename(new)


@mutation(weight=6)
def a_second_submission(work: Work) -> None:
    """One more of the same trainee, an older or a newer one."""
    parts = work.folder.name.split("+")
    parts[-1] = f"again{work.rng.randrange(10**6)}"
    if len(parts) > 2:
        parts[2] = work.rng.choice(names.TIMES[:5])
    new = work.folder.with_name("+".join(parts))
    new.mkdir()
    for path in work.folder.iterdir():
        if _is_plain(path):
            shutil.copyfile(path, new / path.name)


# ---- how many, how deep, how large


@mutation()
def deep_folders(work: Work) -> None:
    at, depth = work.folder, work.rng.choice([5, 19, 20, 21, 30, 100])
    (at / "/".join("d" * depth)).mkdir(parents=True)
    work.new("/".join("d" * depth) + "/deep.txt", b"x")


@mutation(weight=1)
def folders_deeper_than_a_path(work: Work) -> None:
    """Deeper than a path may be long, made step by step."""
    handle = os.open(work.folder, os.O_RDONLY)
    for _ in range(60):
        os.mkdir("d" * 200, dir_fd=handle)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(handle)


@mutation(weight=1)
def many_files(work: Work) -> None:
    for number in range(work.rng.choice([400, 1_990, 2_100])):
        (work.folder / f"n{number}.txt").touch()


@mutation(weight=1)
def many_folders(work: Work) -> None:
    for number in range(work.rng.choice([100, 2_500])):
        (work.folder / f"f{number}").mkdir()


@mutation(last=True)
def giant_with_holes(work: Work) -> None:
    with open(work.file(), "r+b") as file:
        file.truncate(work.rng.choice([10**7, 10**8 - 10**6, 10**8 + 1, 10**11, 2**43]))


# ---- rights, times, attributes


@mutation(weight=8)
def any_mode(work: Work) -> None:
    path = work.entry() if work.rng.random() < 0.8 else work.folder
    if path.is_symlink():
        return
    path.chmod(
        work.rng.choice([0o6755, 0o4755, 0o2755, 0o1777, 0o7777, 0, 0o111, 0o222, 0o333, 0o444, 0o600, 0o001])
    )


@mutation(weight=6)
def any_time(work: Work) -> None:
    moments = [0, -1, -(2**31), 2**31, 2**33, 2**34 - 1, 2**62, 253402300799, 253402300800, 1, 4102444800]
    path = work.entry() if work.rng.random() < 0.6 else work.folder
    moment = work.rng.choice(moments)
    os.utime(path, (moment, moment), follow_symlinks=False)


@mutation()
def extended_attributes(work: Work) -> None:
    path = work.entry()
    for name, value in (("user.note", b"x" * 100), ("user.\x1b[2J", b"\x00"), ("trusted.x", b"1")):
        with contextlib.suppress(OSError):
            os.setxattr(path, name, value, follow_symlinks=False)


# ---- races


@mutation(weight=3)
def swap_a_file_while_it_is_collected(work: Work) -> None:
    """A file and a link to a secret, exchanged without end behind a file that takes long to read."""
    path = work.file()
    other = work.other()
    other.symlink_to(work.secret())
    work.new("aaa-large.txt", b"x" * 3_000_000)
    work.swaps.append((str(path), str(other)))


@mutation(weight=3)
def swap_a_folder_while_it_is_collected(work: Work) -> None:
    inner = work.folder / "inner"
    inner.mkdir()
    for name in ("key.yaml", "passwords", "answers.json"):
        (inner / name).write_text("mine")
    other = work.other()
    other.symlink_to(work.rng.choice([work.places.course / "faculty" / "m1", work.places.outside]))
    work.swaps.append((str(inner), str(other)))


@mutation(weight=3, last=True)
def swap_the_submission_while_it_is_collected(work: Work) -> None:
    other = work.places.inbound / f".swap-{work.trainee}"
    other.symlink_to(work.rng.choice([work.places.course / "faculty" / "m1", work.places.neighbour]))
    work.swaps.append((str(work.folder), str(other)))


@mutation(weight=3)
def vanish_while_it_is_collected(work: Work) -> None:
    """Its own name and another, which no submission has, in turn."""
    work.swaps.append((str(work.folder), str(work.places.inbound / f".gone-{work.trainee}")))


@mutation(weight=2)
def swap_a_file_for_a_pipe_while_it_is_collected(work: Work) -> None:
    path = work.file()
    other = work.other()
    os.mkfifo(other)
    work.swaps.append((str(path), str(other)))


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def _clear(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif os.path.lexists(path):
        path.unlink()
