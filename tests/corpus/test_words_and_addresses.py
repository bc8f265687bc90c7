"""Hashtags, addresses, times and counts: single values against what their rules say."""

import doctest

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.corpus import schema
from course.corpus.errors import CorpusError, Reject
from course.corpus.parsing import batch as build
from course.corpus.parsing import fields, text, urls
from course.corpus.parsing.urls import address
from course.corpus.readers import plain


@pytest.mark.parametrize("module", [text, urls, schema, plain, build])
def test_examples_in_docstrings(module) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("#MedEd", ["MedEd"]),
        ("＃ＭｅｄＥｄ！", ["ＭｅｄＥｄ"]),
        ("#원호 #Rosé #हिन्दी", ["원호", "Rosé", "हिन्दी"]),
        ("#2024 #1 #", []),
        ("a#b &#39; https://a.example/#top", []),
        ("#one#two", ["one"]),
        ("#end… #whole", ["whole"]),
        ("(#a-b, #c_d.)", ["a", "c_d"]),
    ],
)
def test_hashtags_in_a_text(written: str, found: list[str]) -> None:
    assert text.tags_in(written) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [("MedEd", "meded"), ("ＭｅｄＥｄ", "meded"), ("Straße", "strasse"), ("Rose\u0301", "rosé")],
)
def test_tags_that_count_as_one(one: str, other: str) -> None:
    assert text.fold(one) == other


@given(st.text())
def test_folding_twice_changes_nothing(tag: str) -> None:
    assert text.fold(text.fold(tag)) == text.fold(tag)


@given(st.text())
def test_plain_text_is_stable_and_without_controls(written: str) -> None:
    once = text.plain(written)
    assert text.plain(once) == once
    assert not any(one < " " and one not in "\n\t" or "\x7f" <= one <= "\x9f" for one in once)
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("written", "norm"),
    [
        # RFC 3986, section 6.2.2: its own example.
        ("eXAMPLE://a/./b/../b/%63/%7bfoo%7d", None),
        ("HTTP://a.example/./b/../b/%63/%7bfoo%7d", "http://a.example/b/c/%7Bfoo%7D"),
        ("http://example.com", "http://example.com/"),
        ("http://example.com:/", "http://example.com/"),
        ("http://example.com:80/", "http://example.com/"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
        ("https://user:pw@Example.com./a#part", "https://example.com/a"),
        ("https://a.example/x?utm_source=s&b=2&a=1&fbclid=z", "https://a.example/x?b=2&a=1"),
        ("https://a.example/x?utm_source=s", "https://a.example/x"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("https://a.example/../../x/.", "https://a.example/x/"),
        ("https://[::1]:80/", "https://[::1]:80/"),
        ("mailto:a@b.example", None),
        ("https://", None),
        ("https://a.example:99999/", None),
        ("javascript:alert(1)", None),
        ("not an address", None),
        ("", None),
        ("https://a.example/" + "x" * 9_000, None),
    ],
)
def test_addresses_are_normalised(written: str, norm: str | None) -> None:
    assert address(written).norm == norm


@given(st.text(alphabet="aZ0%2f./:?#&=@[]ü \x00", max_size=30).map("https://a.example/".__add__))
def test_normalising_twice_changes_nothing(written: str) -> None:
    norm = address(written).norm
    assert norm is not None and address(norm).norm == norm


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("https://doi.org/10.5555/ABC.123", "10.5555/abc.123"),
        ("http://dx.doi.org/10.5555%2Fabc", "10.5555/abc"),
        ("https://journal.example/doi/full/10.5555/abc.7/full", "10.5555/abc.7"),
        ("https://journal.example/doi/10.5555/abc.7.pdf?download=1", "10.5555/abc.7"),
        ("https://www.biorxiv.example/content/10.1101/2020.01.01.123456v2.full", "10.1101/2020.01.01.123456"),
        ("https://journal.example/article?id=10.5555/journal.pone.1", "10.5555/journal.pone.1"),
        ("https://journal.example/10.55/short", None),
        ("https://journal.example/version-10.5", None),
    ],
)
def test_dois_are_recognised(written: str, doi: str | None) -> None:
    assert address(written).doi == doi


def test_a_shortener_is_not_resolved() -> None:
    assert address("https://t.co/abc").short and not address("https://journal.example/t.co").short


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (0, 0),
        (None, None),
        ("", None),
        ("12", 12),
        ("12.0", 12),
        (3.0, 3),
        (-1, None),
        ("-1", None),
        ("N/A", None),
    ],
)
def test_counts(value: object, found: int | None) -> None:
    assert fields.count(value) == found


@pytest.mark.parametrize("value", [True, "1.2K", -2, 1.5, [], {}, 2**63, "1e3", float("nan"), float("inf")])
def test_what_is_no_count(value: object) -> None:
    with pytest.raises(Reject, match="not a count"):
        fields.count(value)


@pytest.mark.parametrize(
    "value",
    [
        "2018-10-10T20:19:24Z",
        "2018-10-10 20:19:24",
        "2018-10-10T22:19:24.000+02:00",
        "Wed Oct 10 20:19:24 +0000 2018",
        1539202764,
        1539202764000,
        1539202764000000,
        "1539202764",
        "1539202764.0",
    ],
)
def test_times_in_every_form_are_one(value: object) -> None:
    assert fields.any_ms(value) == 1_539_202_764_000


@pytest.mark.parametrize(
    "value", [None, "", "soon", "2018-13-01", True, [], float("nan"), 1e30, "0000-00-00"]
)
def test_what_is_no_time(value: object) -> None:
    with pytest.raises(Reject):
        fields.any_ms(value)


def test_the_schema_refuses_what_breaks_it() -> None:
    frame = schema.to_pandas("tags", schema.empty("tags"))
    schema.check("tags", frame)
    with pytest.raises(CorpusError, match="tags has the columns post_id, tag_raw, tag. It needs"):
        schema.check("tags", frame.drop(columns="source"))
    with pytest.raises(CorpusError, match="tags.tag is object. It needs to be string"):
        schema.check("tags", frame.assign(tag=frame["tag"].astype(object)))
    gap = pd.DataFrame({"row": [1], "reason": [None]}).astype({"row": "Int32", "reason": "string[pyarrow]"})
    with pytest.raises(CorpusError, match="rejects.reason has 1 nulls in 1 rows"):
        schema.check("rejects", gap)
