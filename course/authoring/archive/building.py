"""`course archive build`: what authors wrote, rendered into the package and into faculty/."""

from __future__ import annotations

import gzip
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from course.authoring.archive import chaining, packing, pictures, reaching
from course.authoring.archive.checking import belongs, folder_of, seed_of, shown_pictures
from course.authoring.archive.faults import Faults, FaultyArchive
from course.authoring.archive.reading import Source, read
from course.authoring.archive.rendering import render
from course.authoring.archive.variants import Rendered
from course.authoring.archive.web import web_folder
from course.files import write_whole

What = Literal["added", "changed", "removed"]


@dataclass(frozen=True)
class Written:
    """A built file that is not as it should be: added, changed or removed. path: shown to the author."""

    path: str
    what: What


def build(root: Path, faculty: Path, module: str, write: bool = True) -> list[Written]:
    """Build a module's archive, or only say what is out of date; return the files that differ.

    Raises FaultyArchive with every fault by file and line; then nothing is written.
    """
    folder = folder_of(faculty, module)
    if write and not (folder / "seed.txt").is_file():
        sources(folder)  # a seed is drawn for what can be built, not before
        (folder / "seed.txt").write_text(secrets.token_hex(16) + "\n", encoding="utf-8")
    source, stories = sources(folder)
    wanted = _files(source, stories, web_folder(root, module))
    wanted[folder / "variants.json"] = packing.variants_bytes(stories)
    found = list(_differing(wanted, web_folder(root, module)))
    if not write and not (folder / "seed.txt").is_file():
        found.insert(0, (folder / "seed.txt", "added"))
    if write:
        for path, what in found:
            _put(path, None if what == "removed" else wanted[path])
    return [Written(_shown(path, root), what) for path, what in found]


def sources(folder: Path) -> tuple[Source, list[Rendered]]:
    """The archive read and rendered. Raises FaultyArchive for a wrong link, picture, slot or text."""
    faults = Faults()
    source = read(folder, faults)
    seed = seed_of(folder)
    stories = [one for name in source.stories if (one := render(source, name, seed, faults))]
    belongs(source, faults)
    pictures.check(source, faults)
    addresses = reaching.Addresses(source, stories)
    for story in stories:
        for domain in sorted(story.missing):
            faults.add(f"sites/{domain}/site.yaml", 0, "the site is described nowhere.", "Write it.")
        reaching.links(source, story, addresses, faults)
        chaining.structure(story, faults)
    if not source.stories:
        faults.add("stories", 0, "there is no story.", "Write stories/<story>.yaml.")
    if faults:
        raise FaultyArchive(folder.parent.name, faults.listed())
    return source, stories


def _files(source: Source, stories: list[Rendered], out: Path) -> dict[Path, bytes]:
    seed = seed_of(source.folder)
    files = {out / f"{story.id}.json.gz": packing.story_bytes(packing.pack(story, seed)) for story in stories}
    built = pictures.built(source, shown_pictures(stories))
    files[out / "pictures.json"] = packing.pictures_bytes(built)
    for one in built:
        files[out / "pictures" / one.file] = (source.folder / "pictures" / one.file).read_bytes()
    return files


def _differing(wanted: dict[Path, bytes], out: Path) -> list[tuple[Path, What]]:
    found: list[tuple[Path, What]] = []
    for path, content in wanted.items():
        if not path.is_file():
            found.append((path, "added"))
        elif not _same(path, content):
            found.append((path, "changed"))
    there = sorted(path for path in out.rglob("*") if path.is_file()) if out.is_dir() else []
    return found + [(path, "removed") for path in there if path not in wanted]


def _same(path: Path, content: bytes) -> bool:
    """Gzip is compared by what it holds: another build of zlib packs the same text into other bytes."""
    there = path.read_bytes()
    if there == content or path.suffix != ".gz":
        return there == content
    try:
        return gzip.decompress(there) == gzip.decompress(content)
    except (OSError, EOFError):
        return False


def _put(path: Path, content: bytes | None) -> None:
    """Write or remove one file, whole or not at all."""
    if content is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
