"""Who is amplifying it?: an analyst who uses what the notebook teaches finds the plants, clears the twins."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from course_in_a_box import REPOSITORY
from released import built_anew, run_release

from course import charts, corpus, measures
from course.questions import draws
from course.questions.bank.keys import key_of
from course.questions.bank.loading import load_bank, load_keys, load_reference
from course.questions.cards.cardspec import card_spec
from course.questions.cards.markdown import fill
from course.questions.scoring.score import score
from course.questions.scoring.scorers import answer_of

MODULE, COHORT = "07-spread", "autumn"
SOURCE, FACULTY = REPOSITORY / "source" / MODULE, REPOSITORY / "faculty" / MODULE
BANK = load_bank(SOURCE)
KEYS, REFERENCE = load_keys(FACULTY, BANK), load_reference(FACULTY)
GRADED = [question for question in BANK if question.is_graded]
OWN = BANK.find("own-caught")
TRAINEES = [f"t{number:03d}" for number in range(1, 201)]
WORLDS = corpus.world_names(MODULE)
LINE_UPS = range(1, 13)


def drawn(question: Any, trainee: str) -> dict[str, Any]:
    return draws.draw(question, COHORT, trainee)


def answer(name: str, own: dict[str, Any]) -> Any:
    question = BANK.find(name)
    return answer_of(question, key_of(question, KEYS), own, REFERENCE)


def points(name: str, given: Any, own: dict[str, Any]) -> float:
    question = BANK.find(name)
    return score(question, key_of(question, KEYS), given, own, REFERENCE).fraction


def events(world: str) -> dict[str, dict[str, Any]]:
    text = (FACULTY / "worlds" / world / "events.json").read_text(encoding="utf-8")
    return {event["kind"]: event for event in json.loads(text)["events"]}


# ---- the notebook's own cells, with the solution in the blanks


def solved_cells() -> list[str]:
    notebook = json.loads((SOURCE / f"{MODULE}.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [re.sub(r"^(ask|check|hint|grade|progress)\(.*$|^###.*$", "", cell, flags=re.M) for cell in cells]


class OneTrainee:
    """What `own` and `world` give in a notebook, for one world and line-up."""

    def __init__(self, world: str, number: int = 1, **more: Any) -> None:
        self.drawn = {"world": world, "lineup": number, "least": 3, "likes": 20, **more}

    def own(self, _: str) -> dict[str, Any]:
        return self.drawn

    def world(self) -> Any:
        return corpus.world(MODULE, self.drawn["world"])


@cache
def worked(world: str) -> dict[str, Any]:
    """All that stands in the notebook's names after its cells have run, for line-up 1."""
    trainee = OneTrainee(world)
    given = {
        "own": trainee.own,
        "world": trainee.world,
        "charts": charts,
        "measures": measures,
        "corpus": corpus,
    }
    for cell in solved_cells():
        text = re.sub(r"^from course import .*$", "", cell, flags=re.M)
        exec(compile(text, "cell", "exec"), given)
    return given


CODE = {
    "own-caught": "caught",
    "own-timers": "timed",
    "own-alone": "alone",
    "own-late": "late",
    "own-naive": "gap",
    "own-matched": "matched",
}


@pytest.mark.parametrize("world", WORLDS)
def test_the_reference_agrees_with_the_notebook(world: str) -> None:
    found, own = worked(world), OneTrainee(world).drawn
    for name, variable in CODE.items():
        assert answer(name, own) == pytest.approx(float(found[variable]), abs=1e-9), name
    stretch = found["stretches"].sort_values("ratio").iloc[-1]
    assert answer("own-onset", own) == stretch["first"].year * 100 + stretch["first"].month
    assert answer("own-times", own) == pytest.approx(stretch["ratio"], abs=0.006)
    assert answer("odd-tag", own) == found["rising"].sort_values("alone").iloc[-1]["tag"]


# ---- accuse or clear


def company(world: str, least: int) -> Any:
    edges = worked(world)["edges"]
    close = edges[(edges["objects"] >= least) & (edges["expected"] < 1)]
    return pd.concat([close["account_a"], close["account_b"]]).value_counts()


@pytest.mark.parametrize("world", WORLDS)
def test_an_analyst_finds_the_campaign_and_clears_the_rest(world: str) -> None:
    at_four, at_three = company(world, 4), company(world, 3)
    truth = events(world)
    suspects = set(at_four.index[at_four >= 5])
    assert suspects == set(truth["campaign"]["members"])
    assert len(set(at_three.index[at_three >= 5]) & set(truth["campaign-twin"]["members"])) >= 20
    for number in LINE_UPS:
        own = OneTrainee(world, number).drawn
        accounts = corpus.lineup(MODULE, world, "accuse", number)["author_id"]
        named = [f"a{place}" for place, account in accounts.items() if account in suspects]
        assert len(named) == 10 and points("line-up", named, own) == 1.0


@pytest.mark.parametrize("world", WORLDS)
def test_an_analyst_tells_a_timer_from_a_schedule(world: str) -> None:
    runs = worked(world)["longest"]
    for number in LINE_UPS:
        own = OneTrainee(world, number).drawn
        accounts = corpus.lineup(MODULE, world, "clock", number)["author_id"]
        lines = runs.reindex(accounts)
        round_the_clock = (lines["posts"] >= 5) & (lines["quiet_hours"] < 12)
        named = [f"a{place}" for place, yes in zip(accounts.index, round_the_clock, strict=True) if yes]
        assert points("clock-line", named, own) == 1.0


@pytest.mark.parametrize("world", WORLDS)
def test_the_other_twins_are_cleared_by_what_is_taught(world: str) -> None:
    found, truth = worked(world), events(world)
    # The tags that rise are the pushed one and its twin, and who writes them tells them apart.
    rising = found["rising"].set_index("tag")["alone"]
    pushed, new = (truth[kind]["tag"].casefold() for kind in ("hijack", "hijack-twin"))
    assert set(rising.index) == {pushed, new} and rising[pushed] > 75 > 60 > rising[new]
    # The surge is the strongest stretch, and the congress is in none.
    stretches = found["stretches"]
    start = pd.Timestamp(truth["surge"]["start"]).tz_localize(None)
    first = pd.Timestamp(stretches.sort_values("ratio").iloc[-1]["first"])
    assert abs((first - start).days) <= 7
    congress = pd.Timestamp(truth["surge-twin"]["start"]).tz_localize(None)
    for one in stretches.itertuples():
        assert (
            not pd.Timestamp(one.first) <= congress < pd.Timestamp(one.first) + pd.Timedelta(weeks=one.weeks)
        )
    # One retracted paper is shared on; one that was cleared, too.
    late = found["after"][found["after"]["later"] >= 10]
    assert (late["kind"] == "retraction").sum() == 1 and (late["kind"] != "retraction").any()


@pytest.mark.parametrize("world", WORLDS)
def test_habits_earn_nothing(world: str) -> None:
    own = OneTrainee(world).drawn
    everybody = [option.id for option in BANK.find("clock-line").options]
    assert points("clock-line", everybody, own) <= 0.1
    assert points("clock-line", [], own) <= 0.1 and points("line-up", [], own) <= 0.1
    accused = set(answer("line-up", own))
    all_thirty = [option.id for option in BANK.find("line-up").options]
    assert len(accused) == 10
    # The card takes ten at most, so *everybody* is whichever ten come first, or ten at random.
    first_tens = [points("line-up", all_thirty[:10], OneTrainee(world, n).drawn) for n in LINE_UPS]
    assert sum(first_tens) / len(first_tens) <= 0.2
    question = BANK.find("line-up")
    assert score(question, key_of(question, KEYS), all_thirty, own, REFERENCE).fraction <= 0.1


def test_being_in_many_line_ups_says_nothing() -> None:
    for world in WORLDS:
        truth = events(world)
        often: dict[str, int] = {}
        for number in LINE_UPS:
            for account in corpus.lineup(MODULE, world, "accuse", number)["author_id"]:
                often[account] = often.get(account, 0) + 1
        members = set(truth["campaign"]["members"]) & set(often)
        twins = set(truth["campaign-twin"]["members"]) & set(often)
        assert len(members) == len(twins) == 20 and len(often) == 60
        means = [sum(often[one] for one in group) / len(group) for group in (members, set(often) - members)]
        assert means == [6.0, 6.0]


def test_line_ups_say_nothing_by_their_order() -> None:
    places = []
    for world in WORLDS:
        members = set(events(world)["campaign"]["members"])
        for number in LINE_UPS:
            accounts = corpus.lineup(MODULE, world, "accuse", number)["author_id"].tolist()
            places += [place for place, account in enumerate(accounts) if account in members]
    # 360 places of 0 to 29: the mean of a fair draw lies within 3.5 standard errors of 14.5.
    assert abs(sum(places) / len(places) - 14.5) < 3.5 * 8.66 / len(places) ** 0.5


def test_a_line_up_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(corpus.CorpusError, match="There are: accuse, clock"):
        corpus.lineup(MODULE, WORLDS[0], "guess", 1)
    with pytest.raises(corpus.CorpusError, match="numbered from 1 to 12"):
        corpus.lineup(MODULE, WORLDS[0], "accuse", 13)
    with pytest.raises(corpus.CorpusError, match="has no line-ups"):
        corpus.lineup("06-hashtag-data", "w01", "accuse", 1)


# ---- the bank


def test_every_known_mistake_is_wrong_and_named() -> None:
    for question in GRADED:
        told = key_of(question, KEYS)
        for trainee in TRAINEES[:20]:
            own = drawn(question, trainee)
            for mistake in told.mistakes:
                wrong = mistake.answer if mistake.reference is None else REFERENCE[mistake.reference](**own)
                got = score(question, told, wrong, own, REFERENCE)
                assert got.fraction == 0 and got.reason, (question.id, trainee, wrong)


def test_keys_differ_between_trainees() -> None:
    own = [drawn(OWN, trainee) for trainee in TRAINEES]
    for name, parameter in OWN.drawn_parameters.items():
        assert {one[name] for one in own} == set(parameter.choice or parameter.world)
    keys = {json.dumps([answer(name, one) for name in ("line-up", "own-caught", "own-naive")]) for one in own}
    assert len(keys) > 100


def test_what_there_is() -> None:
    hashtag = load_bank(REPOSITORY / "source" / "06-hashtag-data")
    assert len(list(BANK)) + len(list(hashtag)) >= 60
    assert {"choices", "number", "text", "evidence", "order", "match"} <= {one.kind for one in GRADED}
    for question in GRADED:
        assert len(question.hints) == 3, question.id
    for question in BANK:
        for trainee in TRAINEES[:10]:
            own = drawn(question, trainee)
            told = key_of(question, KEYS)
            shown = json.dumps(card_spec(question, own, 1, module=MODULE))
            texts = [*question.hints, told.rationale if told else ""]
            assert "{{" not in shown and not any("{{" in fill(text, own, question.id) for text in texts)


def test_worlds_are_small_and_say_that_they_are_made_up() -> None:
    folder = Path(corpus.__file__).parent / "worlds" / MODULE
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 15_000_000
    for name in WORLDS:
        manifest = json.loads((folder / name / "corpus.json").read_text())
        assert manifest["synthetic"] is True and not {"seed", "plants"} & set(manifest)


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
    assert built_anew(tmp_path, MODULE) == {"unchanged"}
