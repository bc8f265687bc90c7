"""Addresses as people type them, and what they may have meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

LONGEST = 300  # characters of an address that are looked at
_HOST = re.compile(r"^(https?://)?(www\.)?[\w-]+(\.[\w-]+)+\.?(:\d+)?(/\S*)?$", re.IGNORECASE)


def looks_like(text: str) -> bool:
    """Whether somebody typed an address rather than words to search for.

    >>> looks_like("checkward.example/about"), looks_like("verdazine 4.5 mg")
    (True, False)
    """
    text = text.strip()
    return text.lower().startswith(("https://", "http://")) or (
        len(text) <= LONGEST and bool(_HOST.match(text)) and not text.replace(".", "").isdigit()
    )


def normal(text: str) -> str:
    """An address in the form in which the archive keeps it; raises ValueError for what can be none.

    >>> normal(" HTTP://www.Checkward.example/About#top ")
    'https://checkward.example/About'
    """
    text = re.sub(r"\s", "", text)[:LONGEST]
    if "://" not in text:
        text = f"https://{text}"
    parts = urlsplit(text)  # raises ValueError for brackets that are no IPv6 address
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    query = f"?{parts.query}" if parts.query else ""
    return f"https://{host}{parts.path or '/'}{query}"


def host_of(url: str) -> str:
    """The domain of an address; empty where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def same_but_slash(url: str) -> str:
    """The address with or without a slash at its end, whichever it is not."""
    return url[:-1] if url.endswith("/") else f"{url}/"


def near(url: str, known: Iterable[str], most: int = 5) -> list[str]:
    """Known addresses that are written alike, the likest first.

    The domain and the path are compared apart: a domain with one wrong letter is near whatever follows.
    """
    host, path = host_of(url), _path(url)
    scored = []
    for one in known:
        alike = _alike(host, host_of(one)), _alike(path, _path(one))
        likeness = 0.65 * alike[0] + 0.35 * alike[1]
        if alike[0] >= 0.8 and likeness >= 0.6:
            scored.append((-likeness, one))
    return [one for _, one in sorted(scored)[:most]]


def _path(url: str) -> str:
    return url.partition("://")[2].partition("/")[2].rstrip("/")


def _alike(one: str, other: str) -> float:
    return 1.0 if one == other else difflib.SequenceMatcher(None, one.lower(), other.lower()).ratio()
