"""A chain of the archive: built into the key folder only, solvable, and named by line where it is none."""

import gzip
import json
import shutil
from pathlib import Path

import pytest
import yaml
from course_in_a_box import REPOSITORY
from lampweb import edit

from course.archive.variants import variant_of
from course.authoring.archive.building import build
from course.authoring.archive.checking import Report, check
from course.authoring.archive.faults import FaultyArchive
from course.authoring.archive.listing import chain_block
from course.authoring.errors import AuthoringError
from course.measures.chains import order_tau
from course.questions import draws
from course.questions.bank.loading import load_bank, load_keys, load_reference
from course.questions.scoring.score import right_answers, score
from tests.leaks import files_under, leaks_in, secrets_of

FIXTURE = REPOSITORY / "tests" / "fixtures" / "chain"
STORY = "stories/socks.yaml"
IDS = ["d01", "d02", "d03", "d04", "d05"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course with the module of the fixture; the folder of its archive."""
    secret, source = tmp_path / "faculty" / "m2", tmp_path / "source" / "m2"
    shutil.copytree(FIXTURE / "archive", secret / "archive")
    source.mkdir(parents=True)
    shutil.copy(FIXTURE / "questions.yaml", source)
    for name in ("key.yaml", "reference.py"):
        shutil.copy(FIXTURE / name, secret)
    return secret / "archive"


def looked(folder: Path) -> Report:
    return check(folder.parents[1], "m2", root=folder.parents[2])


def made(folder: Path) -> None:
    build(folder.parents[2], folder.parents[1], "m2")


def test_the_fixture_is_clean_and_measured(folder: Path) -> None:
    report = looked(folder)
    assert report.faults == []
    line = report.stories[0].chain
    assert line is not None and (line.question, line.documents) == ("socks-chain", 5)
    assert line.keys >= 50 and line.drawn_keys >= 50
    assert 0.2 <= line.untold <= 0.3
    assert line.last_page <= 0.4 and line.always_unknown < 0.3 < line.by_dates < 0.75


def test_the_key_lies_in_the_key_folder_and_nowhere_else(folder: Path) -> None:
    made(folder)
    root = folder.parents[2]
    keys = json.loads((folder / "variants.json").read_text())["socks"]
    assert {tuple(one["socks-chain"]["order"]) for one in keys} == {("d03", "d01", "d05", "d02", "d04")}
    assert any("d02" in one["socks-chain"]["missing"] for one in keys)
    released = files_under(root / "course") | files_under(root / "source")
    assert leaks_in(released, secrets_of(root)) == []
    packed = gzip.decompress((root / "course/archive/web/m2/socks.json.gz").read_bytes()).decode()
    for word in ("strengthened", "not-determinable", "hops", "d03", "the mail that the blogger quotes"):
        assert word not in packed


def test_a_key_among_what_is_released_is_found(folder: Path) -> None:
    made(folder)
    secrets = secrets_of(folder.parents[2])
    key = json.loads((folder / "variants.json").read_text())["socks"][0]["socks-chain"]
    planted = {
        "m2/x.json": json.dumps({"socks-chain": key}).encode(),
        "m2/y.json": json.dumps([{"doc": "d01", "from": "d03", "label": "kept"}]).encode(),
        "m2/z.md": b"Ask for the mail that the blogger quotes.",
    }
    assert {leak.file for leak in leaks_in(planted, secrets)} == set(planted)


def test_two_hundred_trainees_have_fifty_chains_and_each_reference_is_right(folder: Path) -> None:
    made(folder)
    secret = folder.parent
    bank = load_bank(folder.parents[2] / "source" / "m2")
    keys, references = load_keys(secret, bank), load_reference(secret)
    built = json.loads((folder / "variants.json").read_text())["socks"]
    question = bank.find("socks-chain")
    seen = set()
    for number in range(200):
        who = f"trainee-{number:03}"
        best = right_answers(bank, keys, who, "check", references)["socks-chain"]
        truth = built[variant_of("check", who, "socks", len(built))]["socks-chain"]
        assert best == {part: truth[part] for part in ("order", "from", "labels")}
        drawn = draws.draw(question, "check", who)
        assert score(question, keys.find("socks-chain"), best, drawn, references).points == 4
        seen.add(json.dumps([best["from"], best["labels"]], sort_keys=True))
    assert len(seen) >= 50


BROKEN = {
    "later": ("{doc: d01, from: d03,", "{doc: d01, from: d05,", "d01 comes from d05, which is not earlier"),
    "itself": ("{doc: d01, from: d03,", "{doc: d01, from: d01,", "d01 comes from d01"),
    "no document": ("{doc: d01, from: d03,", "{doc: d01, from: d77,", "`from` is d77, which is no document"),
    "label": ('label: "{{ press }}"}', "label: nicer}", "is one of kept"),
    "missing": (
        ", missing: the picture that the post shared",
        "",
        "`missing` names the document that would tell",
    ),
    "twice": ("{doc: d05,", "{doc: d01,", "d01 has two hops"),
    "no page": (
        "url: https://courier.example/socks, short",
        "url: https://courier.example/none, short",
        "is no page of the",
    ),
    "same name": (
        "short: Newspaper story",
        "short: Press release",
        "two documents have the short Press release",
    ),
    "field": ("claim:", "clam:", "`chain.claim` is missing"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_chain_that_is_none_is_named_with_its_line_and_not_built(folder: Path, name: str) -> None:
    old, new, says = BROKEN[name]
    written = (folder / STORY).read_text().splitlines()
    at = next(number for number, row in enumerate(written, 1) if old in row)
    edit(folder / STORY, old, new)
    report = looked(folder)
    found = [one for one in report.faults if says in one.found]
    assert found, report.faults
    section = next(number for number, row in enumerate(written, 1) if row.startswith("chain:"))
    assert found[0].file == STORY and found[0].line in {
        at,
        section,
        at - 4,
    }  # of two with one name, the first is said
    with pytest.raises(FaultyArchive, match="is not built"):
        made(folder)


def test_days_decide_the_order(folder: Path) -> None:
    edit(folder / "sites/courier.example/socks.md", "2026-01-14", "2026-01-09")
    assert any("was published on 2026-01-09" in one.found for one in looked(folder).faults)
    edit(folder / "sites/courier.example/socks.md", "2026-01-09", "2026-01-02")
    assert any("the origin d03 was published after d05" in one.found for one in looked(folder).faults)


def test_an_arrow_that_no_page_shows_is_named(folder: Path) -> None:
    edit(
        folder / "sites/chirrup.example/socks.md",
        "[knitting one](https://footblog.example/socks)",
        "knitting one",
    )
    found = [one for one in looked(folder).faults if "d04 shows nothing of coming from d02" in one.found]
    assert found and "d04" in (folder / STORY).read_text().splitlines()[found[0].line - 1]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("knitting one", "d02 does not have the words"),
        ("nowhere to be read", "d04 does not have the words"),
        ("socks", "stand in another earlier document"),
    ],
)
def test_evidence_must_be_on_both_pages_and_on_no_other(folder: Path, words: str, says: str) -> None:
    old = "missing: the picture that the post shared"
    edit(folder / STORY, old, f"{old}, evidence: {words}")
    assert any(says in one.found for one in looked(folder).faults)


def test_evidence_may_be_a_word_that_only_two_have(folder: Path) -> None:
    edit(
        folder / "sites/chirrup.example/socks.md",
        "[knitting one](https://footblog.example/socks)",
        "felt slippers one",
    )
    old = "missing: the picture that the post shared"
    edit(folder / STORY, old, f"{old}, evidence: felt slippers")
    assert looked(folder).faults == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("press: [strengthened, kept, dropped]", "press: [kept]", "different chains"),
        (
            "  post: [{from: d02, label: strengthened}, ",
            "  post: [",
            "of arrows and labels are not-determinable",
        ),
        ("variants: 72", "variants: 40", "different chains"),
    ],
)
def test_too_few_chains_or_too_much_doubt_is_named(folder: Path, old: str, new: str, says: str) -> None:
    edit(folder / STORY, old, new)
    assert any(says in one.found for one in looked(folder).faults)


def test_ids_that_give_the_order_away_are_named(folder: Path) -> None:
    text = (folder / STORY).read_text()
    ranks = {"d03": "e01", "d01": "e02", "d05": "e03", "d02": "e04", "d04": "e05"}
    for old, new in ranks.items():
        text = text.replace(old, new)
    (folder / STORY).write_text(text)
    assert any("alphabetical order score 1.00" in one.found for one in looked(folder).faults)


def test_the_question_must_fit(folder: Path) -> None:
    file = folder.parents[2] / "source" / "m2" / "questions.yaml"
    edit(file, "text: Press release", "text: A press release")
    assert any("no document d01, “Press release”" in one.found for one in looked(folder).faults)
    edit(file, "id: socks-chain", "id: other-chain")
    assert any("no question socks-chain of kind chain" in one.found for one in looked(folder).faults)


def test_a_listing_in_true_order_is_named(folder: Path) -> None:
    file = folder.parents[2] / "source" / "m2" / "questions.yaml"
    bank = yaml.safe_load(file.read_text())
    listed = {one["id"]: one for one in bank["questions"][1]["documents"]}
    bank["questions"][1]["documents"] = [listed[one] for one in ("d03", "d01", "d05", "d02", "d04")]
    file.write_text(yaml.safe_dump(bank, sort_keys=False))
    assert any(
        "lists its documents in an order that scores 1.00" in one.found for one in looked(folder).faults
    )


def test_the_printed_question_says_nothing_of_the_order(folder: Path) -> None:
    printed = yaml.safe_load(chain_block(folder.parents[1], "m2", "socks"))[0]
    ids = [one["id"] for one in printed["documents"]]
    assert sorted(ids) == IDS and printed["id"] == "socks-chain" and printed["story"] == "socks"
    assert order_tau(ids, ["d03", "d01", "d05", "d02", "d04"]) <= 0.4
    with pytest.raises(AuthoringError, match="no story hats"):
        chain_block(folder.parents[1], "m2", "hats")
