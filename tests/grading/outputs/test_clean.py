"""What is left of hostile markup, tried with many shapes of it."""

import base64
import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.grading.outputs.clean import (
    ATTRIBUTES,
    TAGS,
    clean_html,
    clean_outputs,
    inert_markdown,
    markdown_html,
    picture,
)

PIECES = [
    "<", ">", '"', "'", "`", "/", "=", " ", "\n", "\n\n", "&", ";", "a", "alt", "img", "src", "onerror",
    "script", "svg", "javascript:", "data:", "alert(1)", "<img src=x onerror=alert(1)>", "<script>",
    "</script>", "![", "](", ")", "[", "]", "<a href=", "<p", "$", "\\(", "<!--", "-->", "<![CDATA[", "]]>",
    "<style>", "<math>", "<table><td>", "&lt;", "&#60;", "&#x3c;", "```", "    ", "<details open ontoggle=x>",
    "\x00", "é", "<title>", "<textarea>",
]  # fmt: skip
markup = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


class Strict(HTMLParser):
    """Notes every tag and attribute, as a browser would see them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.bad: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        if tag not in TAGS or tag == "a":  # a link is shown as words with an address
            self.bad.append(tag)
        for name, value in attrs:
            allowed = ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
            framed = tag == "div" and name == "class" and value == "submitted tex2jax_ignore mathjax_ignore"
            if name not in allowed and not framed:
                self.bad.append(f"{tag} {name}")
            if name in ("href", "src") and not re.match(r"(https?://|mailto:|data:image/)", value or ""):
                self.bad.append(f"{tag} {name}={value}")
            if name == "src" and not (value or "").startswith("data:image/"):
                self.bad.append(f"{tag} {name}={value}")

    def handle_comment(self, data) -> None:
        self.bad.append("comment")

    def handle_decl(self, decl) -> None:
        self.bad.append("declaration")


def bad_parts(text: str) -> list[str]:
    reader = Strict()
    reader.feed(text)
    reader.close()
    return reader.bad


@given(markup)
@settings(max_examples=300, deadline=None)
def test_clean_html_holds_only_what_is_listed(text: str) -> None:
    assert bad_parts(clean_html(text)) == []


@given(markup)
@settings(max_examples=300, deadline=None)
def test_inert_markdown_holds_only_what_is_listed_in_one_line(text: str) -> None:
    made = inert_markdown(text)
    assert bad_parts(made) == []
    assert "\n" not in made and "$" not in made and "\\" not in made


@given(markup)
@settings(max_examples=100, deadline=None)
def test_nbconvert_reads_nothing_more_into_it(text: str) -> None:
    from nbconvert.filters import markdown2html

    assert bad_parts(markdown2html(inert_markdown(text))) == []


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=80))
@settings(max_examples=150, deadline=None)
def test_plain_words_survive(text: str) -> None:
    """What a trainee typed can be read again, whatever it looks like."""
    source = "x " + html.escape(text).replace("\\", "").replace("`", "").replace("*", "").replace("_", "")
    words = "".join(re.findall(r"\w+", text.replace("_", "")))
    shown = html.unescape(re.sub(r"<[^>]*>", "", markdown_html(source)))
    for word in re.findall(r"\w{3,}", words[:40]):
        assert word in "".join(re.findall(r"\w+", shown))


def test_tables_are_kept() -> None:
    assert "<td>1</td>" in markdown_html("|a|\n|-|\n|1|")
    assert clean_html('<table><tr><td colspan="2" style="x">1</td></tr></table>').count('colspan="2"') == 1


@pytest.mark.parametrize(
    "address", ["javascript:x", "JaVaScRiPt:x", "data:text/html,x", "//evil.example", "file:///x"]
)
def test_other_addresses_are_not(address: str) -> None:
    assert "href" not in markdown_html(f"[x]({address})")
    assert "href" not in clean_html(f'<a href="{address}">x</a>')


def test_a_picture_is_told_by_its_bytes() -> None:
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n123").decode()
    assert picture("image/png", png) == png
    assert picture("image/jpeg", png) is None
    assert picture("image/svg+xml", png) is None
    assert picture("image/png", "not base64!") is None
    assert picture("image/png", None) is None


def test_outputs_of_unknown_shape_are_left_out() -> None:
    odd = [
        None, "x", {}, {"output_type": "display_data"}, {"output_type": "display_data", "data": [1]},
        {"output_type": "stream", "name": "<b>", "text": ["a", 3, "b"]},
        {"output_type": "error", "traceback": "x"},
        {"output_type": "execute_result", "data": {"text/plain": {"a": 1}}, "execution_count": "<b>"},
    ]  # fmt: skip
    made = clean_outputs(odd)
    assert [output.output_type for output in made] == ["stream", "error", "display_data"]
    assert made[0].name == "stdout" and made[0].text == "ab"
    assert "execution_count" not in made[2]


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("\x1b[31mred\x1b[0m and plain", "red and plain"),
        ("\x1b]0;a new title\x07text", "text"),
        ("\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\", "click"),
        ("cut off \x1b[", "cut off "),
        ("bell\x07 nul\x00 back\x08 c1\x9b31m", "bell nul back c131m"),
        ("paid \u202eon\u202c", "paid on"),
        ("two\nlines\tand é ü 漢 −", "two\nlines\tand é ü 漢 −"),
    ],
)
def test_a_terminals_orders_do_not_reach_a_page(printed: str, shown: str) -> None:
    stream, error = clean_outputs(
        [
            {"output_type": "stream", "name": "stdout", "text": printed},
            {"output_type": "error", "ename": printed, "evalue": printed, "traceback": [printed]},
        ]
    )
    assert (stream.text, error.ename, error.evalue, error.traceback) == (shown, shown, shown, [shown])
