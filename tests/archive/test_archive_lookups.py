"""What the tools beside a page say."""

import pytest

from course.archive.differences import marked
from course.archive.store import Archive

LETTER = "https://letters.example/2026/falls"
SHOP = "https://lampwell.example/falls"


def test_a_registrant_with_what_else_it_holds(archive: Archive) -> None:
    found = archive.lookups.registrant("https://lampwell.example/falls")
    assert [one.registrant for one in found.registrations] == ["Heron", "Society"]
    assert found.same == (("letters.example", "Society"),)
    assert archive.lookups.registrant("nobody.example") is None


def test_earlier_states_with_what_changed(archive: Archive) -> None:
    [state] = archive.lookups.snapshots(LETTER)
    assert (
        state.changed_html
        == "<p>There were <del>20</del> <ins>14</ins> falls before the lamps and 9 after.</p>"
    )
    assert (state.date.isoformat(), state.next) == ("2026-01-02", "today")
    assert archive.lookups.snapshots(SHOP) == []
    assert archive.lookups.snapshots("https://nobody.example/") is None


def test_a_picture_is_found_where_it_stands_and_where_it_was_cut(archive: Archive) -> None:
    uses = archive.lookups.picture("p902")
    assert [(use.url, use.distance, use.exact) for use in uses] == [(SHOP, 0, True), (LETTER, 4, False)]
    assert archive.lookups.picture("p999") is None


def test_notices_and_back_links(archive: Archive) -> None:
    assert [one.kind for one in archive.lookups.notices(LETTER)] == ["correction"]
    assert archive.lookups.notices(SHOP) == []
    assert {one.url for one in archive.lookups.links_to(LETTER)} == {SHOP, "https://chatter.example/lamps"}
    assert [one.url for one in archive.lookups.links_to(SHOP)] == ["https://lampwell.example/old"]


@pytest.mark.parametrize(
    ("old", "new", "html"),
    [
        ("a b", "a b", "<p>a b</p>"),
        ("a", "", "<p><del>a</del></p>"),
        ("", "<b>", "<p><ins>&lt;b&gt;</ins></p>"),
        (
            "Stays.\nGoes away now.",
            "Stays.\nQuite another line.",
            "<p>Stays.</p><p><del>Goes away now.</del></p><p><ins>Quite another line.</ins></p>",
        ),
        (
            "one two three four",
            "zero\none two three five",
            "<p><ins>zero</ins></p><p>one two three <del>four</del> <ins>five</ins></p>",
        ),
    ],
)
def test_what_changed_is_marked(old: str, new: str, html: str) -> None:
    assert marked(old, new) == html
