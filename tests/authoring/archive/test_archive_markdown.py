"""Markdown becomes HTML that runs nothing; posts, boxes, links and pictures come out as they should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.authoring.archive.containers import NotAContainer, read
from course.authoring.archive.markdown import convert, sanitised
from course.authoring.archive.plain import flat, text_of

BASE = "https://ward.example/a/page"


def test_links_become_absolute_and_are_listed_once() -> None:
    made = convert("[a](/b) [c](../c) [again](/b) [d](https://other.example/?q=1)", BASE)
    assert made.links == ["https://ward.example/b", "https://ward.example/c", "https://other.example/?q=1"]
    assert '<a href="https://ward.example/b">a</a>' in made.html
    assert made.faults == []


def test_a_picture_alone_is_a_figure_and_has_no_address() -> None:
    made = convert('![A pump & a <hand>](p003 "Seen in *June*")\n\nText ![small](p004) too.', BASE)
    assert made.pictures == ["p003", "p004"]
    assert (
        '<figure><img data-picture="p003" alt="A pump &amp; a &lt;hand&gt;">'
        "<figcaption>Seen in *June*</figcaption></figure>"
    ) in made.html
    assert '<p>Text <img data-picture="p004" alt="small"> too.</p>' in made.html
    assert "src" not in made.html


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("![](p003)", "no alt text"),
        ("![a](pump.png)", "is no id"),
        ("![a](https://x.example/p.png)", "is no id"),
        ("[a](#part)", "a place in a page"),
        ("[a](https://x.example/b#part)", "a place in a page"),
        ("[a](http://x.example/b)", "leaves the archive"),
        ("[a](mailto:a@x.example)", "leaves the archive"),
        ("[a](data:text/html,x)", "leaves the archive"),
        ("<https://x.com/b>", "leaves the archive"),
        ("a\n\n<iframe src=x></iframe>", "raw HTML"),
        ("a <!-- note --> b", "raw HTML"),
        ("Title\n=====\n", "first level"),
        ('::: post {name="A"}\nx\n::: post {name="B"}\ny\n:::', "before the next"),
        ("a\n:::", "what was not opened"),
    ],
)
def test_what_a_page_may_not_hold_is_said(body: str, found: str) -> None:
    assert [one for one in convert(body, BASE).faults if found in one[1]]


def test_a_post_with_all_its_fields() -> None:
    made = convert(
        '::: post {name="Dr <b> Velde" handle="@n" badge="verified" at="2026-03-01 23:14 UTC" likes="31,000" '
        'reposts="9" replies="2" reply="2"}\nSay *this*.\n:::',
        BASE,
    )
    assert made.text.splitlines() == [
        "Dr <b> Velde verified @n 2026-03-01 23:14 UTC",
        "Say this.",
        "31,000 likes 9 reposts 2 replies",
    ]
    assert made.html.startswith('<div class="post reply reply-2">')
    assert "<b>" not in made.html


def test_an_advertisement_and_a_notice_say_what_they_are() -> None:
    made = convert('::: ad {by="Vitalis"}\nBuy.\n:::\n\n::: note {kind="concern"}\nSee.\n:::', BASE)
    assert made.text == "Advertisement · Vitalis\nBuy.\nExpression of concern\nSee."


def test_a_table_keeps_its_cells_apart() -> None:
    made = convert("| a | b |\n| --- | ---: |\n| 1 | 2 |", BASE)
    assert made.text == "a\tb\n1\t2"
    assert 'style="text-align:right"' in made.html


@pytest.mark.parametrize(
    "info", ["box", 'post {handle="@x"}', 'post {name=x}', 'post name="x"', 'note {kind="joke"}', "ad",
             'post {name="x" reply="9"}']
)  # fmt: skip
def test_a_bent_container_is_refused(info: str) -> None:
    with pytest.raises(NotAContainer):
        read(info)


@given(st.text(alphabet="<>&/='\" abonclickscriptimgsrjv:()\n", max_size=80))
def test_whatever_is_sanitised_runs_nothing(html: str) -> None:
    once = sanitised(html)
    assert "<script" not in once and "onclick=" not in _tags(once) and "javascript:" not in _tags(once)
    assert sanitised(once) == once


def _tags(html: str) -> str:
    return "".join(part.split(">")[0] for part in html.split("<")[1:])


def test_comparing_ignores_kinds_of_space_dash_and_quotes() -> None:
    assert flat("4\u202fmg – “so”\n**now**") == flat('4 MG - "so" now')
    assert text_of("<p>a<br>b</p><ul><li>c</li></ul>") == "a\nb\nc"
