"""A stranger's folder, bent in every way we could think of, taken over by root and by an ordinary user.

Each attack is shown once succeeding with the copying of before (or with nbgrader's own, where that of before
already knew better), and once repelled.
"""

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import old_copying
import pytest
from ordinary import GRADER, STRANGER, as_account

from course.grading.intake import tree
from course.grading.intake.tree import Bounds, NotTaken, opened_below, take_over
from course.grading.isolation.supervisor import box as supervisor

KEY = "the key of the hidden tests"
BOUNDS = Bounds(file_bytes=200_000, all_bytes=1_000_000)


@dataclass
class Place:
    """Where an attack happens: the stranger's folder, the grader's secrets, and what arrives."""

    root: Path
    source: Path = field(init=False)
    faculty: Path = field(init=False)
    target: Path = field(init=False)

    def __post_init__(self) -> None:
        self.source, self.faculty = self.root / "inbound" / "eve+m1+now+x", self.root / "course" / "faculty"
        self.target = self.root / "course" / "submitted" / "eve" / "m1"

    def furnish(self) -> None:
        self.faculty.mkdir(parents=True)
        (self.faculty / "key.yaml").write_text(KEY)
        self.target.parent.mkdir(parents=True)
        self.source.mkdir(parents=True)
        (self.source / "answers.json").write_text("{}")
        (self.source / "data").mkdir()
        (self.source / "data" / "key.yaml").write_text("a table of mine")

    def arrived(self) -> dict[str, os.stat_result]:
        return {str(path.relative_to(self.target)): path.lstat() for path in self.target.rglob("*")}

    def text(self) -> str:
        """All bytes that arrived."""
        files = (path for path in self.target.rglob("*") if stat.S_ISREG(path.lstat().st_mode))
        return " ".join(path.read_text(errors="replace") for path in files)


@dataclass(frozen=True)
class Attack:
    """make: done to the folder before; during: done once, between the look at `at` and what follows it;
    succeeded: whether it did; old: how it was copied where it does; late: between shutil's own look and
    its opening.
    """

    succeeded: Callable[[Place], Any]
    make: Callable[[Place], None] = lambda place: None
    during: Callable[[Place], None] | None = None
    at: str = ""
    old: Callable[..., None] = old_copying.copy
    root_only: bool = False
    late: bool = False


def _swap_file(place: Place) -> None:
    (place.source / "answers.json").unlink()
    os.symlink(place.faculty / "key.yaml", place.source / "answers.json")


def _swap_folder(place: Place) -> None:
    (place.source / "data").rename(place.source / ".ipynb_checkpoints")
    os.symlink(place.faculty, place.source / "data")


def _swap_top(place: Place) -> None:
    place.source.rename(place.source.with_name("away"))
    os.symlink(place.faculty, place.source)


def _swap_pipe(place: Place) -> None:
    (place.source / "answers.json").unlink()
    os.mkfifo(place.source / "answers.json")


def _swap_second_name(place: Place) -> None:
    (place.source / "answers.json").unlink()
    os.link(place.faculty / "key.yaml", place.source / "answers.json")


def _grow(place: Place) -> None:
    with (place.source / "answers.json").open("a") as file:
        file.write("1" * 500_000)


def _mode(name: str, mode: int) -> Callable[[Place], None]:
    return lambda place: os.chmod(place.source / name, mode)


def _has(mode: int) -> Callable[[Place], Any]:
    return lambda place: [name for name, found in place.arrived().items() if found.st_mode & mode]


def _attribute(place: Place) -> None:
    os.setxattr(place.source / "answers.json", "user.note", b"left by eve")


def _attributes(place: Place) -> list[str]:
    return [name for path in place.target.rglob("*") for name in os.listxattr(path, follow_symlinks=False)]


def _named(name: bytes) -> Callable[[Place], None]:
    return lambda place: os.close(os.open(os.fsencode(place.source) + b"/" + name, os.O_CREAT | os.O_WRONLY))


def _name_arrives(name: bytes) -> Callable[[Place], Any]:
    return lambda place: os.path.lexists(os.fsencode(place.target) + b"/" + name)


def _link(place: Place) -> None:
    os.symlink(place.faculty, place.source / "l")


def _second_name(place: Place) -> None:
    os.link(place.faculty / "key.yaml", place.source / "notes.txt")


def _many(count: int) -> Callable[[Place], None]:
    def make(place: Place) -> None:
        for number in range(count):
            os.close(os.open(place.source / f"f{number}", os.O_CREAT | os.O_WRONLY))

    return make


def _deep(place: Place) -> None:
    at = place.source
    for _ in range(60):
        at = at / "d"
    at.mkdir(parents=True)
    (at / "x").write_text("x")


def _sparse(place: Place) -> None:
    with (place.source / "hole").open("wb") as file:
        file.truncate(1 << 24)


def _key_arrives(place: Place) -> bool:
    return KEY in place.text()


def _large_arrives(place: Place) -> bool:
    return len(place.text()) > BOUNDS.file_bytes


def _hung(place: Place) -> bool:
    return False  # what hangs is seen from outside


_BAD_NAMES = {
    "not-utf-8": b"\xff\xfe.txt",
    "line-end": b"a\n[ERROR] b",
    "terminal": b"\x1b[2Ja",
    "direction": "a\u202etxt.exe".encode(),
    "invisible": "answers\u200b.json".encode(),
    "line-separator": "a\u2028b".encode(),
}
ATTACKS = {
    "swap-a-file-for-a-link": Attack(_key_arrives, during=_swap_file, at="answers.json"),
    "swap-a-folder-for-a-link": Attack(_key_arrives, during=_swap_folder, at="data"),
    "swap-the-folder-itself": Attack(_key_arrives, during=_swap_top, at="eve+m1+now+x"),
    "swap-a-file-for-a-second-name": Attack(
        _key_arrives, during=_swap_second_name, at="answers.json", root_only=True
    ),
    "swap-a-file-for-a-pipe": Attack(_hung, during=_swap_pipe, at="answers.json", late=True),
    "a-file-that-grows": Attack(
        _large_arrives, _mode("answers.json", 0o666), during=_grow, at="answers.json"
    ),
    "a-link": Attack(_key_arrives, _link, old=old_copying.nbgraders_own),
    "a-second-name": Attack(_key_arrives, _second_name, old=old_copying.nbgraders_own, root_only=True),
    "a-setuid-file": Attack(_has(0o6000), _mode("answers.json", 0o6755)),
    "a-setuid-folder": Attack(_has(0o6000), _mode("data", 0o6755)),
    "a-setgid-file": Attack(_has(0o6000), _mode("answers.json", 0o2755)),
    "a-sticky-folder": Attack(_has(0o1000), _mode("data", 0o1777)),
    "a-file-for-all-to-write": Attack(_has(0o022), _mode("answers.json", 0o666)),
    "a-folder-for-all-to-write": Attack(_has(0o022), _mode("data", 0o777)),
    "a-program": Attack(
        lambda place: place.arrived()["answers.json"].st_mode & 0o111, _mode("answers.json", 0o755)
    ),
    "an-extended-attribute": Attack(_attributes, _attribute),
    "a-large-hole": Attack(
        lambda place: "hole" in place.arrived(), _sparse, old=old_copying.nbgraders_own
    ),
    "folders-in-folders": Attack(
        lambda place: any(name.count("/") > 20 for name in place.arrived()), _deep
    ),
    "more-files-than-fit": Attack(lambda place: len(place.arrived()) > 2_000, _many(3_000)),
    "a-time-to-come": Attack(
        lambda place: place.arrived()["answers.json"].st_mtime > 4e9,
        lambda place: os.utime(place.source / "answers.json", (5e9, 5e9)),
    ),
    **{
        f"a-name-{which}": Attack(_name_arrives(name), _named(name)) for which, name in _BAD_NAMES.items()
    },
}  # fmt: skip


@pytest.fixture
def place() -> Iterator[Place]:
    root = Path(tempfile.mkdtemp(prefix="taking-"))  # pytest's own folders are closed to other accounts
    root.chmod(0o755)
    place = Place(root)
    place.furnish()
    yield place
    shutil.rmtree(root)


def _own(place: Place, grader: int) -> None:
    """The course is the grader's and closed to others; what lies in the inbound folder is a stranger's."""
    if os.geteuid() != 0:
        return
    for top, owner in ((place.root / "course", grader), (place.root / "inbound", STRANGER)):
        for path in [top, *top.rglob("*")]:
            if path.lstat().st_nlink == 1 or path.is_dir():
                mode = path.lstat().st_mode
                os.chown(path, owner, owner, follow_symlinks=False)
                if not path.is_symlink():
                    os.chmod(path, mode)  # chown takes setuid away
    (place.root / "course").chmod(0o700)
    (place.root / "inbound").chmod(0o777)
    place.source.chmod(0o777)  # as nbgrader's submit leaves it


def _hooked(attack: Attack, place: Place) -> Any:
    """Let the attacker act once, right after the look that counts at what is to be swapped."""
    done: list[bool] = []

    def act(name: Any) -> None:
        if attack.during is not None and not done and os.path.basename(os.fspath(name)) == attack.at:
            done.append(True)
            attack.during(place)

    def after(look: Callable[..., Any]) -> Callable[..., Any]:
        def looked(path: Any, *args: Any, **kw: Any) -> Any:
            found = look(path, *args, **kw)
            act(path) if isinstance(path, str | os.PathLike) else None
            return found

        return looked

    def before(usual: Callable[..., int]) -> Callable[..., int]:
        def opened(path: Any, *args: Any, **kw: Any) -> int:
            act(path) if isinstance(path, str | os.PathLike) else None
            return usual(path, *args, **kw)

        return opened

    stack = contextlib.ExitStack()
    looks = ((shutil, "_stat"),) if attack.late else ((old_copying, "_plain"), (old_copying, "_is_folder"))
    for module, name in looks:
        stack.enter_context(mock.patch.object(module, name, after(getattr(module, name))))
    new = mock.MagicMock(wraps=os, stat=after(os.stat), open=before(os.open))
    for name in ("O_RDONLY", "O_NOFOLLOW", "O_DIRECTORY", "O_CLOEXEC", "O_NONBLOCK", "path"):
        setattr(new, name, getattr(os, name))
    stack.enter_context(mock.patch.object(tree, "os", new))
    stack.callback(lambda: done or attack.during is None or pytest.fail("the attacker had no turn"))
    return stack


def _copied(how: Callable[[], None], attack: Attack, place: Place) -> str:
    """What the copying said, in the grader's process."""
    try:
        with _hooked(attack, place):
            how()
    except (NotTaken, OSError, shutil.Error) as error:
        return f"refused: {error}"
    return "copied"


def _take(place: Place) -> tree.Taken:
    with opened_below(place.root, "inbound", place.source.name) as top:
        return take_over(top, place.target, BOUNDS)


def _run(name: str, attack: Attack, place: Place, grader: int, how: Callable[[], Any]) -> tuple[Any, Any]:
    attack.make(place)
    _own(place, grader)

    def grade() -> tuple[str, Any]:
        said = _copied(how, attack, place)
        return said, attack.succeeded(place) if place.target.exists() else False

    outcome = as_account(grader, grade, seconds=20 if name != "swap-a-file-for-a-pipe" else 3)
    return outcome if isinstance(outcome, tuple) else (outcome, outcome)


ACCOUNTS = [0, GRADER] if os.geteuid() == 0 else [os.geteuid()]


@pytest.mark.parametrize("grader", ACCOUNTS)
@pytest.mark.parametrize("name", ATTACKS)
def test_succeeds_the_old_way(name: str, grader: int, place: Place) -> None:
    attack = ATTACKS[name]
    if attack.root_only and grader != 0:
        grader = 0  # who may make a second name of the key is the key's owner, or root
    said, succeeded = _run(
        name, attack, place, grader, lambda: attack.old(str(place.source), str(place.target))
    )
    assert succeeded, said


@pytest.mark.parametrize("grader", ACCOUNTS)
@pytest.mark.parametrize("name", ATTACKS)
def test_is_repelled(name: str, grader: int, place: Place) -> None:
    said, succeeded = _run(name, ATTACKS[name], place, grader, lambda: _take(place))
    assert not succeeded, said
    assert said == "copied" or said.startswith("refused: "), said
    if grader != 0 or os.geteuid() == 0:
        for path, found in [(place.target, place.target.lstat())] if place.target.exists() else []:
            assert stat.S_IMODE(found.st_mode) == 0o755, path
        for path, found in place.arrived().items():
            assert stat.S_IMODE(found.st_mode) == (0o755 if stat.S_ISDIR(found.st_mode) else 0o644), path
            assert found.st_uid == grader, path
    assert [path.name for path in place.target.parent.iterdir()] in ([], ["m1"]), "nothing half is left"


def test_what_stays_outside_is_named(place: Place) -> None:
    for which in _BAD_NAMES.values():
        _named(which)(place)
    os.mkfifo(place.source / "pipe")
    os.symlink("/etc", place.source / "link")
    (place.source / "large").write_bytes(b"0" * 300_000)
    taken = _take(place)
    reasons = {entry.name: entry.reason for entry in taken.left_out}
    assert reasons["pipe"] == "is a pipe, a socket or a device" and reasons["link"] == "is a link"
    assert reasons["large"] == "has more than is allowed (200 kB)"
    assert len(reasons) >= 3 + len(_BAD_NAMES) - 1 and all(name.isprintable() for name in reasons)
    assert sorted(taken.files) == ["answers.json", "data/key.yaml"]


def test_a_hundred_thousand_entries_are_not_opened(place: Place) -> None:
    _many(100_000)(place)
    opened: list[Any] = []
    usual = os.open

    def counted(*args: Any, **kw: Any) -> int:
        opened.append(args[0])
        return usual(*args, **kw)

    with mock.patch.object(os, "open", counted), pytest.raises(NotTaken, match="more than 2000 files"):
        _take(place)
    assert len(opened) < 20 and not place.target.exists()


def test_the_old_one_stays_where_the_new_one_cannot_be_taken(place: Place) -> None:
    _take(place)
    _many(3_000)(place)
    with opened_below(place.root, "inbound", place.source.name) as top, pytest.raises(NotTaken):
        take_over(top, place.target, BOUNDS, replacing=True)
    assert sorted(place.arrived()) == ["answers.json", "data", "data/key.yaml"]
    assert [path.name for path in place.target.parent.iterdir()] == ["m1"]


def test_a_full_disk_leaves_nothing_half(place: Place) -> None:
    def full(handle: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with mock.patch.object(tree.os, "write", full), pytest.raises(NotTaken, match="No space left"):
        _take(place)
    assert list(place.target.parent.iterdir()) == []


def test_a_folder_on_the_way_may_be_no_link(place: Place) -> None:
    os.symlink(place.root / "course", place.root / "inbound" / "away")
    for names in (("inbound", "away"), ("inbound", "away", "faculty"), ("inbound", ".."), ("inbound", "a/b")):
        with pytest.raises(NotTaken), opened_below(place.root, *names):
            pass


def test_a_change_within_counts_as_a_change(place: Place) -> None:
    """What is written into a file later leaves the folder's own time as it was."""
    before = place.source.lstat().st_ctime
    with (place.source / "data" / "key.yaml").open("a") as file:
        file.write("more")
    taken = _take(place)
    assert place.source.lstat().st_ctime == before
    assert taken.changed >= (place.source / "data" / "key.yaml").lstat().st_ctime > before


@pytest.mark.parametrize("look", ["scandir", "open"])
def test_the_supervisor_follows_no_folder_swapped_for_a_link(place: Place, look: str) -> None:
    """Right before the folder is gone into; the old way went by its path, the new by the handle it opened."""
    place.target.mkdir()
    usual, done = getattr(os, look), []

    def looked(path: Any, *args: Any, **kw: Any) -> Any:
        if not done and isinstance(path, str) and os.path.basename(path) == "data":
            done.append(True)
            _swap_folder(place)
        return usual(path, *args, **kw)

    copy = old_copying.supervisors if look == "scandir" else supervisor._copy
    with mock.patch.object(os, look, looked):
        copy(str(place.source), str(place.target))
    assert done and _key_arrives(place) is (look == "scandir")


def test_a_real_race_with_a_watched_file(place: Place) -> None:
    """As in the exchange: the stranger watches a large file of theirs being opened, then swaps later ones."""
    old = _raced(place, lambda: old_copying.copy(str(place.source), str(place.target)))
    assert old == "swapped" and KEY in place.text()
    shutil.rmtree(place.target)
    shutil.rmtree(place.source)
    place.source.mkdir()
    with opened_below(place.root, "inbound", place.source.name) as top:
        new = _raced(place, lambda: take_over(top, place.target, Bounds()))
    assert new == "swapped" and KEY not in place.text() and (place.target / "a-large").is_file()


def _raced(place: Place, copy: Callable[[], Any]) -> str:
    """Copy while another process swaps 40 files for links to the key as soon as the large one is opened."""
    import ctypes

    names = [f"{first}{number}" for number in range(20) for first in ("0", "z")]
    (place.source / "a-large").write_bytes(b"0" * 60_000_000)
    for name in names:
        (place.source / name).write_text("mine")
    ready, tell = os.pipe()
    child = os.fork()
    if child == 0:
        libc = ctypes.CDLL(None)
        watch = libc.inotify_init()
        libc.inotify_add_watch(watch, os.fsencode(place.source / "a-large"), 0x20)  # IN_OPEN
        os.write(tell, b"r")
        os.read(watch, 4096)
        for name in names:
            (place.source / name).unlink()
            os.symlink(place.faculty / "key.yaml", place.source / name)
        os.write(tell, b"swapped")
        os._exit(0)
    try:
        assert os.read(ready, 1) == b"r"
        copy()
        return os.read(ready, 100).decode()
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(ready)
        os.close(tell)
