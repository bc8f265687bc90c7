"""The scripted readers: what they find, what they earn; and what the check measures."""

import subprocess
import sys
from pathlib import Path

import pytest
from lampweb import MODULE, edit, lay

from course.authoring.archive import scoring
from course.authoring.archive.checking import Report, check
from course.authoring.archive.nearcopies import alike, shingles
from course.authoring.errors import AuthoringError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay(tmp_path)


def checked(folder: Path, only: str | None = None) -> Report:
    return check(folder.parents[1], MODULE, only)


def test_the_figures_of_the_made_up_story(folder: Path) -> None:
    report = checked(folder)
    line = report.stories[0]
    assert (line.pages, line.sites, line.variants, line.keys) == (6, 3, 24, 24)
    assert (line.opens, line.budget, line.borne_out) == (2, 3, 0.5)
    # trust is right in a quarter, 50 never, borne-out in a half: (1/4 + 0 + 1/2) / 3
    assert line.first_page == line.first_result == pytest.approx(0.25)
    assert 20 <= line.drawn_keys <= 24
    assert (report.pages, report.sites, report.pictures) == (6, 3, 2)


def test_the_cynic_earns_what_the_credit_rule_gives(folder: Path) -> None:
    cynic = checked(folder).cynic
    assert cynic is not None
    assert (cynic.right, cynic.sure, cynic.honest) == (0.5, 0.5, 0.625)
    assert cynic.best == pytest.approx(0.625)  # at 50 %: nothing is gained by saying more
    assert not cynic.does_well


@pytest.mark.parametrize(("share", "well"), [(0.5, False), (0.625, False), (0.65, True), (1.0, True)])
def test_a_cynic_does_well_from_five_eighths_on(share: float, well: bool) -> None:
    cynic = scoring.Cynic(questions=1, right=share, sure=share, best=share, honest=0.625)
    assert cynic.does_well is well


@pytest.mark.parametrize(
    ("key", "given", "options", "score"),
    [
        ("a", "a", (), 1),
        ("a", None, (), 0),
        (4, "4.0", (), 1),
        ("4 mg", 4, (), 0),
        (["a", "b"], "a", (), 0),
        (["a", "b"], ["a"], "abcd", 0.5),
        (["a", "b"], list("abcd"), "abcd", 0),
        (["a", "b", "c"], ["b", "a", "c"], (), 1 / 3),
        ({"x": 1, "y": 2}, {"x": 1, "y": 3}, (), 0.5),
    ],
)
def test_what_an_answer_earns(key: object, given: object, options: str, score: float) -> None:
    assert scoring.fraction(key, given, options) == pytest.approx(score)


def test_text_in_some_variants_is_said_with_an_example(folder: Path) -> None:
    page = folder / "sites/ward-letters.example/falls-correction.md"
    edit(page, "the same {{ falls.beds }}", "the same 28")
    found = [str(one) for one in checked(folder).faults]
    assert len(found) == 1
    assert "in 10 of 24 variants (one: looked for “the same" in found[0]


def test_an_answer_may_stand_in_a_look_up_of_each_kind(folder: Path) -> None:
    story = folder / "stories/lamps.yaml"
    shown = 'shown: [{at: registrant lampwell-institute.example, text: "{{ owner.firm }}"}'
    for at, text in (
        ("notices https://ward-letters.example/2026/falls", "number of beds in use"),
        ("picture p902", "https://ward-letters.example/2026/falls"),
        ("search night lamps falls", "Counts of falls over two quarters"),
    ):
        edit(story, shown, f'{shown}, {{at: "{at}", text: "{text}"}}')
    assert checked(folder).faults == []
    edit(story, "number of beds in use", "number of nurses")
    assert [one.line for one in checked(folder).faults] == [32]


def test_a_look_up_of_what_is_not_there(folder: Path) -> None:
    edit(folder / "stories/lamps.yaml", "{do: picture, of: p902", "{do: picture, of: p990")
    assert "the look-up picture of p990 has no such thing" in str(checked(folder).faults[0])


def test_a_lazy_reader_who_sees_the_answer_is_noted(folder: Path) -> None:
    thread = folder / "sites/chatter.example/lamps.md"
    edit(thread, "Half the falls.", "Half of {{ falls.before }} falls before.")
    notes = [one for one in checked(folder).notes if "shows what the answer rests on" in one.found]
    assert [(one.line, one.remedy) for one in notes] == [
        (38, "Is `first_page` what its reader would answer?")
    ]
    assert "lamps-before: the first page" in notes[0].found and "in 24 of 24 variants" in notes[0].found


def test_what_stands_first_is_counted(folder: Path) -> None:
    assert checked(folder).stories[0].first_results == {"https://lampwell-institute.example/falls": 24}


def test_pictures_that_the_picture_search_does_not_find_together_are_noted(folder: Path) -> None:
    script = folder / "pictures/draw_lamps.py"
    edit(script, "(10, 10, 315, 214)", "(44, 20, 300, 200)")
    subprocess.run([sys.executable, str(script)], check=True)
    report = checked(folder)
    assert any("does not find p901 from p902: 22 of 64 bits differ" in one.found for one in report.notes)


def test_a_step_and_a_place_may_hang_on_the_variant(folder: Path) -> None:
    story = folder / "stories/lamps.yaml"
    edit(story, "{do: registrant, of: lampwell", '{when: "{{ not borne_out }}", do: registrant, of: lampwell')
    assert "the trail never comes to" in str(checked(folder).faults[0])
    edit(story, "shown: [{at: registrant", 'shown: [{when: "{{ not borne_out }}", at: registrant')
    assert checked(folder).faults == []


def test_one_story_while_another_is_unfinished(folder: Path) -> None:
    (folder / "stories/other.yaml").write_text("id: other\ntitle: {{ broken\n")
    (folder / "sites/chatter.example/other.md").write_text(
        "---\nurl: https://chatter.example/other\nstory: other\ntitle: [\n---\n"
    )
    letter = folder / "sites/ward-letters.example/falls-correction.md"
    edit(letter, "now carries a notice.", "now carries a [notice](https://chatter.example/other).")
    assert checked(folder).faults
    assert checked(folder, "lamps").faults == []


def test_a_site_that_another_author_will_write_is_a_note(folder: Path) -> None:
    (folder / "sites/ward-letters.example/site.yaml").unlink()
    report = checked(folder, "lamps")
    assert report.faults == []
    assert any("ward-letters.example/site.yaml" in one.file for one in report.notes)
    assert any("ward-letters.example/site.yaml" in one.file for one in checked(folder).faults)


def test_a_story_that_is_not_there(folder: Path) -> None:
    with pytest.raises(AuthoringError, match="no story lamp. Stories: lamps"):
        checked(folder, "lamp")


QUESTIONS = """\
module: m1
title: Lamps
minutes: 3
points: 3
questions:
  - {id: lamps-owner, kind: choice, prompt: "Whose?", concept: c, points: 1,
     options: [{id: seller, text: A}, {id: trust, text: B}, {id: printer, text: C}, {id: hotel, text: D}]}
  - {id: lamps-before, kind: number, prompt: "How many?", concept: c, points: 1}
  - {id: lamps-verdict, kind: choice, prompt: "Is it borne out?", concept: c, points: 1, confidence: true,
     options: [{id: borne-out, text: So},
       {id: not-borne-out, text: Not so}, {id: cannot-tell, text: Open}]}
"""


def against_questions(folder: Path, text: str) -> Report:
    root = folder.parents[2]
    (root / "source" / MODULE).mkdir(parents=True, exist_ok=True)
    (root / "source" / MODULE / "questions.yaml").write_text(text)
    return check(root / "faculty", MODULE, None, root)


def test_keys_that_fit_their_questions(folder: Path) -> None:
    report = against_questions(folder, QUESTIONS)
    assert report.faults == [] and not [one for one in report.notes if "questions" in one.found]
    # three verdicts are offered: ½ · right + ½ · ¾(1 − c²), and c = 1
    assert report.cynic is not None and report.cynic.sure == pytest.approx(0.5)
    assert report.cynic.honest == pytest.approx(0.59375)


def test_a_key_that_is_no_option_and_a_question_that_is_not_there(folder: Path) -> None:
    text = QUESTIONS.replace("id: hotel", "id: motel")
    text = text.replace("id: lamps-before", "id: lamps-prior")
    found = {one.line: one.found for one in against_questions(folder, text).faults}
    assert "lamps-owner: key 'hotel' does not fit the question (choice)" in found[31]
    assert "lamps-before is no question of m1" in found[35]


def test_a_spare_story_has_no_questions(folder: Path) -> None:
    other = QUESTIONS.replace("id: lamps-", "id: beds-")
    assert len(against_questions(folder, other).faults) == 3
    edit(folder / "stories/lamps.yaml", "id: lamps\n", "id: lamps\nspare: true\n")
    assert against_questions(folder, other).faults == []
    found = [one.found for one in against_questions(folder, QUESTIONS).faults]
    assert {one.split(", and ")[1] for one in found} == {
        f"lamps-{name} of m1 is about it." for name in ("owner", "before", "verdict")
    }


def test_questions_that_cannot_be_read_are_a_note(folder: Path) -> None:
    report = against_questions(folder, "module: m1\n")
    assert report.faults == []
    assert [one for one in report.notes if "not compared with the questions" in one.found]


def test_copies_that_say_so_are_left_alone(folder: Path) -> None:
    site = folder / "sites/lampwell-institute.example"
    text = (site / "about.md").read_text().replace("example/about", "example/us")
    (site / "us.md").write_text(text.replace("title: About", "title: Night lamps, about"))
    found = [one for one in checked(folder).faults if "near-copy" in one.found]
    assert len(found) == 1 and "100%" in found[0].found
    edit(site / "us.md", "role:", "copy_of: https://lampwell-institute.example/about\nrole:")
    assert not [one for one in checked(folder).faults if "near-copy" in one.found]


def test_likeness_of_texts() -> None:
    one, other = shingles("a b c d e f g h i j"), shingles("A, b c. d e f g h!")
    assert alike(one, other) == pytest.approx((4 / 6, 1.0))
    assert alike(one, shingles("z y x w v u")) == (0.0, 0.0)
    assert shingles("too short") == frozenset()


def test_a_long_redirect_is_followed_and_a_chain_of_many_is_not(folder: Path) -> None:
    site = folder / "sites/lampwell-institute.example"
    page = (site / "old.md").read_text()
    for at in range(4):
        to = (
            f"https://lampwell-institute.example/r{at + 1}"
            if at < 3
            else "https://lampwell-institute.example/falls"
        )
        text = page.replace("example/amber", f"example/r{at}").replace(
            "redirect: https://lampwell-institute.example/falls", f"redirect: {to}"
        )
        (site / f"r{at}.md").write_text(text)
    edit(site / "old.md", "redirect: https://lampwell-institute.example/falls",
         "redirect: https://lampwell-institute.example/r2")  # fmt: skip
    found = [one.found for one in checked(folder).faults if "redirects follow" in one.found]
    assert found == ["4 redirects follow each other."]
