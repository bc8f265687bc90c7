"""Read a hashtag: the keys agree with other ways of counting, every world and export can be read."""

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from course_in_a_box import REPOSITORY
from released import built_anew, run_release

from course import corpus
from course.questions import draws
from course.questions.bank.keys import key_of
from course.questions.bank.loading import load_bank, load_keys, load_reference
from course.questions.cards.cardspec import card_spec
from course.questions.cards.markdown import fill
from course.questions.scoring.score import score
from course.questions.scoring.scorers import answer_of

MODULE, COHORT = "06-hashtag-data", "autumn"
SOURCE, FACULTY = REPOSITORY / "source" / MODULE, REPOSITORY / "faculty" / MODULE
BANK = load_bank(SOURCE)
KEYS, REFERENCE = load_keys(FACULTY, BANK), load_reference(FACULTY)
GRADED = [question for question in BANK if question.is_graded]
OWN = BANK.find("own-kinds")
TRAINEES = [f"t{number:03d}" for number in range(1, 201)]


def drawn(question: Any, trainee: str) -> dict[str, Any]:
    return draws.draw(question, COHORT, trainee)


def answer(question: Any, own: dict[str, Any]) -> Any:
    return answer_of(question, key_of(question, KEYS), own, REFERENCE)


@cache
def tables(world: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Posts and tags of a world as the tidy tables give them: not the way that reference.py takes."""
    found = corpus.world(MODULE, world).tidy().distinct()
    return found.posts, found.tags


def counted(world: str, year: int, tag: str, other: str) -> dict[str, Any]:
    """The answers once more, in plain Python over rows."""
    posts, tags = tables(world)
    kept = posts[(posts["kind"] == "original") & posts["version_of"].isna()]
    within = kept[kept["created_at"].dt.strftime("%Y") == str(year)]
    wanted = {name: set(tags["post_id"][tags["tag"] == name]) for name in (tag, other, "mededthursday")}
    ids, every = set(within["post_id"]), set(kept["post_id"])
    languages = [one for one in within["lang"].tolist() if isinstance(one, str)]
    loud = sorted(within["author_id"].value_counts().tolist(), reverse=True)
    eastern = within["created_at"].dt.tz_convert("America/New_York").dt.strftime("%a %H")
    on_air = within["post_id"][eastern == "Thu 21"]
    a, b = wanted[tag] & every, wanted[other] & every
    return {
        "own-fold": len({one for one in tags["tag_raw"][tags["tag"] == tag]}),
        "own-chat": len(set(on_air) & wanted["mededthursday"]),
        "own-languages": 100 - 100 * languages.count("en") / len(languages),
        "own-search": len(ids & wanted[tag]),
        "own-lift": (len(a & b) / len(a)) / (len(b) / len(every)),
        "own-top": 100 * sum(loud[:10]) / len(within),
    }


WORLD_CASES = [
    (world, year, tag, other)
    for world in corpus.world_names(MODULE)
    for year, tag, other in ((2019, "pocus", "foamed"), (2022, "journalclub", "clinicalreasoning"))
]


@pytest.mark.parametrize("case", WORLD_CASES, ids=lambda case: "-".join(map(str, case)))
def test_the_reference_agrees_with_another_way_of_counting(case: tuple[str, int, str, str]) -> None:
    own = dict(zip(("world", "year", "tag", "other"), case, strict=True))
    for name, expected in counted(*case).items():
        assert answer(BANK.find(name), own) == pytest.approx(expected, abs=1e-9), name
    months = answer(BANK.find("own-months"), own)["rows"]
    assert len(months) == 12 and all(count > 0 for _, count in months)
    kinds = {kind: (rows, posts) for kind, rows, posts in answer(OWN, own)["rows"]}
    repeats = answer(BANK.find("own-twice"), own)
    rows = corpus.world(MODULE, own["world"]).tidy(own["year"]).posts
    assert {kind: count for kind, (count, _) in kinds.items()} == rows["kind"].value_counts().to_dict()
    assert repeats > 0 and kinds["original"][0] - kinds["original"][1] == repeats


def test_every_world_keeps_the_published_step() -> None:
    for name in corpus.world_names(MODULE):
        years = corpus.world(MODULE, name).yearly().set_index("year")["posts"]
        assert years.sum() == 60_000
        assert 100 * (years[2022] / years[2021] - 1) == pytest.approx(70.3, abs=0.4)


def test_worlds_are_small_and_say_that_they_are_made_up() -> None:
    folder = Path(corpus.__file__).parent / "worlds" / MODULE
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 15_000_000
    for name in corpus.world_names(MODULE):
        manifest = json.loads((folder / name / "corpus.json").read_text())
        assert manifest["synthetic"] is True and not {"seed", "plants"} & set(manifest)


def test_every_known_mistake_is_wrong_and_named() -> None:
    for question in GRADED:
        told = key_of(question, KEYS)
        for trainee in TRAINEES[:40]:
            own = drawn(question, trainee)
            for mistake in told.mistakes:
                wrong = mistake.answer if mistake.reference is None else REFERENCE[mistake.reference](**own)
                if question.range and not question.range[0] <= wrong <= question.range[1]:
                    continue
                got = score(question, told, wrong, own, REFERENCE)
                assert got.fraction == 0 and got.reason, (question.id, trainee, wrong)


def test_every_case_is_drawn_and_neighbours_differ() -> None:
    own = [drawn(OWN, trainee) for trainee in TRAINEES]
    for name, parameter in OWN.drawn_parameters.items():
        assert {one[name] for one in own} == set(parameter.choice or parameter.world)
    texts = [
        json.dumps([one, drawn(BANK.find("own-utc"), trainee)])
        for one, trainee in zip(own, TRAINEES, strict=True)
    ]
    same = sum(a == b for a, b in zip(texts, texts[1:], strict=False))
    assert same == 0


def test_what_there_is() -> None:
    assert len(list(BANK)) >= 32 and sum(question.is_practice for question in BANK) >= 14
    assert {"table", "chart", "number", "text", "evidence", "order"} <= {question.kind for question in GRADED}
    for question in GRADED:
        assert len(question.hints) == 3, question.id
    for question in BANK:
        for trainee in TRAINEES[:10]:
            own = drawn(question, trainee)
            told = key_of(question, KEYS)
            shown = json.dumps(card_spec(question, own, 1, module=MODULE))
            texts = [*question.hints, told.rationale if told else ""]
            assert "{{" not in shown and not any("{{" in fill(text, own, question.id) for text in texts)


# ---- bring your own

FORMATS = {
    "synthetic-4cat-bluesky.csv": (3, 0), "synthetic-4cat-x.csv": (4, 0), "synthetic-4cat.ndjson": (4, 0),
    "synthetic-bluesky.jsonl": (3, 0), "synthetic-jetstream.jsonl": (3, 3), "synthetic-mastodon.json": (3, 0),
    "synthetic-plain.csv": (2, 0), "synthetic-x-v1.jsonl": (4, 2), "synthetic-x-v2-drift.jsonl": (3, 0),
    "synthetic-x-v2-flat.jsonl": (6, 0), "synthetic-x-v2-pages.jsonl": (6, 0),
    "synthetic-zeeschuimer.ndjson": (4, 2),
}  # fmt: skip
DAMAGED = {
    "damaged/synthetic-cut.json": "the file ends in the middle of a row",
    "damaged/synthetic-empty.jsonl": "is empty (0 bytes). Export it again",
    "damaged/synthetic-rounded.csv": "is a rounded number: its last digits are lost",
}


def test_every_sample_is_one_of_those_looked_at() -> None:
    assert set(corpus.samples()) == set(FORMATS) | set(DAMAGED)
    with pytest.raises(corpus.CorpusError, match="There are: synthetic-4cat"):
        corpus.sample("../course.json")


def code(start: str) -> str:
    """The notebook's own cell that begins so."""
    notebook = json.loads((REPOSITORY / "release" / MODULE / f"{MODULE}.ipynb").read_text())
    (found,) = [text for cell in notebook["cells"] if (text := "".join(cell["source"])).startswith(start)]
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_cells_read_each_format(name: str, tmp_path: Path) -> None:
    copy = tmp_path / name
    shutil.copy(corpus.sample(name), copy)
    mapping = ', "post_id=Nr,created_at=Zeit,author_id=Wer,text=Beitrag"'
    given = f"corpus.read({str(copy)!r}, mapping={mapping[2:] if 'plain' in name else None})"
    cell = code("my_file =").replace("corpus.read(my_file)", given)
    space: dict[str, Any] = {"corpus": corpus}
    exec(cell, space)
    look = corpus.first_look(space["my_export"]).set_index("what")["count"]
    assert (look["rows that became posts"], look["rows refused"]) == FORMATS[name]
    exec(code("my_posts ="), space)
    exec(code("my_originals["), space)
    assert 0 <= len(space["my_originals"]) <= len(space["my_posts"])


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_says_what_is_wrong_with_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    class Only:
        """The course's corpus with this one sample."""

        samples, sample = staticmethod(lambda: [name]), staticmethod(corpus.sample)
        read, CorpusError = staticmethod(corpus.read), corpus.CorpusError

    exec(code("for name in corpus.samples():"), {"corpus": Only})
    said = capsys.readouterr().out
    assert DAMAGED[name] in said and "Traceback" not in said


# ---- the notebook


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """The release run from the top, unanswered."""
    return run_release(tmp_path_factory.mktemp("desk"), MODULE, COHORT)


def test_it_runs_from_the_top_without_a_word_on_stderr_and_stays_small(run: nbformat.NotebookNode) -> None:
    assert len(nbformat.writes(run).encode()) <= 3_000_000
    outputs = [output for cell in run.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [one for one in outputs if one.output_type == "error" or one.get("name") == "stderr"]


def test_source_and_release_are_freshly_built(tmp_path: Path) -> None:
    assert built_anew(tmp_path, MODULE, "worlds") == {"unchanged"}
