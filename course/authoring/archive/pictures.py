"""Pictures: their size, their alt texts, and the perceptual hash by which the picture search finds them."""

from __future__ import annotations

import struct
from itertools import combinations
from pathlib import Path

from course.archive.model import Picture
from course.authoring.archive.faults import Faults
from course.authoring.archive.reading import Source

Alike = dict[str, set[str]]  # for each picture those that the picture search finds with it, itself too
NEAR = 14  # bits of 64 in which two hashes of near pictures differ at most
MOST_BYTES, MOST_WIDTH = 30 * 1024, 900
_MAGIC = b"\x89PNG\r\n\x1a\n"


def check(source: Source, faults: Faults) -> Alike:
    """Say what is wrong with the pictures; return which of them the picture search finds together."""
    there: dict[str, Path] = {}
    for name, (file, picture) in source.pictures.items():
        path = source.folder / "pictures" / picture.file
        mine = source.only is None or Path(file).stem == source.only
        if _is_good(path, f"{name} names {picture.file}", file, faults if mine else Faults()):
            there[name] = path
        if mine and picture.from_ and picture.from_ not in source.pictures and source.only is None:
            faults.add(
                file, 0, f"{name} was made from {picture.from_}, which is not listed.", "Correct `from`."
            )
    try:
        return _found_together(source, {name: int(phash(path), 16) for name, path in there.items()}, faults)
    except ModuleNotFoundError:  # an author without imagehash: what was made of what is the next best
        return _made_together(source)


def _is_good(path: Path, names: str, file: str, faults: Faults) -> bool:
    if not path.is_file():
        faults.add(file, 0, f"{names}, which is not there.", "Draw it, or correct its name.")
        return False
    shown, content = f"pictures/{path.name}", path.read_bytes()
    if content[:8] != _MAGIC or len(content) < 24:
        faults.add(shown, 0, "the file is no PNG.", "Write it as PNG.")
        return False
    width = struct.unpack(">I", content[16:20])[0]
    if len(content) > MOST_BYTES:
        size = f"the picture has {len(content):,} bytes."
        faults.add(shown, 0, size, f"At most {MOST_BYTES:,}: fewer colours, or smaller.")
    if width > MOST_WIDTH:
        faults.add(shown, 0, f"the picture is {width} pixels wide.", f"At most {MOST_WIDTH}.")
    return True


def _found_together(source: Source, hashes: dict[str, int], faults: Faults) -> Alike:
    alike: Alike = {name: {name} for name in hashes}
    for one, other in combinations(hashes, 2):
        if (hashes[one] ^ hashes[other]).bit_count() <= NEAR:
            alike[one].add(other)
            alike[other].add(one)
    for name, (file, picture) in source.pictures.items():
        origin = picture.from_
        if origin in hashes and name in hashes and origin not in alike[name] and picture.how != "mirrored":
            apart = (hashes[name] ^ hashes[origin]).bit_count()
            found = f"the picture search does not find {origin} from {name}: {apart} of 64 bits differ."
            faults.note(
                file, 0, found, f"At most {NEAR} are near; keep more of the picture, if it should be."
            )
    return alike


def _made_together(source: Source) -> Alike:
    def root(name: str) -> str:
        entry, seen = source.pictures.get(name), {name}
        while entry and entry[1].from_ and entry[1].how != "mirrored" and entry[1].from_ not in seen:
            name = entry[1].from_
            seen.add(name)
            entry = source.pictures.get(name)
        return name

    return {
        name: {other for other in source.pictures if root(other) == root(name)} for name in source.pictures
    }


def phash(path: Path) -> str:
    """The 64-bit perceptual hash of a picture (imagehash.phash) as 16 hex digits.

    Raises ModuleNotFoundError where imagehash is not installed: only the build needs it.
    """
    import imagehash
    from PIL import Image

    with Image.open(path) as image:
        return str(imagehash.phash(image))


def built(source: Source, used: set[str]) -> list[Picture]:
    """The records of the pictures that pages show, by id."""
    return [
        Picture(id=one.id, file=one.file, alt=one.alt, phash=phash(source.folder / "pictures" / one.file))
        for name, (_, one) in sorted(source.pictures.items())
        if name in used
    ]
