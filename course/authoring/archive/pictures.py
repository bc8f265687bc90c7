"""Pictures: their size, their alt texts, and the perceptual hash by which the picture search finds them."""

from __future__ import annotations

import struct
from pathlib import Path

from course.archive.model import Picture
from course.authoring.archive.faults import Faults
from course.authoring.archive.reading import Source

MOST_BYTES, MOST_WIDTH = 30 * 1024, 900
_MAGIC = b"\x89PNG\r\n\x1a\n"


def check(source: Source, faults: Faults) -> None:
    """Each picture is there, is a PNG, and small enough; what it was made from is listed."""
    for file, picture in source.pictures.values():
        if source.only is not None and Path(file).stem != source.only:
            continue
        path = source.folder / "pictures" / picture.file
        shown = f"pictures/{picture.file}"
        if not path.is_file():
            faults.add(
                file,
                0,
                f"{picture.id} names {picture.file}, which is not there.",
                "Draw it, or correct its name.",
            )
            continue
        content = path.read_bytes()
        if content[:8] != _MAGIC:
            faults.add(shown, 0, "the file is no PNG.", "Write it as PNG.")
            continue
        width = struct.unpack(">I", content[16:20])[0]
        if len(content) > MOST_BYTES:
            faults.add(
                shown,
                0,
                f"the picture has {len(content):,} bytes.",
                f"At most {MOST_BYTES:,}: fewer colours.",
            )
        if width > MOST_WIDTH:
            faults.add(shown, 0, f"the picture is {width} pixels wide.", f"At most {MOST_WIDTH}.")
        if picture.from_ and picture.from_ not in source.pictures and source.only is None:
            faults.add(
                file,
                0,
                f"{picture.id} was made from {picture.from_}, which is not listed.",
                "Correct `from`.",
            )


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
