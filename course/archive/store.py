"""A module's archive as one trainee meets it: the pages of all its stories, each in their own variant."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from course.archive import addresses
from course.archive.errors import ArchiveError
from course.archive.lookups import Lookups
from course.archive.model import Built, Page, Picture, Site
from course.archive.sanitising import sanitised
from course.archive.search import Hit, Index
from course.archive.variants import variant_of

WEB = Path(__file__).parent / "web"
ENVIRONMENT = (
    "COURSE_ARCHIVE"  # a private folder in place of the package's: it holds a folder for each module
)
MOST_HOPS = 5
MOST_PICTURE = 1_000_000  # bytes
_AGAIN = "Install the course again, or ask your faculty."
Record = TypeVar("Record", bound=Built)


@dataclass(frozen=True)
class StoryInfo:
    """What a browser needs to know of a story: where it begins, and how many pages its way takes at most."""

    id: str
    title: str
    start: str
    budget: int
    search: str


@dataclass(frozen=True)
class Found:
    """What stands at an address. `page` is None where nothing does; `near` are addresses written alike.

    `url` is the address as the archive keeps it, after the redirects in `via`; `site_pages` are the pages of
    a site whose domain was typed without a page that it has.
    """

    url: str
    page: Page | None
    via: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    site_pages: tuple[str, ...] = ()


class Archive:
    """One person's web. Pages and sites by address and domain; safe to use from several threads."""

    def __init__(
        self,
        stories: Iterable[StoryInfo],
        sites: dict[str, Site],
        pages: dict[str, Page],
        pictures: dict[str, Picture],
        folder: Path,
    ) -> None:
        self.stories = {story.id: story for story in stories}
        self.sites, self.pages, self.pictures = sites, pages, pictures
        self._folder = folder

    def story(self, name: str) -> StoryInfo:
        """A story by its id; raises ArchiveError, which names those there are."""
        if name not in self.stories:
            listed = ", ".join(sorted(self.stories)) or "none"
            raise ArchiveError(f"This archive has no story {str(name)[:60]!r}. There are: {listed}.")
        return self.stories[name]

    def page(self, url: str) -> Page | None:
        """The page at an address, redirects followed; None where there is none."""
        return self.find(url).page

    def find(self, typed: str) -> Found:
        """What stands at an address as it was typed, and if nothing does, what may have been meant."""
        try:
            url = addresses.normal(typed)
        except ValueError:
            return Found(typed.strip()[: addresses.LONGEST], None)
        known = self._known(url)
        via: list[str] = []
        while (page := self.pages.get(known)) is not None and page.redirect:
            via.append(known)
            if len(via) > MOST_HOPS or page.redirect in via:  # refused at build; a private folder may differ
                return Found(url, None, tuple(via))
            known = self._known(page.redirect)
        if page is not None:
            return Found(known, page, tuple(via))
        host = addresses.host_of(url)
        mine = tuple(one for one in self._standing if addresses.host_of(one) == host)
        near = tuple(one for one in addresses.near(url, self._standing) if one not in mine)
        if mine and url.rstrip("/").count("/") > 2:  # a page was asked for, not the domain: the likest first
            mine = tuple(dict.fromkeys([*addresses.near(url, mine), *mine]))
        return Found(url, None, tuple(via), near, mine)

    def search(self, query: str) -> list[Hit]:
        """Results for any text, best first; see `course.archive.search`."""
        return self._index.search(query)

    def site(self, domain: str) -> Site | None:
        """The site of a domain."""
        return self.sites.get(domain.lower().strip().removeprefix("www."))

    @cached_property
    def lookups(self) -> Lookups:
        """The look-ups of the tool drawer."""
        return Lookups(self.pages, self.sites, self.pictures)

    def html(self, page: Page) -> str:
        """A page's HTML, sanitised once more: a private folder may hold anything."""
        return sanitised(page.html)

    def picture_bytes(self, name: str) -> bytes | None:
        """A picture as PNG; None where it is missing or no PNG."""
        picture = self.pictures.get(name)
        if picture is None or Path(picture.file).name != picture.file:
            return None
        try:
            data = (self._folder / "pictures" / picture.file).read_bytes()
        except OSError:
            return None
        return data if data.startswith(b"\x89PNG") and len(data) <= MOST_PICTURE else None

    @cached_property
    def _index(self) -> Index:
        return Index(self.pages.values())

    @cached_property
    def _standing(self) -> list[str]:
        return sorted(url for url, page in self.pages.items() if not page.redirect)

    def _known(self, url: str) -> str:
        if url in self.pages:
            return url
        other = addresses.same_but_slash(url)
        if other in self.pages:
            return other
        return self._small.get(url.lower().rstrip("/"), url)

    @cached_property
    def _small(self) -> dict[str, str]:
        return {url.lower().rstrip("/"): url for url in self.pages}


def open_archive(module: str, cohort: str | None, trainee: str | None) -> Archive:
    """The archive of a module for one trainee; opened once. Raises ArchiveError.

    With COURSE_ARCHIVE set, that folder's `<module>/` is read in place of the package's.
    """
    named = os.environ.get(ENVIRONMENT)
    folder = _folder(module)
    files = sorted(folder.glob("*.json.gz"))
    if not files:
        where = f"in {folder}, which {ENVIRONMENT} names" if named else "in this installation"
        raise ArchiveError(f"There is no archive of {module} {where}. {_AGAIN}")
    stamps = tuple((file, *_stamp(file)) for file in [*files, folder / "pictures.json"])
    return _opened(folder, stamps, cohort, trainee)


def story_titles(module: str, story: str, drawn: int) -> dict[str, str]:
    """Titles of a story's pages by address, in the variant that `drawn` stands for; raises ArchiveError."""
    file = _folder(module) / f"{story}.json.gz"
    if not file.is_file():
        raise ArchiveError(f"There is no story {story!r} in the archive of {module}. {_AGAIN}")
    try:
        pages = _read(file)["pages"]
        places = pages["variants"][drawn % len(pages["variants"])]
        return {pages["forms"][place]["url"]: str(pages["forms"][place]["title"]) for place in places}
    except (LookupError, TypeError, ZeroDivisionError) as error:
        raise ArchiveError(f"{file.name} is not as the build writes it ({_short(error)}). {_AGAIN}") from None


def _folder(module: str) -> Path:
    return Path(os.environ.get(ENVIRONMENT) or WEB) / module


@lru_cache(maxsize=8)
def _opened(
    folder: Path, stamps: tuple[tuple[Any, ...], ...], cohort: str | None, trainee: str | None
) -> Archive:
    stories, sites, pages = [], {}, {}
    for file, *_ in stamps[:-1]:
        raw = _read(file)
        try:
            story = StoryInfo(**{name: raw[name] for name in ("id", "title", "start", "budget", "search")})
            variant = variant_of(cohort, trainee, story.id, len(raw["pages"]["variants"]))
            stories.append(story)
            sites.update({one.domain: one for one in _chosen(Site, raw["sites"], variant)})
            pages.update({one.url: one for one in _chosen(Page, raw["pages"], variant)})
        except (ValidationError, LookupError, TypeError) as error:
            raise ArchiveError(
                f"{file.name} is not as the build writes it ({_short(error)}). {_AGAIN}"
            ) from None
    return Archive(stories, sites, pages, _pictures(folder), folder)


def _chosen(model: type[Record], part: dict[str, Any], variant: int) -> list[Record]:
    """The forms that a variant names. Only these are validated: the others are some 40 times as many."""
    return [model.model_validate(part["forms"][place]) for place in part["variants"][variant]]


def _pictures(folder: Path) -> dict[str, Picture]:
    file = folder / "pictures.json"
    if not file.is_file():
        return {}
    try:
        listed = json.loads(file.read_bytes())
        return {one.id: one for one in map(Picture.model_validate, listed)}
    except (OSError, ValueError, TypeError) as error:
        raise ArchiveError(f"{file.name} is not as the build writes it ({_short(error)}). {_AGAIN}") from None


def _read(file: Path) -> dict[str, Any]:
    import orjson

    try:
        found = orjson.loads(gzip.decompress(file.read_bytes()))
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise ArchiveError(f"{file.name} cannot be read ({_short(error)}). {_AGAIN}") from None
    if not isinstance(found, dict):
        raise ArchiveError(f"{file.name} holds no story. {_AGAIN}")
    return found


def _stamp(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _short(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:100]
