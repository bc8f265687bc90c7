"""All answers of a desk in one file, and back: Binder forgets.

The file is a zip with `progress.json` (what it is, when, whose) and an `answers.json` for each module
folder. It is opened as a stranger's: nothing of it is unpacked onto the disk, and nothing is written before
all of it was checked.
"""

from __future__ import annotations

import io
import json
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from course.errors import CourseError, DamagedAnswers
from course.learning.progress.reading import module_folders
from course.notebook import session
from course.questions.answers import store as answer_files
from course.questions.answers.closing import kept_by_closing
from course.questions.answers.data import MAX_FILE
from course.questions.answers.store import Answers, Entry

FORMAT, VERSION = "course-progress", 1
MANIFEST = "progress.json"
MAX_ZIP = 20_000_000
MOST_FILES = 200
_MEMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}/answers\.json")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ABSENT = "It is not on this desk yet. Put the file back again when it is."


class ProgressFileError(CourseError):
    """A file that is not, or cannot be used as, saved progress; nothing of it was put back."""


def _refusal(found: str) -> ProgressFileError:
    return ProgressFileError(f"{found} Nothing was put back.")


@dataclass
class Packed:
    """A zip's bytes, how many answers of how many modules are in it, and what was left out."""

    data: bytes
    answers: int
    modules: int
    notes: list[str] = field(default_factory=list)


@dataclass
class Merged:
    """What putting back did to one module: answers taken from the file, kept as newer here, alike in both."""

    module: str
    taken: int = 0
    kept: int = 0
    same: int = 0
    note: str = ""


def pack(desk: Path) -> Packed:
    """Every module's answers as one zip."""
    found, notes = _readable(desk)
    owner = next((answers.id for answers in found.values() if answers.id), None)
    manifest = {"format": FORMAT, "version": VERSION, "saved_at": _now(), "id": owner}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_member(MANIFEST), json.dumps(manifest, indent=1) + "\n")
        for folder, answers in found.items():
            archive.writestr(_member(f"{folder}/answers.json"), answer_files.dump(answers))
    count = sum(entry.answered for answers in found.values() for entry in answers.answers.values())
    return Packed(target.getvalue(), count, len(found), notes)


def unpack(data: bytes) -> dict[str, list[Answers]]:
    """The answers in a zip, by module; raises ProgressFileError for anything but saved progress."""
    if len(data) > MAX_ZIP:
        raise _refusal(f"This file has {len(data) / 1e6:.0f} MB; saved progress has at most 20 MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _checked(archive)
    except CourseError:
        raise
    except Exception:  # a broken file makes zipfile raise errors of a dozen kinds, zlib's among them
        raise _refusal("This file is not saved progress, or it was cut short.") from None


def merge(desk: Path, found: dict[str, list[Answers]]) -> list[Merged]:
    """Put answers back, newest first: per question the later one stays. Raises ProgressFileError or NotSaved.

    Whose they are is checked for every module before the first one is written.
    """
    here = {one.bank.module: one for one in _sessions(desk)}
    for module, files in found.items():
        if module in here:
            _check_owner(here[module], files)
    return [
        _merge_module(here[module], files) if module in here else Merged(module, note=_ABSENT)
        for module, files in found.items()
    ]


def newer(mine: Entry | None, theirs: Entry) -> Entry:
    """The entry that stays: the later one with a value; what is here wins a tie. Opened hints stay opened."""
    if mine is None:
        return theirs
    takes = theirs.answered and (not mine.answered or _time(theirs.at) > _time(mine.at))
    stays = theirs if takes and not _alike(mine, theirs) else mine
    return stays.model_copy(update={"hints": max(mine.hints, theirs.hints)})


def _merge_module(here: session.Session, files: list[Answers]) -> Merged:
    merged = Merged(here.bank.module)
    for file in files:
        before = here.answers.read()
        wanted = {name: entry for name, entry in file.answers.items() if here.bank.find(name)}
        for name, theirs in wanted.items():
            mine = before.answers.get(name)
            if not theirs.answered:
                continue
            stays = kept_by_closing(before, file, name) or newer(mine, theirs)
            if mine and _alike(mine, theirs):
                merged.same += 1
            elif stays.value == theirs.value:
                merged.taken += 1
            else:
                merged.kept += 1
        here.answers.merge(file.model_copy(update={"answers": wanted}), newer)
        left = len(file.answers) - len(wanted)
        if left:
            merged.note = f"{left} of its answers belong to questions that this release does not have."
    notices = here.answers.take_notices()
    merged.note = " ".join([merged.note, *notices]).strip()
    return merged


def _check_owner(here: session.Session, files: list[Answers]) -> None:
    for file in files:
        if file.id and here.trainee and file.id != here.trainee:
            raise ProgressFileError(
                f"These are the answers of {file.id[:60]!r}, and this desk belongs to {here.trainee!r}."
                " Nothing was put back. Use the file that was saved under your own id."
            )


def _checked(archive: zipfile.ZipFile) -> dict[str, list[Answers]]:
    members = archive.infolist()
    if len(members) > MOST_FILES:
        raise _refusal(f"This file holds {len(members)} files; saved progress has at most {MOST_FILES}.")
    names = [member.filename for member in members]
    if MANIFEST not in names:
        raise ProgressFileError(
            f"This is a zip, but not saved progress: it has no {MANIFEST}. Choose the file that"
            " “Download my progress” gave you."
        )
    for member in members:
        _check_member(member, names)
    _check_manifest(_bytes_of(archive, MANIFEST))
    found: dict[str, list[Answers]] = {}
    for name in sorted(names):
        if name != MANIFEST:
            answers = _answers(name, _bytes_of(archive, name))
            found.setdefault(answers.module, []).append(answers)
    return found


def _check_member(member: zipfile.ZipInfo, names: list[str]) -> None:
    name, shown = member.filename, member.filename[:80]
    if name != MANIFEST and not _MEMBER.fullmatch(name):
        raise _refusal(f"This file holds {shown!r}, which saved progress never does.")
    if names.count(name) > 1:
        raise _refusal(f"This file holds {shown!r} twice.")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise _refusal(f"{shown!r} in this file is a link or a device, not answers.")
    if member.flag_bits & 0x1:
        raise _refusal(f"{shown!r} in this file is locked with a password.")


def _bytes_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """At most what an answers file may have: the size a zip declares is only a claim."""
    with archive.open(name) as member:
        data = member.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise _refusal(f"{name!r} in this file has more than 1 MB.")
    return data


def _check_manifest(data: bytes) -> None:
    try:
        manifest: Any = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise _refusal(f"{MANIFEST} in this file is not the course's.")
    version = manifest.get("version")
    if type(version) is not int or version > VERSION:
        raise ProgressFileError(
            f"A later version of the course saved this file (version {version!r}, here {VERSION})."
            " Update the course, then put it back."
        )


def _answers(name: str, data: bytes) -> Answers:
    try:
        answers = answer_files.parse(data)
        for entry in answers.answers.values():
            answer_files.check_size(entry.value, large=True)
    except DamagedAnswers as error:
        raise _refusal(f"{name!r} in this file cannot be used: {error}.") from None
    except CourseError as error:
        raise ProgressFileError(f"{name!r} in this file cannot be used. {error}") from None
    return answers


def _readable(desk: Path) -> tuple[dict[str, Answers], list[str]]:
    found: dict[str, Answers] = {}
    notes = []
    for folder in module_folders(desk):
        try:
            answers = answer_files.read_untrusted(folder / answer_files.NAME)
        except DamagedAnswers as error:
            notes.append(f"The answers in {folder.name} could not be saved: {error}.")
            continue
        if answers and _MEMBER.fullmatch(f"{folder.name}/answers.json"):
            found[folder.name] = answers
    return found, notes


def _sessions(desk: Path) -> Iterator[session.Session]:
    """A session for each module; its own folder comes last, so that it wins over copies beside it."""
    for folder in sorted(module_folders(desk), key=lambda one: len(one.name), reverse=True):
        try:
            yield session.open_session(folder)
        except CourseError:
            continue  # a module that cannot be read gets nothing put into it; progress() says why


def _alike(mine: Entry, theirs: Entry) -> bool:
    return json.dumps(mine.value, sort_keys=True) == json.dumps(theirs.value, sort_keys=True)


def _time(at: str) -> datetime:
    """When an answer was given; what cannot be read counts as long ago, so that it replaces nothing."""
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
