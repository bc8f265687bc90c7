"""Stop, and read laterally: the archive is wide enough, every story can be solved, and habits do not pay."""

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from course_in_a_box import REPOSITORY
from markupsafe import escape
from released import built_anew, run_release

from course.archive import variant_of
from course.archive.comparing import feedback_html
from course.archive.variants import fact_of_draw
from course.authoring.archive import building, checking
from course.questions import draws
from course.questions.bank.keys import key_of
from course.questions.bank.loading import load_bank, load_keys, load_reference
from course.questions.cards.cardspec import card_spec
from course.questions.cards.markdown import fill
from course.questions.scoring.score import score
from course.questions.scoring.scorers import answer_of
from course.questions.scoring.scorers import told as mine

MODULE, COHORT = "01-viral-claims", "autumn"
SOURCE, FACULTY = REPOSITORY / "source" / MODULE, REPOSITORY / "faculty" / MODULE
BANK = load_bank(SOURCE)
KEYS, REFERENCE = load_keys(FACULTY, BANK), load_reference(FACULTY)
GRADED = [question for question in BANK if question.is_graded]
TRAINEES = [f"t{number:03d}" for number in range(1, 201)]
STORIES = ("bay-four", "clinic-domain", "knee-capsules", "loose-patches", "pump-pile", "sepsis-alarm")
CORE = ("bay-four", "clinic-domain", "pump-pile")


def story_of(question: Any) -> str | None:
    parameter = question.drawn_parameters.get("variant")
    return parameter.archive if parameter else None


def drawn(question: Any, trainee: str) -> dict[str, Any]:
    return draws.draw(question, COHORT, trainee)


def answer(question: Any, own: dict[str, Any]) -> Any:
    return answer_of(question, key_of(question, KEYS), own, REFERENCE)


# ---- the archive


@pytest.fixture(scope="module")
def report() -> checking.Report:
    return checking.check(REPOSITORY / "faculty", MODULE, root=REPOSITORY)


def test_the_archive_is_wide_and_whole(report: checking.Report) -> None:
    assert report.faults == []
    assert {line.id for line in report.stories} == set(STORIES)
    assert report.pages >= 80 and report.sites >= 25 and report.pictures >= 30


def test_a_fact_checker_solves_each_story_and_lazy_readers_do_not(report: checking.Report) -> None:
    for line in report.stories:
        # That each answer is shown on the way, in every variant, is among the faults above.
        assert line.opens <= line.budget, line
        assert line.first_page <= 0.5 and line.first_result <= 0.5, line
        assert line.keys >= 20 and line.drawn_keys >= 20, line
        assert line.borne_out is not None and 0.3 <= line.borne_out <= 0.7, line


def test_always_false_earns_no_more_than_an_honest_half(report: checking.Report) -> None:
    assert report.cynic is not None and report.cynic.sure <= 0.625


def test_what_is_built_is_fresh() -> None:
    assert building.build(REPOSITORY, REPOSITORY / "faculty", MODULE, write=False) == []


def test_the_package_names_no_path_and_no_key() -> None:
    import gzip

    folder = REPOSITORY / "course" / "archive" / "web" / MODULE
    for file in sorted(folder.glob("*.json.gz")):
        text = gzip.decompress(file.read_bytes()).decode("utf-8")
        for word in ('"role"', '"trail"', '"answers"', '"slots"', "{{", "{%"):
            assert word not in text, (file.name, word)


# ---- the questions


@pytest.mark.parametrize("story", STORIES)
def test_each_drawn_trainee_has_a_key_that_scores_full(story: str) -> None:
    questions = [question for question in GRADED if story_of(question) == story]
    assert len(questions) >= 5
    sets = set()
    variants = json.loads((FACULTY / "archive" / "variants.json").read_text(encoding="utf-8"))[story]
    for trainee in TRAINEES:
        # Read from the file by hand, not by the reference.
        expected = variants[variant_of(COHORT, trainee, story, len(variants))]
        own = {question.id: answer(question, drawn(question, trainee)) for question in questions}
        assert own == {name: expected[name] for name in own}
        sets.add(json.dumps(own, sort_keys=True))
    assert len(sets) >= 20


def test_a_right_answer_earns_all_and_a_known_mistake_nothing() -> None:
    for question in GRADED:
        if question.kind == "text":
            continue
        told = key_of(question, KEYS)
        for trainee in TRAINEES[:20]:
            own = drawn(question, trainee)
            right = answer(question, own)
            given = {"choice": right, "confidence": 1.0} if getattr(question, "confidence", False) else right
            assert score(question, told, given, own, REFERENCE).fraction == 1.0, (question.id, trainee)
            for mistake in told.mistakes:
                if mistake.answer == right:
                    continue  # what is a mistake for others can be the key of one variant
                got = score(question, told, mistake.answer, own, REFERENCE)
                assert got.fraction == 0, (question.id, trainee)


def test_verdicts_go_both_ways_for_one_group() -> None:
    verdicts = [question for question in GRADED if question.id.endswith("-verdict")]
    assert len(verdicts) == len(STORIES)
    for question in verdicts:
        told = [answer(question, drawn(question, trainee)) for trainee in TRAINEES]
        assert 0.25 <= told.count("borne-out") / len(told) <= 0.75, question.id


def test_what_there_is() -> None:
    assert len(list(BANK)) >= 50 and sum(question.is_practice for question in BANK) >= 10
    core = {question.id for question in BANK if question.track == "core"}
    for question in GRADED:
        assert len(question.hints) == 3, question.id
        if story_of(question):
            assert (question.id in core) == (story_of(question) in CORE), question.id
    for question in BANK:
        for trainee in TRAINEES[:10]:
            own = drawn(question, trainee)
            told = key_of(question, KEYS)
            shown = json.dumps(card_spec(question, own, 1, module=MODULE))
            texts = [*question.hints, told.rationale if told else ""]
            given = mine(question, told, own, REFERENCE) if told else own
            assert "{{" not in shown and not any("{{" in fill(text, given, question.id) for text in texts)


def test_a_debriefing_says_what_is_so_before_it_shows_the_ways() -> None:
    numbers = {"pump-pile": "pump-count", "clinic-domain": "clinic-verdict", "knee-capsules": "knee-gap"}
    variants = json.loads((FACULTY / "archive" / "variants.json").read_text(encoding="utf-8"))
    for story in STORIES:
        for trainee in TRAINEES[:30]:
            draw = draws.archive_draw(COHORT, trainee, story)
            fact = fact_of_draw(FACULTY, story, draw)
            page = feedback_html(FACULTY, MODULE, story, draw, None)
            assert len(fact) > 80 and page.startswith(f'<p class="qc-fact">{escape(fact)}</p>'), story
            key = variants[story][draw % len(variants[story])].get(numbers.get(story, ""))
            assert not isinstance(key, int) or f" {key} " in fact, (story, trainee)


# ---- the notebook


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """The release run from the top, unanswered."""
    return run_release(tmp_path_factory.mktemp("desk"), MODULE, COHORT)


def test_it_runs_from_the_top_without_a_word_on_stderr(run: nbformat.NotebookNode) -> None:
    outputs = [output for cell in run.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [one for one in outputs if one.output_type == "error" or one.get("name") == "stderr"]


def test_source_and_release_are_freshly_built(tmp_path: Path) -> None:
    assert built_anew(tmp_path, MODULE, "pictures", "sites") == {"unchanged"}
