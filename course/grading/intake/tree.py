"""How a stranger's folder is taken over: the one way in which the grader's rights meet it.

A path that was checked is another one when it is opened: its owner can exchange a file, or any folder on the
way, for a link between the two. So nothing is looked at by its path. Each folder and file is opened from the
handle of the folder that holds it, never through a link; what the open handle says decides; and the bytes
come from that handle. What arrives is written anew: ours, mode 0644, folders 0755, without extended
attributes or second names.

Only the standard library is imported here.
"""

import os
import shutil
import stat
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_ENTRY = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_CHUNK = 1 << 20
_LONGEST_PATH = 1_000  # bytes below the top: whoever opens it by its path later must be able to
_MOST_NAMED = 100  # entries that are left out, each with its reason; of more only their number
_JOINERS = "\u200c\u200d"  # invisible, and letters of several scripts


class NotTaken(Exception):
    """Why a folder is not taken over, as the end of a sentence that begins with its name."""


@dataclass(frozen=True)
class Bounds:
    """The most that is taken: entries looked at, folders in folders, bytes of a file and of all files."""

    entries: int = 2_000
    depth: int = 20
    file_bytes: int = 100_000_000
    all_bytes: int = 100_000_000


@dataclass(frozen=True)
class LeftOut:
    """An entry that stays outside. name: its path below the top, safe to show; reason: ends its sentence."""

    name: str
    reason: str


@dataclass
class Taken:
    """What was taken over.

    owner: number of the account that owns the top folder; changed: seconds since 1970 of the last change of
    the folder or of anything taken from it (ctime), which no ordinary account can set; files: paths below the
    top; left_out: at most 100 entries, and one that counts the rest.
    """

    owner: int
    changed: float
    files: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    bytes: int = 0


Skip = Callable[[str, bool], str | None]
Finish = Callable[[Path, Taken], None]


def take_over(
    top: int,
    target: Path,
    bounds: Bounds | None = None,
    *,
    skip: Skip | None = None,
    replacing: bool = False,
    modes: tuple[int, int] = (0o644, 0o755),
    finish: Finish | None = None,
) -> Taken:
    """Copy the plain files of an open folder into the new folder `target`: whole, or NotTaken and nothing.

    top: a handle as `opened_below` gives it, which stays open. skip(path below the top, whether it is a
    folder) gives why an entry is left out, "" to leave it out without a word, None to take it. replacing: put
    it in the place of what is at `target`, which stays where the new one cannot be taken. modes: of files and
    of folders. finish(folder, what was taken) is called before the folder is in its place; what it raises
    leaves nothing.

    Left out, each with its reason: links, pipes, sockets, devices, files with a second name, files beyond
    their bound (however large they said they were), what lies on another file system, names that are not
    UTF-8 or hold control, invisible or direction characters, and paths of more than 1,000 bytes. Too many
    entries, too deep a folder or too many bytes in all: NotTaken.
    """
    copy = _Copy(bounds or Bounds(), skip, modes)
    if not replacing and os.path.lexists(target):
        raise NotTaken("has the name of something that is there already")
    beside = Path(tempfile.mkdtemp(prefix=".taking-", dir=target.parent))
    try:
        new = beside / "new"
        new.mkdir()
        into = os.open(new, _FOLDER)
        try:
            taken = copy.run(top, into)
        finally:
            os.close(into)
        if finish is not None:
            finish(new, taken)
        _put(new, target, beside / "old")
    except OSError as error:
        raise NotTaken(f"could not be copied ({error.strerror or error})") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return taken


@contextmanager
def opened_below(trusted: Path, *names: str) -> Iterator[int]:
    """A handle of a folder below one that only the grader or the system's administrator can exchange.

    trusted: opened as it is named; each of `names` is then opened from the handle before, never through a
    link. So whoever may write into a folder on the way can choose what is found there, and cannot lead out.
    NotTaken where there is none, or a link.
    """
    handle = _open(str(trusted), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, None)
    try:
        for name in names:
            if name in ("", ".", "..") or "/" in name or "\0" in name:
                raise NotTaken("has a name that no folder can have")
            inner = _open(name, _FOLDER, handle)
            os.close(handle)
            handle = inner
        yield handle
    finally:
        os.close(handle)


def open_plain(folder: int, name: str) -> int | None:
    """A handle of a plain file in an open folder; None for a link, a pipe, a folder or nothing."""
    try:
        handle, found = _open_entry(folder, name)
    except (_No, OSError):
        return None
    if stat.S_ISREG(found.st_mode):
        return handle
    os.close(handle)
    return None


def is_plain(folder: int, name: str) -> bool:
    """Whether an open folder has a plain file of this name now; who reads it asks again."""
    if (handle := open_plain(folder, name)) is None:
        return False
    os.close(handle)
    return True


def read_plain(folder: int, name: str, most: int) -> bytes | None:
    """The bytes of a plain file in an open folder, at most `most`; None for anything else, or for more."""
    if (handle := open_plain(folder, name)) is None:
        return None
    with os.fdopen(handle, "rb") as file:
        try:
            data = file.read(most + 1)
        except OSError:
            return None
    return data if len(data) <= most else None


def bad_name(name: str) -> str | None:
    """Why a file or folder of this name is left out; None for a name that can be stored and shown anywhere.

    >>> bad_name("Ünïcode – 名前.csv"), bad_name("a\\nb")
    (None, 'has a name with control or invisible characters')
    """
    if any("\ud800" <= letter <= "\udfff" for letter in name):
        return "has a name that is not UTF-8"
    if any(
        unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp") and letter not in _JOINERS for letter in name
    ):
        return "has a name with control or invisible characters"
    return None


def shown(name: str) -> str:
    """A name of a stranger's that a terminal, a log and a page may show.

    >>> shown("a\\x1b[2J<b>.txt")
    'a?[2J?b?.txt'
    """
    return "".join(letter if letter.isalnum() or letter in ".+-_: /[]()," else "?" for letter in name[:120])


class _No(Exception):
    """Why one entry is left out."""


class _Copy:
    """One taking over, and what it has counted so far."""

    def __init__(self, bounds: Bounds, skip: Skip | None, modes: tuple[int, int]) -> None:
        self.bounds, self.modes = bounds, modes
        self.skip: Skip = skip or (lambda path, is_folder: None)
        self.entries, self.unnamed = 0, 0

    def run(self, top: int, into: int) -> Taken:
        found = os.fstat(top)
        self.device = found.st_dev
        self.taken = Taken(found.st_uid, found.st_ctime)
        self._folder(top, into, "", 0)
        self._date(top)
        if self.unnamed:
            self.taken.left_out.append(LeftOut(f"{self.unnamed} more", "are left out too"))
        return self.taken

    def _folder(self, source: int, into: int, path: str, depth: int) -> None:
        if depth > self.bounds.depth:
            raise NotTaken(f"has folders in folders, more than {self.bounds.depth} deep")
        for name in self._names(source):
            inner = f"{path}/{name}" if path else name
            try:
                self._entry(source, into, name, inner, depth)
            except _No as no:
                self._leave_out(inner, str(no))
            except OSError as error:
                self._leave_out(inner, f"cannot be read ({error.strerror})")
        os.fchmod(into, self.modes[1])

    def _names(self, source: int) -> list[str]:
        names = []
        with os.scandir(source) as entries:
            for entry in entries:
                self.entries += 1
                if self.entries > self.bounds.entries:
                    raise NotTaken(f"holds more than {self.bounds.entries} files and folders")
                names.append(entry.name)
        return sorted(names)

    def _entry(self, source: int, into: int, name: str, path: str, depth: int) -> None:
        if (why := bad_name(name)) is not None:
            raise _No(why)
        if len(os.fsencode(path)) > _LONGEST_PATH:
            raise _No("has too long a path")
        handle, found = _open_entry(source, name)
        try:
            if found.st_dev != self.device:
                raise _No("lies on another file system")
            is_folder = stat.S_ISDIR(found.st_mode)
            if (why := self.skip(path, is_folder)) is not None:
                raise _No(why)
            if is_folder:
                with _ours():
                    os.mkdir(name, 0o700, dir_fd=into)
                    inner = os.open(name, _FOLDER, dir_fd=into)
                try:
                    self._folder(handle, inner, path, depth + 1)
                finally:
                    os.close(inner)
            else:
                self._file(handle, found, into, name, path)
            self._date(handle)
        finally:
            os.close(handle)

    def _file(self, handle: int, found: os.stat_result, into: int, name: str, path: str) -> None:
        # A second name leads to a file that may be somebody else's; nbgrader's submit writes every file anew.
        if found.st_nlink != 1:
            raise _No("has a second name elsewhere (a hard link)")
        if found.st_size > self.bounds.file_bytes:
            raise _No(f"has more than is allowed ({self.bounds.file_bytes // 1000} kB)")
        with _ours():
            new = os.open(name, _NEW, 0o600, dir_fd=into)
        try:
            size = self._bytes(handle, new)
            os.fchmod(new, self.modes[0])
            changed = min(max(found.st_mtime, 0.0), time.time())
            os.utime(new, (changed, changed))
        except BaseException:
            os.unlink(name, dir_fd=into)
            raise
        finally:
            os.close(new)
        self.taken.bytes += size
        self.taken.files.append(path)

    def _bytes(self, handle: int, new: int) -> int:
        """Copy what is there, counting what comes: what a file says of its size is true for a moment."""
        size = 0
        while chunk := os.read(handle, _CHUNK):
            size += len(chunk)
            if size > self.bounds.file_bytes:
                raise _No(f"has more than is allowed ({self.bounds.file_bytes // 1000} kB)")
            if self.taken.bytes + size > self.bounds.all_bytes:
                raise NotTaken(f"has more than {self.bounds.all_bytes // 1000} kB in all")
            with _ours():
                while chunk:
                    chunk = chunk[os.write(new, chunk) :]
        return size

    def _date(self, handle: int) -> None:
        """Looked at once it was read: what is written into a file meanwhile counts as well."""
        self.taken.changed = max(self.taken.changed, os.fstat(handle).st_ctime)

    def _leave_out(self, path: str, reason: str) -> None:
        if not reason:
            return
        if len(self.taken.left_out) < _MOST_NAMED:
            self.taken.left_out.append(LeftOut(shown(path), reason))
        else:
            self.unnamed += 1


def _open_entry(folder: int, name: str) -> tuple[int, os.stat_result]:
    """A handle of a plain file or a folder, and what it is; _No for anything else.

    The look before keeps a device from being opened at all; what counts is what the handle says.
    """
    if (why := _no_entry(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)) is not None:
        raise _No(why)
    handle = os.open(name, _ENTRY, dir_fd=folder)
    found = os.fstat(handle)
    if (why := _no_entry(found.st_mode)) is not None:
        os.close(handle)
        raise _No(why)
    return handle, found


def _no_entry(mode: int) -> str | None:
    if stat.S_ISLNK(mode):
        return "is a link"
    return None if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else "is a pipe, a socket or a device"


def _open(name: str, flags: int, folder: int | None) -> int:
    try:
        return os.open(name, flags, dir_fd=folder)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "no name"
        raise NotTaken(f"is a link, or no folder that can be opened ({why})") from None


@contextmanager
def _ours() -> Iterator[None]:
    """What fails where we write, a full disk, is no fault of one file: half a submission would arrive."""
    try:
        yield
    except OSError as error:
        raise NotTaken(f"could not be written ({error.strerror or error})") from None


def _put(new: Path, target: Path, aside: Path) -> None:
    """Put a folder in its place; what was there goes only once it is."""
    if not os.path.lexists(target):
        new.rename(target)
        return
    target.rename(aside)
    try:
        new.rename(target)
    except BaseException:
        aside.rename(target)
        raise
