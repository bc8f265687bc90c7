"""Form A of the test: its plan is kept, every card can be read, and no surface gives its truth away."""

import re
import runpy
from dataclasses import replace
from itertools import combinations, groupby
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
import surface
import yaml
from surface import Card

from course.questions.bank.loading import load_bank, load_keys
from course.questions.cards import markdown

ROOT = Path(__file__).resolve().parents[2]
SOURCE, FACULTY = ROOT / "source" / "t1-before", ROOT / "faculty" / "t1-before"
FAMILIES = {"wording", "number", "who", "picture"}
TELLING = r"true|false|borne|fake|right|wrong|old|crop|mislead|key|correct|misread|real|cheat"
TEXTS, NUMBERS = re.compile(r"<text[^>]*>([^<]*)</text>"), re.compile(r"\d+(?:[.,]\d+)*")
# Numbers drawn and not described: marks between the ends of an axis, and counts that are told in words.
SPARED = {
    "a06-door-to-antibiotic": {"50", "55", "60"},
    "a12-relapses": {"0", "5", "10", "15"},
    "a20-weekly-cases": {"2", "3", "5", "6"},
    "a24-classes": {"1", "5", "6"},
}
CARDS = surface.form_cards("A")


def rationale(card: Card) -> str:
    key = yaml.safe_load((FACULTY / "key.yaml").read_text(encoding="utf-8"))["keys"][card.id]
    return key.get("forms", {}).get("A", key)["rationale"]


def blueprint() -> list[dict[str, str]]:
    """The table of slots as records, in order."""
    lines = [
        line.strip().strip("|").split("|")
        for line in (FACULTY / "blueprint.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    head, _, *rows = [[cell.strip() for cell in line] for line in lines]
    return [dict(zip(head, row, strict=True)) for row in rows]


SLOTS = blueprint()


def test_the_bank_and_its_key_load() -> None:
    bank = load_bank(SOURCE)
    load_keys(FACULTY, bank)
    assert len(bank.questions) == bank.points == 24
    for question in bank:
        assert (question.kind, question.points) == ("evidence", 1)
        assert (question.credit, question.reveal) == ("completion", "after-form")
        assert not question.hints and question.practice is None


def test_cards_keep_to_the_blueprint() -> None:
    assert [slot["slot"] for slot in SLOTS] == [f"card-{place:02d}" for place in range(1, 25)]
    for slot, card in zip(SLOTS, CARDS, strict=True):
        assert card.id == slot["slot"]
        assert card.concept == slot["concept"]
        assert ("T" if card.truth else "F") == slot["A"], card.id
        shows = "figure" if card.file else "table" if card.has_table else "text"
        assert shows == slot["format"], card.id


@pytest.mark.parametrize("form", ["A", "B", "C"])
def test_truth_is_balanced_in_every_form(form: str) -> None:
    truth = [slot[form] for slot in SLOTS]
    assert set(truth) == {"T", "F"}
    for sitting in ("1", "2"):
        here = [slot for slot in SLOTS if slot["sitting"] == sitting]
        assert [slot[form] for slot in here].count("T") == 6 and len(here) == 12
        for family in FAMILIES:
            assert sum(slot["family"] == family for slot in here) == 3
    for family in FAMILIES:
        assert [slot[form] for slot in SLOTS if slot["family"] == family].count("T") == 3
    assert max(len(list(run)) for _, run in groupby(truth)) <= 3


def test_two_forms_differ_in_the_truth_of_half_of_the_slots() -> None:
    for one, other in combinations("ABC", 2):
        for sitting in ("1", "2"):
            here = [slot for slot in SLOTS if slot["sitting"] == sitting]
            assert sum(slot[one] != slot[other] for slot in here) == 6


def test_difficulties_and_formats_are_mixed_and_say_nothing_about_truth() -> None:
    for field, planned in (
        ("difficulty", {"easy": 6, "medium": 12, "hard": 6}),
        ("format", {"figure": 8, "table": 6, "text": 10}),
    ):
        for kind, count in planned.items():
            truth = [slot["A"] for slot in SLOTS if slot[field] == kind]
            assert len(truth) == count and truth.count("T") * 2 == count, kind


def test_difficulty_in_the_key_is_that_of_the_blueprint() -> None:
    written = re.findall(
        r"# difficulty: (\w+)\n  (card-\d\d):", (FACULTY / "key.yaml").read_text(encoding="utf-8")
    )
    assert {name: level for level, name in written} == {slot["slot"]: slot["difficulty"] for slot in SLOTS}


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_lengths(card: Card) -> None:
    assert 20 <= surface.words(card.post) <= 60
    assert surface.words(card.evidence) <= 90
    assert surface.words(card.alt) <= 90
    assert 40 <= surface.words(rationale(card)) <= 80


def test_no_text_is_used_twice() -> None:
    for texts in (
        [card.title for card in CARDS],
        [card.by for card in CARDS],
        [card.post for card in CARDS],
        [card.evidence for card in CARDS],
    ):
        assert len(set(texts)) == 24
    practised = {str(question.title) for question in load_bank(ROOT / "source" / "00-orientation")}
    assert not practised & {card.title for card in CARDS}


def test_addresses_are_made_up() -> None:
    for card in CARDS:
        text = f"{card.post} {card.evidence} {card.alt}"
        assert not re.search(r"https?:|www\.|\b[\w-]+\.(com|org|net|edu|gov|io|int)\b", text), card.id


def test_names_and_titles_give_no_verdict() -> None:
    for card in CARDS:
        for name in (card.id, card.title, card.file, card.by):
            assert not re.search(rf"\b({TELLING})\b", name.replace("_", " ").replace("-", " "), re.I), name


def test_every_picture_is_there_and_described() -> None:
    shown = [card for card in CARDS if card.file]
    assert {path.name for path in (SOURCE / "pictures").iterdir()} == {Path(c.file).name for c in shown}
    for card in shown:
        drawing = (SOURCE / card.file).read_bytes()
        assert len(drawing) < 100_000
        assert 20 <= surface.words(card.alt)
        html = markdown.to_html(f"![{card.alt}]({card.file})", SOURCE)
        assert 'src="data:image/svg+xml;base64,' in html and "alt=" in html


@pytest.mark.parametrize("card", [card for card in CARDS if card.file], ids=lambda card: card.id)
def test_the_description_holds_every_number_written_in_the_picture(card: Card) -> None:
    svg = (SOURCE / card.file).read_text(encoding="utf-8")
    written = {number for text in TEXTS.findall(svg) for number in NUMBERS.findall(text)}
    told = set(NUMBERS.findall(f"{card.alt} {card.evidence}"))
    assert written - told == SPARED.get(Path(card.file).stem, set())


def test_pictures_hold_no_script_no_link_and_no_verdict() -> None:
    for path in (SOURCE / "pictures").iterdir():
        svg = path.read_text(encoding="utf-8")
        assert svg.startswith("<svg") and '<rect x="0" y="0" width="420"' in svg
        assert not re.search(r"<script|href|<title|<desc|<!--|url\(|<image|\bon\w+=", svg)
        said = " ".join(TEXTS.findall(svg))
        assert not re.search(rf"\b({TELLING})\b", said, re.I), path.name
        assert min(map(int, re.findall(r'font-size="(\d+)"', svg))) * 340 / 420 >= 11


def test_the_committed_pictures_are_those_of_the_script(tmp_path: Path) -> None:
    drawn = runpy.run_path(str(FACULTY / "figures.py"))["write_pictures"](tmp_path)
    assert {path.name for path in drawn} == {path.name for path in (SOURCE / "pictures").iterdir()}
    for path in drawn:
        assert path.read_bytes() == (SOURCE / "pictures" / path.name).read_bytes(), path.name


def test_no_debriefing_is_in_what_is_released() -> None:
    released = " ".join(f"{card.post} {card.evidence} {card.alt}" for card in CARDS)
    released = " ".join(released.split())
    for card in CARDS:
        for sentence in re.split(r"(?<=[.:])\s+", " ".join(rationale(card).split())):
            assert len(sentence) < 25 or sentence not in released


def test_no_single_feature_of_the_surface_tells_the_truth() -> None:
    values, truth, names = surface.matrix(CARDS)
    for place, name in enumerate(names):
        assert 0.26 <= surface.auc(values[:, place], truth) <= 0.74, name


def test_all_features_together_guess_no_better_than_chance() -> None:
    values, truth, _ = surface.matrix(CARDS)
    right = int(((surface.guesses(values, truth) > 0.5) == truth).sum())
    assert right <= 15  # chance: 12 of 24, 16 or more in 8 of 100


def test_no_word_of_the_posts_stands_on_one_side() -> None:
    assert surface.one_sided_words(CARDS, 5) == {}
    bent = [replace(card, post=f"{card.post} Surely.") if card.truth else card for card in CARDS]
    assert surface.one_sided_words(bent, 5) == {"surely": (12, 0)}


def test_the_surface_test_finds_a_cue() -> None:
    """Were false posts longer by ten words, the same check would say so."""
    values, truth, names = surface.matrix(CARDS)
    bent = values.copy()
    bent[~truth, names.index("words of the post")] += 10
    assert surface.auc(bent[:, names.index("words of the post")], truth) < 0.26
    assert int(((surface.guesses(bent, truth) > 0.5) == truth).sum()) > 15


def test_place_and_title_say_nothing() -> None:
    truth = np.array([card.truth for card in CARDS])
    places = np.arange(24.0)
    assert 0.4 <= surface.auc(places, truth) <= 0.6
    lengths = np.array([float(surface.words(card.title)) for card in CARDS])
    assert 0.26 <= surface.auc(lengths, truth) <= 0.74


def test_the_numbers_that_decide() -> None:
    """Each sum behind a key, from the numbers as they stand on the card."""
    cards = {card.id: " ".join(f"{card.evidence} {card.alt}".split()) for card in CARDS}

    def has(card: str, *texts: str) -> None:
        assert all(text in cards[f"card-{card}"] for text in texts), card

    has("02", "95 test positive", "5 test positive", "2 of 100 have")
    ill, well = 20 * 0.95, 980 * 0.05
    assert round(100 * well / (ill + well)) == 72
    has("04", "180 attacks, 9,000", "60 attacks, 1,500")
    assert (180 / 9000, 60 / 1500) == (0.02, 0.04) and 180 == 3 * 60
    has("06", "64 minutes", "48 minutes")
    assert (64 - 48) / 64 == 0.25
    has("08", "13 of 420", "30 of 420", "4.0 fewer", "1.1 to 7.0")
    assert wald(30, 420, 13, 420) == (4.0, 1.1, 7.0)
    has("09", "| 2,500 | 75 |", "| 2,500 | 125 |")
    assert (1 - 75 / 125, 100 * (125 - 75) / 2500) == (0.4, 2)
    has("11", "2,600", "348 answered", "Yes 261, no 87")
    assert (261 + 87, round(100 * 261 / 348), round(100 * 261 / 400)) == (348, 75, 65)
    has("12", "24 of 150", "16 of 150", "2.3", "13.0")
    assert wald(24, 150, 16, 150) == (5.3, -2.3, 13.0)
    has("16", "8.9 % and 11.2 %", "7.1 fewer to 2.5 more", "1.4 to 4.6", "p = 0.75")
    assert wald(189, 2100, 126, 2100) == (3.0, 1.4, 4.6)
    assert wald(34, 305, 27, 305)[1:] == (-2.5, 7.1)
    # Those of 75 and younger are the rest: 155 and 99 of 1,795. The two differences are compared, in points.
    gaps = [(34 / 305 - 27 / 305), (155 / 1795 - 99 / 1795)]
    spread = sum(k / n * (1 - k / n) / n for k, n in ((34, 305), (27, 305), (155, 1795), (99, 1795))) ** 0.5
    assert round(2 * (1 - NormalDist().cdf(abs(gaps[0] - gaps[1]) / spread)), 2) == 0.75
    has("19", "412", "618", "824", "1,030")
    assert [round(100 * b / a) - 100 for a, b in ((412, 618), (618, 824), (824, 1030))] == [50, 33, 25]
    has("21", "8,000 | 48", "15,000 | 60")
    assert (48 / 8, 60 / 15) == (6, 4)
    has("23", "83 %", "8 of 14")
    assert 83 not in [round(100 * passed / 14) for passed in range(15)]


def wald(more: int, of_more: int, fewer: int, of_fewer: int) -> tuple[float, float, float]:
    """A difference of two shares in points, with its 95 % interval, to one decimal."""
    a, b = more / of_more, fewer / of_fewer
    half = 1.959964 * (a * (1 - a) / of_more + b * (1 - b) / of_fewer) ** 0.5
    return round(100 * (a - b), 1), round(100 * (a - b - half), 1), round(100 * (a - b + half), 1)


def test_the_figures_that_faculty_read_are_those_of_the_cards() -> None:
    assert surface.report(CARDS) in (FACULTY / "notes.md").read_text(encoding="utf-8")
