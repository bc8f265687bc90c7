"""Web addresses: one form for each address, its host, and the DOI that it names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

# RFC 3986, appendix B.
_PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNSAFE = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]")
_PORTS = {"http": "80", "https": "443"}
_TRACKING = re.compile(
    r"(?:utm_[a-z_]+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|twclid)(?:=|$)", re.IGNORECASE
)
_DOI = re.compile(r"10\.\d{4,9}/[^\s?#&\"<>]+")
_DOI_TAILS = (
    ".full .abstract .short .pdf .full-text /full /fulltext /abstract /pdf /epdf /html /meta /summary".split()
)
_DOI_HOSTS = frozenset({"doi.org", "dx.doi.org"})
# Services whose addresses say nothing about where they lead.
SHORTENERS = frozenset(
    "t.co bit.ly j.mp ow.ly buff.ly tinyurl.com goo.gl dlvr.it ift.tt lnkd.in fb.me is.gd "
    "trib.al shorturl.at rb.gy cutt.ly tiny.cc wp.me hubs.ly amzn.to nyti.ms reut.rs short.example".split()
)
MAX_URL = 8_192


class Address(NamedTuple):
    """What is known of an address: `norm`, `domain` and `doi` are None where it is no web address."""

    norm: str | None
    domain: str | None
    doi: str | None
    short: bool


_NONE = Address(None, None, None, False)


@lru_cache(maxsize=65_536)
def address(url: str) -> Address:
    """Normalise an address (RFC 3986, sections 6.2.2 and 6.2.3) and say what it names.

    Scheme and host in lower case, escapes normalised, dot segments and the default port removed, an empty
    path becomes /. Two things go beyond the RFC: the fragment and the login are dropped, because no server
    counts them, and so are parameters that only say by which way a reader came (utm_… and the like).

    >>> address("HTTP://WWW.Journal.Example:80/a/./b/../%7Eeve?utm_source=x&p=1#top").norm
    'http://www.journal.example/a/~eve?p=1'
    """
    if len(url) > MAX_URL:
        return _NONE
    match = _PARTS.fullmatch(url.strip())
    scheme = (match[1] or "").lower() if match else ""
    if match is None or scheme not in _PORTS or not match[2]:
        return _NONE
    host, port = _host(match[2])
    if host is None or (
        port and not (port.isascii() and port.isdigit() and len(port) < 20 and int(port) < 65_536)
    ):
        return _NONE
    where = host if not port or int(port) == int(_PORTS[scheme]) else f"{host}:{int(port)}"
    path = _dots(_escapes(match[3])) or "/"
    query = match[4]
    if query is not None:
        query = "&".join(one for one in _escapes(query).split("&") if not _TRACKING.match(one))
    norm = f"{scheme}://{where}{path}" + (f"?{query}" if query else "")
    domain = host.removeprefix("www.")
    return Address(norm, domain, _doi(domain, path, query), domain in SHORTENERS)


def _host(authority: str) -> tuple[str | None, str]:
    place = authority.rpartition("@")[2]
    if place.startswith("["):
        host, _, rest = place.partition("]")
        host, port = f"{host}]", rest.removeprefix(":")
    else:
        host, _, port = place.partition(":")
    host = unquote(host).lower().removesuffix(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None, ""
    return (host, port) if _HOST.fullmatch(host) else (None, "")


def _escapes(part: str) -> str:
    """Escapes of unreserved characters undone, the others in upper case, unsafe characters escaped."""
    if "%" in part:
        part = _ESCAPE.sub(_escape, _STRAY.sub("%25", part))
    return _UNSAFE.sub(_escaped, part)


def _escape(match: re.Match[str]) -> str:
    one = chr(int(match[1], 16))
    return one if one in _UNRESERVED else f"%{match[1].upper()}"


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def _dots(path: str) -> str:
    """Remove dot segments (RFC 3986, section 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


def _doi(domain: str, path: str, query: str | None) -> str | None:
    if "10." not in path and "10." not in (query or ""):
        return None
    match = _DOI.search(unquote(path)) or (_DOI.search(unquote(query)) if query else None)
    if match is None:
        return None
    found = match[0].lower()
    if domain not in _DOI_HOSTS:
        # Publishers hang the kind of page onto the DOI; doi.org does not.
        found = _without_tails(found)
        if found.startswith("10.1101/"):
            found = re.sub(r"v\d+$", "", found)
    return found.rstrip(".,;:)]}/'")


def _without_tails(doi: str) -> str:
    end = len(doi)
    while tail := next((tail for tail in _DOI_TAILS if doi.endswith(tail, 0, end)), ""):
        end -= len(tail)
    return doi[:end]
