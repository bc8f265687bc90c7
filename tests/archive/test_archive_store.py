"""Opening an archive: whose variant, which addresses, and what is said of one that is not as it should be."""

import gzip
import json
from pathlib import Path

import madeweb
import pytest
from madeweb import who

from course.archive.errors import ArchiveError
from course.archive.store import Archive, open_archive
from course.archive.variants import variant_of

LETTER = "https://letters.example/2026/falls"


def test_two_trainees_meet_their_own_variant(web_root: Path) -> None:
    texts = [open_archive("m1", "autumn", who(variant)).page(LETTER).text for variant in (0, 1)]
    assert "14 falls" in texts[0]
    assert "21 falls" in texts[1]


def test_a_variant_is_the_same_each_time_and_all_are_met() -> None:
    drawn = [variant_of("autumn", f"t{n}", "lamps", 48) for n in range(1000)]
    assert drawn == [variant_of("autumn", f"t{n}", "lamps", 48) for n in range(1000)]
    assert set(drawn) == set(range(48))
    assert variant_of("autumn", "ada", "lamps", 10**6) != variant_of("spring", "ada", "lamps", 10**6)
    assert variant_of("autumn", "ada", "lamps", 10**6) != variant_of("autumn", "ada", "pumps", 10**6)


@pytest.mark.parametrize(
    "typed",
    [
        LETTER,
        "letters.example/2026/falls/",
        " HTTP://www.Letters.example/2026/falls#top ",
        "LETTERS.EXAMPLE/2026/FALLS",
    ],
)
def test_an_address_is_found_as_people_type_it(archive: Archive, typed: str) -> None:
    assert archive.find(typed).url == LETTER


def test_a_redirect_is_followed_and_said(archive: Archive) -> None:
    found = archive.find("https://lampwell.example/old")
    assert found.page.title == "Night lamps halve falls"
    assert found.via == ("https://lampwell.example/old",)


def test_redirects_in_a_circle_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = madeweb.forms()
    story["pages"]["forms"][3] = madeweb.page(
        "https://lampwell.example/falls", "x", redirect="https://lampwell.example/old"
    )
    madeweb.lay(tmp_path, story)
    monkeypatch.setenv("COURSE_ARCHIVE", str(tmp_path))
    assert open_archive("m1", None, "ada").find("https://lampwell.example/old").page is None


@pytest.mark.parametrize(
    "typed", ["leters.example/2026/falls", "letters.exmple/2026/falls", "letters.example/2026/fals"]
)
def test_a_misspelt_address_finds_what_was_meant(archive: Archive, typed: str) -> None:
    found = archive.find(typed)
    assert found.page is None
    assert LETTER in (*found.near, *found.site_pages)


def test_a_domain_alone_lists_the_pages_of_its_site(archive: Archive) -> None:
    assert archive.find("letters.example").site_pages == (LETTER,)


@pytest.mark.parametrize(
    "typed", ["", "https://[", "x" * 10_000, "https://nobody.example/", "https://\x00/", "日本.example"]
)
def test_an_address_that_can_be_none_finds_nothing(archive: Archive, typed: str) -> None:
    assert archive.find(typed).page is None


def test_an_unknown_story_names_those_there_are(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="no story 'lamp'. There are: lamps"):
        archive.story("lamp")


def test_no_archive_says_where_one_was_looked_for(web_root: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive of m9 in .*COURSE_ARCHIVE names"):
        open_archive("m9", None, None)


def _write(root: Path, data: bytes) -> None:
    (root / "m1" / "lamps.json.gz").write_bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not gzip",
        gzip.compress(b"{", mtime=0),
        gzip.compress(b"[]", mtime=0),
        gzip.compress(b"{}", mtime=0),
        gzip.compress(b"x" * 99, mtime=0)[:20],
    ],
    ids=["empty", "plain", "half-json", "list", "no-fields", "cut"],
)
def test_a_damaged_story_is_named(web_root: Path, data: bytes) -> None:
    _write(web_root, data)
    with pytest.raises(ArchiveError, match="lamps.json.gz"):
        open_archive("m1", None, None)


def test_a_page_with_an_unknown_field_is_refused(web_root: Path) -> None:
    story = madeweb.forms()
    story["pages"]["forms"][0]["role"] = "solution"
    _write(web_root, gzip.compress(json.dumps(story).encode()))
    with pytest.raises(ArchiveError, match="not as the build writes it"):
        open_archive("m1", None, None)


def test_script_in_a_private_archive_does_not_come_through(web_root: Path) -> None:
    story = madeweb.forms()
    story["pages"]["forms"][0]["html"] = (
        '<p onclick="x()">a<script>x()</script><img src=x onerror=x()></p><iframe></iframe>'
    )
    _write(web_root, gzip.compress(json.dumps(story).encode()))
    opened = open_archive("m1", None, None)
    assert opened.html(opened.page("https://chatter.example/lamps")) == "<p>a<img></p>"


def test_a_missing_or_foreign_picture_is_none(archive: Archive, web_root: Path) -> None:
    assert archive.picture_bytes("p901").startswith(b"\x89PNG")
    (web_root / "m1" / "pictures" / "p901.png").write_bytes(b"<svg onload=x()>")
    assert archive.picture_bytes("p901") is None
    assert archive.picture_bytes("p999") is None
