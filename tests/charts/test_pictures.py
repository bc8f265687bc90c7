"""What every chart has: one output, one description, one sentence, its numbers, the same bytes everywhere."""

import html
import os
import re
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from IPython.core.formatters import DisplayFormatter

from course.charts import ChartError, Picture, drawing, theme
from course.grading.outputs.clean import clean_html, clean_outputs
from tests.charts.every import EVERY

ROOT = Path(__file__).resolve().parents[2]
each = pytest.mark.parametrize("name", EVERY)


class Page(HTMLParser):
    """The elements of a fragment, and whether all of them are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("img", "br", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for found, attrs in self.found if found == tag]


@each
def test_a_notebook_gets_one_html_output(name):
    data, _ = DisplayFormatter().format(EVERY[name]())
    assert set(data) == {"text/html", "text/plain"}  # and its words, for what shows no HTML
    page = Page(data["text/html"])
    assert page.open == []
    assert not page.all("script") and not page.all("img") and len(page.all("details")) == 1
    assert not re.search(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:|//)", data["text/html"])


@each
def test_each_drawing_is_one_image_with_its_own_words(name):
    picture = EVERY[name]()
    drawings = Page(picture.html()).all("svg")
    assert len(drawings) == len(picture.panels)
    said = [one["aria-label"] for one in drawings]
    assert all(one["role"] == "img" for one in drawings) and len(set(said)) == len(said)
    assert picture.description in said[0] and all(len(one) > 10 for one in said)
    inside = Page(picture.html()).found
    assert not [tag for tag, attrs in inside if attrs.get("role", "").startswith("graphics")]


@each
def test_names_inside_two_drawings_never_meet(name):
    text = EVERY[name]().html() + EVERY["band"]().html() + EVERY["intervals"]().html()
    names = [attrs["id"] for _, attrs in Page(text).found if "id" in attrs]
    used = set(re.findall(r"url\(#([^)]+)\)", text))
    assert used <= set(names)
    if name not in ("band", "intervals"):
        assert len(set(names)) == len(names)


@each
def test_the_table_has_every_number_that_is_told(name):
    picture = EVERY[name]()
    table = picture.table
    assert list(table.columns) == list(picture.columns) and len(table) == len(picture.rows) > 0
    page = Page(picture.html())
    assert len(page.all("th")) == len(picture.columns) + len(picture.rows)
    assert {one["scope"] for one in page.all("th")} == {"col", "row"}
    assert html.escape(picture.sentence) in picture.html() and picture.sentence.endswith(".")


@each
def test_altair_can_take_it_further(name):
    picture = EVERY[name]()
    spec = picture.chart.to_dict()  # Altair checks it against the schema of Vega-Lite
    assert spec["config"]["font"] == theme.FONT and spec["config"]["title"] == theme.config()["title"]
    assert picture.svg().startswith("<svg") and picture.title.split()[0] in picture.svg()


@each
def test_only_the_courses_colours_are_used(name):
    used = {colour.lower() for colour in re.findall(r"(?:fill|stroke)=\"(#\w+)\"", EVERY[name]().svg())}
    ours = {one.lower() for one in (*theme.SERIES, theme.INK, theme.SOFT, theme.LINE, theme.PAPER)}
    assert used and used <= ours
    assert len(used & {one.lower() for one in theme.SERIES}) <= 6


def test_every_neutral_colour_follows_the_page():
    css = (ROOT / "course" / "charts" / "picture.css").read_text()
    for colour in (theme.INK, theme.SOFT, theme.LINE, theme.PAPER, theme.BLUE):
        for what in ("fill", "stroke"):
            assert f'.course-picture [{what}="{colour}"] {{ {what}: var(' in css


@each
def test_grading_and_feedback_keep_picture_sentence_and_table(name, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    picture = EVERY[name]()
    data, _ = DisplayFormatter().format(picture)
    (kept,) = clean_outputs([{"output_type": "display_data", "data": data, "metadata": {}}])
    page = Page(kept["data"]["text/html"])
    images = page.all("img")
    assert len(images) == len(picture.panels)
    assert all(one["src"].startswith("data:image/svg+xml;base64,") and one["alt"] for one in images)
    assert images[0]["alt"].startswith("Chart. ")
    assert html.escape(picture.sentence, quote=False) in kept["data"]["text/html"]
    assert len(page.all("table")) == len(page.all("details")) == 1 and not page.all("style")


def test_of_a_drawing_in_the_page_cleaning_leaves_no_letters():
    picture = EVERY["intervals"]()
    kept = clean_html(picture.html())
    assert "40 %" in picture.html() and "40 %" not in kept and picture.sentence in kept


@each
def test_nothing_is_large(name):
    picture = EVERY[name]()
    # Two have more to show than a few marks: a table of 7 × 24 for each zone, two hundred cascades.
    times = 2 if name in ("hours", "cascade") else 1
    assert len(picture.html().encode()) < times * 60_000
    assert len(picture.html(static=True).encode()) < times * 100_000


def test_what_would_be_too_large_is_refused(monkeypatch):
    rows = [{"x": n, "y": n} for n in range(drawing.MAX_ROWS + 1)]
    place = {axis: {"field": axis, "type": "quantitative"} for axis in "xy"}
    spec = {"data": {"values": rows}, "mark": "point", "encoding": place}
    with pytest.raises(ChartError, match="5,001 rows. At most 5,000"):
        drawing.draw(spec)
    assert drawing.MAX_BYTES == 1_000_000
    fewer = {**spec, "data": {"values": rows[:500]}}
    size = len(drawing.draw(fewer).encode())
    monkeypatch.setattr(drawing, "MAX_BYTES", size - 1)
    with pytest.raises(ChartError, match=f"takes {size // 1000} kB"):
        drawing.draw(fewer)


def test_the_bytes_do_not_depend_on_the_machine(tmp_path):
    fonts = tmp_path / "fonts.conf"
    fonts.write_text('<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig/>')
    code = (
        "from tests.charts.every import EVERY; from hashlib import sha256;"
        "print({n: sha256(make().svg().encode()).hexdigest() for n, make in EVERY.items()})"
    )
    bare = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "FONTCONFIG_FILE": str(fonts),
        "LANG": "de_DE.UTF-8",
        "TZ": "Pacific/Auckland",
        "PYTHONHASHSEED": "7",
    }
    there = subprocess.run([sys.executable, "-c", code], env=bare, capture_output=True, text=True, check=True)
    here = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout == here.stdout and "growth" in here.stdout


def test_the_first_chart_is_there_in_two_seconds_and_the_next_at_once():
    # Neither Altair nor pandas is loaded for a picture that is only looked at.
    code = (
        "import time, sys; start = time.process_time();"
        "from course import charts; charts.band(1, 0, 2, label='d')._repr_mimebundle_();"
        "first = time.process_time() - start; start = time.process_time();"
        "charts.growth({2021: 692095, 2022: 1178647})._repr_mimebundle_();"
        "print(first, time.process_time() - start, {'altair', 'pandas', 'scipy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    first, second, loaded = done.stdout.split(maxsplit=2)
    assert float(first) < 2 and float(second) < 0.5 and loaded.strip() == "set()"


def test_words_from_outside_stay_words():
    from course import charts

    nasty = '<script>alert(1)</script> & "x" onload=\'y\' id="z" url(#q)'
    picture = charts.intervals([(nasty, 1, 4)], what=nasty, title=nasty)
    for text in (picture.html(), picture.html(static=True)):
        page = Page(text)
        assert not page.all("script") and not [a for _, a in page.found if "onload" in a]
        assert page.open == []


def test_a_picture_says_in_text_what_it_shows():
    picture = EVERY["band"]()
    assert isinstance(picture, Picture) and picture.sentence in repr(picture)


def test_drawing_again_is_quick():
    EVERY["growth"]().html()
    start = time.process_time()
    for _ in range(3):
        EVERY["growth"]().html()
    assert (time.process_time() - start) / 3 < 0.3
