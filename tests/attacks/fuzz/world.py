"""A small course to be attacked: honest trainees, secrets in every place that nobody may see, an exchange."""

import contextlib
import hashlib
import os
import shutil
import sqlite3
import stat
from dataclasses import dataclass
from pathlib import Path

from course_in_a_box import Box, ok, rewrite

MODULE = "m1"
HONEST = ("honest-1", "honest-2", "honest-3")  # through the exchange
ZIPPED = ("zip-honest-1", "zip-honest-2")  # through a learning platform
EVERYBODY = (*HONEST, *ZIPPED)
TIME = "2026-11-23 10:00:00.000000 UTC"
# In the zip download of a course: the file is named for the trainee.
ZIP_NAMES = r".*/extracted/(?P<student_id>[^/]+)/(?P<file_id>.+)"
FIRST_UID = 60_000  # of trainees; nobody of the machine has these


@dataclass(frozen=True)
class World:
    """One course with its exchange. outside: a folder of the grader's own; secrets: words by their place."""

    root: Path

    @property
    def course(self) -> Path:
        return self.root / "box" / "course"

    @property
    def exchange(self) -> Path:
        return self.root / "box" / "exchange"

    @property
    def inbound(self) -> Path:
        return self.exchange / "discernment" / "inbound"

    @property
    def archive(self) -> Path:
        return self.course / "downloaded" / MODULE / "archive"

    @property
    def outside(self) -> Path:
        return self.root / "outside"

    @property
    def own_work(self) -> dict[str, bytes]:
        """The files that an ordinary trainee hands in, with answers of nobody in particular."""
        return {path.name: path.read_bytes() for path in sorted((self.root / "template").iterdir())}

    def copy_to(self, root: Path) -> "World":
        """Another world that is the same."""
        shutil.copytree(self.root, root, symlinks=True)
        moved = World(root)
        config = moved.course / "nbgrader_config.py"
        config.write_text(config.read_text().replace(str(self.root), str(root)))
        for folder in moved.inbound.iterdir():
            give(folder, uid_of(folder.name.partition("+")[0]))
        return moved

    def enrol(self, names: list[str]) -> None:
        """Put students into the gradebook, as `nbgrader db student import` does, only faster."""
        with contextlib.closing(sqlite3.connect(self.course / "gradebook.db")) as book, book:
            rows = [(name, "", "", "") for name in names]
            columns = "id, first_name, last_name, email, lms_user_id"
            sql = f"insert or ignore into student ({columns}) values (?, ?, ?, ?, '')"
            book.executemany(sql, rows)
            book.execute("delete from student where id = ?", ("anybody",))  # who only fetched


SECRETS = {
    "key": "token5f2a9c11key", "hidden tests": "token5f2a9c11hidden", "gradebook": "token5f2a9c11gradebook",
    "home": "token5f2a9c11home", "neighbour": "token5f2a9c11neighbour",
}  # fmt: skip


def make_world(root: Path, settings: str = "") -> World:
    """Build it: a module, honest trainees who have handed in, and nobody else. settings: more of them."""
    box = Box(root / "box")
    world = World(root)
    box.add(MODULE)
    with (box.course / "faculty" / MODULE / "key.yaml").open("a") as file:
        file.write(f"# {SECRETS['key']}\n")
    rewrite(box.course / "source" / MODULE / f"{MODULE}.ipynb", _mark)
    box.release(MODULE)
    with (box.course / "nbgrader_config.py").open("a") as file:
        file.write(f"c.Exchange.root = {str(box.exchange)!r}\nc.OwnNumbers.cohort = {box.cohort!r}\n")
        file.write(f"c.FileNameCollectorPlugin.named_regexp = {ZIP_NAMES!r}\n{settings}")
    world.outside.mkdir()
    swaps = world.root / "swaps"
    swaps.mkdir()
    swaps.chmod(0o777)
    (world.outside / "passwords").write_text(SECRETS["home"])
    with box.gradebook() as book:
        book.add_student("someone-else", last_name=SECRETS["gradebook"])
    _write_work(box, world)
    world.enrol([*HONEST, *ZIPPED])
    return world


def _write_work(box: Box, world: World) -> None:
    """What each of the honest hands in, and the template that mutations begin with."""
    folder = box.fetch("anybody", MODULE)
    box.write_answers(folder, {"which": "a", "own-number": 7, "why": "Because."}, None)
    template = world.root / "template"
    template.mkdir()
    for path in folder.iterdir():
        shutil.copyfile(path, template / path.name)
    for number, name in enumerate((*HONEST, *ZIPPED)):
        values = {**box.right(MODULE, name), "why": f"{SECRETS['neighbour']} of {name}"}
        if number % 2:
            values["which"] = "b"
        box.write_answers(folder, values, name)
        if number == 2:
            box.solve_code(folder, MODULE)
        kept = world.root / "honest" / name
        kept.mkdir(parents=True)
        for path in folder.iterdir():
            shutil.copyfile(path, kept / path.name)
        if name in HONEST:
            hand_in(world, name, kept, str(number) * 12)
        else:
            world.archive.mkdir(parents=True, exist_ok=True)
            packed = shutil.make_archive(str(world.root / "packed"), "zip", kept)
            os.replace(packed, world.archive / f"{name}.zip")
    shutil.rmtree(world.root / "box" / "homes")


def secret_of(name: str) -> str:
    """What nbgrader's submit would have drawn."""
    return hashlib.sha512(name.encode()).hexdigest()


def uid_of(name: str) -> int:
    """The number of a trainee's account: of the honest ones in order, of a mutant by its number."""
    return FIRST_UID + (EVERYBODY.index(name) if name in EVERYBODY else 100 + int(name.strip("xz")))


def hand_in(world: World, name: str, files: Path, letters: str) -> Path:
    """Put a submission into the exchange as nbgrader's submit does, under an account of its own."""
    folder = world.inbound / f"{name}+{MODULE}+{TIME}+{letters}"
    shutil.copytree(files, folder)
    (folder / "timestamp.txt").write_text(TIME)
    (folder / "submission_secret.txt").write_text(secret_of(name))
    for path in folder.iterdir():
        path.chmod(0o644)
    folder.chmod(0o777)
    give(folder, uid_of(name))
    return folder


def give(folder: Path, uid: int) -> None:
    """Let a folder belong to a trainee's account; what has a second name elsewhere stays whose it is."""
    if os.geteuid() != 0:
        return
    os.chown(folder, uid, uid, follow_symlinks=False)
    if folder.is_symlink():
        return
    for at, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            with contextlib.suppress(OSError):  # a path can be too long
                _give(os.path.join(at, name), uid, name in folders)


def _give(path: str, uid: int, is_folder: bool) -> None:
    found = os.lstat(path)
    if is_folder or found.st_nlink == 1:
        os.chown(path, uid, uid, follow_symlinks=False)
        if found.st_mode & 0o6000 and not stat.S_ISLNK(found.st_mode):
            os.chmod(path, found.st_mode & 0o7777)  # a change of owner takes these bits away


def _mark(notebook: dict) -> None:  # type: ignore[type-arg]
    start = "### BEGIN HIDDEN TESTS\n"
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace(start, f"{start}# {SECRETS['hidden tests']}\n")


__all__ = ["HONEST", "MODULE", "SECRETS", "TIME", "ZIPPED", "World", "hand_in", "make_world", "ok"]
