"""The dictionaries of a made corpus: what the numbers of tags, links and accounts stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from course.corpus.making import vocabulary
from course.corpus.making.month import Place, link_domains
from course.corpus.making.people import People
from course.corpus.making.streams import Array

if TYPE_CHECKING:
    import pyarrow as pa

_LETTERS = np.frombuffer(b"abcdefghjkmnpqrstuvwxyz123456789", dtype=np.uint8)  # 32, none easily confused
_CODE = 7  # letters of a short link
# Multiplying by an odd number goes through all 35-bit numbers once, so that no two short links are alike.
_MIX, _MASK = 22_695_477_001, (1 << 35) - 1


def tag_table(tail: int) -> pa.Table:
    """The tags by number: tag_raw, tag, and fold, the number of the first that counts as the same."""
    import pyarrow as pa

    written, folded = tag_names(tail)
    number = np.arange(len(written), dtype=np.int32)
    head = vocabulary.TAIL * vocabulary.WRITINGS
    fold = np.where(number < head, number - number % vocabulary.WRITINGS, number)
    return pa.table({"tag_raw": written, "tag": folded, "fold": fold.astype(np.int32)})


def tag_names(tail: int) -> tuple[list[str], list[str]]:
    """For each tag number as stored: how it is written, and what it counts as (NFKC, case-folded)."""
    written: list[str] = []
    folded: list[str] = []
    for tag in vocabulary.HEAD:
        written += vocabulary.writings(tag)
        folded += [tag.casefold()] * vocabulary.WRITINGS
    rare = [vocabulary.tail_tag(number) for number in range(tail)]
    return written + rare, folded + [tag.casefold() for tag in rare]


def links(place: Place) -> pa.Table:
    """The links of a month by number: url_raw, url_expanded, url_norm, domain, doi, resolved."""
    import pyarrow as pa
    import pyarrow.compute as pc

    numbers = place.first_link + np.arange(place.links, dtype=np.int64)
    domain = link_domains(place)
    short = _prefixed(f"https://{vocabulary.SHORTENER}/", (numbers * _MIX) & _MASK)
    code = _prefixed("", numbers)
    resolved = domain != len(vocabulary.domains()) - 1
    doi = pc.binary_join_element_wise(pa.scalar(f"{vocabulary.DOI_PREFIX}/"), code, "")
    path = pc.if_else(pa.array(domain == 0), doi, pc.binary_join_element_wise(pa.scalar("p/"), code, ""))
    host = pa.array(vocabulary.domains()).take(pa.array(domain))
    whole = pc.binary_join_element_wise(pa.scalar("https://"), host, pa.scalar("/"), path, "")
    none = pa.scalar(None, pa.string())
    return pa.table(
        {
            "url_raw": short,
            "url_expanded": pc.if_else(pa.array(resolved), whole, none),
            "url_norm": pc.if_else(pa.array(resolved), whole, short),
            "domain": host,
            "doi": pc.if_else(pa.array(domain == 0), doi, none),
            "resolved": pa.array(resolved),
        }
    )


def short_links(numbers: Array) -> list[str]:
    """The links as the shortener writes them."""
    return list(
        _prefixed(f"https://{vocabulary.SHORTENER}/", (numbers.astype(np.int64) * _MIX) & _MASK).to_pylist()
    )


def _prefixed(prefix: str, numbers: Array) -> pa.Array:
    """Strings of a prefix and seven letters that stand for a number below 2³⁵."""
    import pyarrow as pa

    width = len(prefix) + _CODE
    letters = np.empty((len(numbers), width), dtype=np.uint8)
    letters[:, : len(prefix)] = np.frombuffer(prefix.encode(), dtype=np.uint8)
    for place in range(_CODE):
        letters[:, len(prefix) + place] = _LETTERS[(numbers >> (5 * (_CODE - 1 - place))) & 31]
    offsets = np.arange(len(numbers) + 1, dtype=np.int32) * width
    return pa.StringArray.from_buffers(len(numbers), pa.py_buffer(offsets), pa.py_buffer(letters.tobytes()))


def accounts(people: People) -> pa.Table:
    """The accounts in the order of their numbers."""
    import pyarrow as pa

    return pa.table(
        {
            "author_id": pa.array(people.ids()),
            "handle": pa.array(people.handles()),
            "followers_count": pa.array(people.followers()),
            "created_at": pa.array(people.made()).cast(pa.timestamp("ms", "UTC")),
        }
    )
