"""The folder of an archive read into memory: nothing is filled or judged yet, and every line is known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from course.authoring.archive.faults import Faults
from course.authoring.archive.located import Located, NotYaml, load
from course.authoring.archive.source import PictureSource

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_FIELD = r"^{}:[ \t]*[\"']?([^\s\"']+)"


@dataclass(frozen=True)
class Text:
    """A YAML file, or the front matter and body of a page. file: under the archive's folder."""

    file: str
    front: Located
    body: str = ""
    body_line: int = 1

    def get(self, name: str) -> Any:
        """A field as it is written."""
        return self.front.data.get(name) if isinstance(self.front.data, dict) else None


@dataclass
class Source:
    """An archive as written. elsewhere: addresses of pages of stories that were not asked for."""

    folder: Path
    sites: dict[str, Text] = field(default_factory=dict)
    pages: list[Text] = field(default_factory=list)
    stories: dict[str, Text] = field(default_factory=dict)
    pictures: dict[str, tuple[str, PictureSource]] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    only: str | None = None

    def pages_of(self, story: str) -> list[Text]:
        """The pages that say they belong to this story, by file."""
        return [page for page in self.pages if page.get("story") == story]


def read(folder: Path, faults: Faults, only: str | None = None) -> Source:
    """Read an archive; with `only`, one story: others may be unfinished, just their addresses count."""
    source = Source(folder, only=only)
    for path in sorted(folder.glob("stories/*.yaml")):
        if only is None or path.stem == only:
            if found := _yaml(folder, path, faults):
                _story(source, path, found, faults)
    for path in sorted(folder.glob("sites/*/*.md")):
        _page(source, path, faults)
    hosts = {page.file.split("/")[1] for page in source.pages}
    for path in sorted(folder.glob("sites/*/site.yaml")):
        if only is None or path.parent.name in hosts:
            if found := _yaml(folder, path, faults):
                source.sites[path.parent.name] = found
    for path in sorted(folder.glob("pictures/*.yaml")):
        _pictures(source, path, faults)
    return source


def faults_of(error: ValidationError, text: Text, faults: Faults, offset: tuple[str | int, ...] = ()) -> None:
    """Say pydantic's errors as faults with file and line."""
    for one in error.errors(include_url=False):
        path = (*offset, *(part for part in one["loc"] if isinstance(part, str | int)))
        name = ".".join(map(str, path)) or "this record"
        found, remedy = _said(one, name)
        faults.add(text.file, text.front.line(path), found, remedy)


def _said(error: Any, name: str) -> tuple[str, str]:
    kind, value = error["type"], error.get("input")
    if kind == "missing":
        return f"`{name}` is missing.", "Add it; docs/archive-format.md lists the fields."
    if kind == "extra_forbidden":
        return f"`{name}` is no field here.", "Correct its name or remove it; see docs/archive-format.md."
    shown = repr(value)[:80]
    if kind == "value_error":
        return f"`{name}`: {error['msg'].removeprefix('Value error, ')}.", f"Found: {shown}."
    return f"`{name}` is {shown}.", f"{error['msg']}."


def _rel(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _text(folder: Path, path: Path, faults: Faults) -> str | None:
    try:
        return path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        faults.add(_rel(folder, path), line, "the file is not UTF-8.", "Save it as UTF-8.")
        return None


def _yaml(folder: Path, path: Path, faults: Faults) -> Text | None:
    text = _text(folder, path, faults)
    if text is None:
        return None
    return _located(_rel(folder, path), text, 1, faults)


def _located(file: str, text: str, first: int, faults: Faults) -> Text | None:
    try:
        front = load(text, first)
    except NotYaml as error:
        faults.add(file, error.line, error.found, error.remedy)
        return None
    if not isinstance(front.data, dict | list):
        faults.add(file, first, "fields were expected here, as `name: value`.", "See docs/archive-format.md.")
        return None
    return Text(file, front)


def _story(source: Source, path: Path, found: Text, faults: Faults) -> None:
    if found.get("id") != path.stem:
        faults.add(
            found.file,
            found.front.line(("id",)),
            f"the id is {found.get('id')}.",
            f"Write `id: {path.stem}`, as the file.",
        )
        return
    if path.stem == "trails":
        faults.add(
            found.file, 1, "`trails` cannot be a story's id: variants.json uses it.", "Rename the story."
        )
        return
    source.stories[path.stem] = found


def _page(source: Source, path: Path, faults: Faults) -> None:
    folder, file = source.folder, _rel(source.folder, path)
    text = _text(folder, path, Faults() if source.only else faults)
    if text is None:
        return
    story, url = (_raw(text, name) for name in ("story", "url"))
    if source.only is not None and story != source.only:
        if url:
            source.elsewhere[url] = file
        return
    front = _FRONT.match(text)
    if front is None:
        faults.add(file, 1, "the front matter is missing.", "Begin with a line ---, fields, and a line ---.")
        return
    found = _located(file, front[1], 2, faults)
    if found is None:
        return
    body_line = text[: front.end()].count("\n") + 1
    page = Text(file, found.front, text[front.end() :], body_line)
    host = urlsplit(str(page.get("url") or "")).hostname
    if host != path.parent.name:
        faults.add(
            file,
            page.front.line(("url",)),
            f"the address is on {host}.",
            f"It lies in the folder {path.parent.name}; move one.",
        )
        return
    source.pages.append(page)


def _raw(text: str, name: str) -> str | None:
    found = re.search(_FIELD.format(name), text, re.MULTILINE)
    return found[1] if found else None


def _pictures(source: Source, path: Path, faults: Faults) -> None:
    mine = source.only is None or path.stem == source.only
    found = _yaml(source.folder, path, faults if mine else Faults())
    if found is None:
        return
    if not isinstance(found.front.data, list) and mine:
        faults.add(found.file, 1, "the pictures are no list.", "Write - {id: p003, file: p003.png, alt: …}")
    for place, entry in enumerate(found.front.data if isinstance(found.front.data, list) else []):
        try:
            picture = PictureSource.model_validate(entry)
        except ValidationError as error:
            if mine:
                faults_of(error, found, faults, (place,))
            continue
        if picture.id in source.pictures:
            line = found.front.line((place,))
            faults.add(
                found.file, line, f"the picture {picture.id} is listed twice.", "Give one of them another id."
            )
            continue
        source.pictures[picture.id] = (found.file, picture)
