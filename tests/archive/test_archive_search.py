"""Any text is a query, the best page comes first, and what was paid for says so."""

import pytest
from madeweb import page

from course.archive.model import Page
from course.archive.search import Index
from course.archive.store import Archive

ODD = [
    'title:"falls" AND dose*',
    "falls OR (",
    'NEAR(falls "',
    '"',
    "* ^ -falls {body title} : x",
    "falls; DROP TABLE page",
    "\x00falls\x02\x03",
    "x" * 10_000,
    "falls " * 10_000,
    " ".join(f"word{n}" for n in range(5_000)),
    "日本語",
    "🙂",
    "ﬁ ß İ",
]


def _index(*pages: dict) -> Index:
    return Index(Page.model_validate(one) for one in pages)


@pytest.mark.parametrize("query", ODD)
def test_any_text_is_a_query(archive: Archive, query: str) -> None:
    assert isinstance(archive.search(query), list)


@pytest.mark.parametrize("query", ["", "   ", "?!", "\n"])
def test_nothing_asked_is_nothing_found(archive: Archive, query: str) -> None:
    assert archive.search(query) == []


def test_syntax_typed_by_accident_is_read_as_words(archive: Archive) -> None:
    assert archive.search('"falls" AND (lamps') != []


def test_words_are_found_in_their_other_forms(archive: Archive) -> None:
    assert any("9 after" in one.snippet_html for one in archive.search("fall"))


def test_the_title_weighs_more_than_the_text() -> None:
    filler = "nothing of it here, only a long text about wards and beds and nights"
    found = _index(
        page("https://a.example/1", "Wards", f"verdazine {filler}"),
        page("https://a.example/2", "Verdazine", filler),
        page("https://a.example/3", "Beds", filler),
        page("https://a.example/4", "Nights", filler),
    ).search("verdazine")
    assert [one.url[-1] for one in found] == ["2", "1"]


def test_a_boost_moves_a_page_up() -> None:
    text = "verdazine is given at night"
    others = [page(f"https://a.example/{n}", "Other", "wards") for n in range(5)]
    plain = [page("https://a.example/x", "One", text), page("https://a.example/y", "Two", text)]
    assert _index(*plain, *others).search("verdazine")[0].url.endswith("x")
    plain[1]["boost"] = 3.0
    assert _index(*plain, *others).search("verdazine")[0].url.endswith("y")


def test_a_sponsored_page_is_first_only_when_all_its_words_are_asked_for(archive: Archive) -> None:
    first = archive.search("night lamps falls")[0]
    assert (first.url, first.sponsored) == ("https://lampwell.example/falls", True)
    assert not any(one.sponsored for one in archive.search("lamps"))


def test_a_snippet_marks_the_words_and_escapes_the_rest() -> None:
    index = _index(
        page("https://a.example/1", "T", "p < 0.05 <b>dose</b> of \x02it"),
        page("https://a.example/2", "U", "x"),
    )
    assert index.search("dose")[0].snippet_html == "p &lt; 0.05 &lt;b&gt;<mark>dose</mark>&lt;/b&gt; of it"


def test_a_script_without_spaces_is_found_as_it_stands() -> None:
    index = _index(
        page("https://a.example/1", "夜勤", "初回量を倍にする"), page("https://a.example/2", "U", "x")
    )
    assert [one.url for one in index.search("初回量")] == ["https://a.example/1"]


def test_a_page_that_sends_on_is_not_found(archive: Archive) -> None:
    assert not any(one.url.endswith("/old") for one in archive.search("moved"))
