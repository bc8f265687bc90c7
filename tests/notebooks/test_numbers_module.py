"""Recompute the number: every trainee's sums can be done, the keys agree with other ways of doing them."""

import json
import re
import statistics
from collections.abc import Callable
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import nbformat
import pytest
from course_in_a_box import REPOSITORY
from nbclient import NotebookClient

from course.authoring.build import build
from course.questions import draws
from course.questions.bank.keys import key_of
from course.questions.bank.loading import load_bank, load_keys, load_reference
from course.questions.bank.models import CANNOT_BE_COMPUTED, Question
from course.questions.cards.cardspec import card_spec
from course.questions.cards.markdown import fill
from course.questions.scoring.score import right_answers, score
from course.questions.scoring.scorers import answer_of
from course.questions.scoring.scorers import told as mine

MODULE = "03-numbers"
COHORT = "autumn"
SOURCE, FACULTY = REPOSITORY / "source" / MODULE, REPOSITORY / "faculty" / MODULE
BANK = load_bank(SOURCE)
KEYS = load_keys(FACULTY, BANK)
REFERENCE = load_reference(FACULTY)
TRAINEES = [f"t{number:03d}" for number in range(1, 201)]
GRADED = [question for question in BANK if question.is_graded]
DRAWN = [question for question in GRADED if question.drawn_parameters]
CORE = [question for question in BANK if question.track == "core"]


def share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole)


# ---- the same answers by other ways than reference.py takes


def _needed(w: int, n: int, u: int, m: int) -> int:
    """The smallest group of which one more comes through, found by trying sizes in turn."""
    return next(size for size in count(1) if size * (share(u, m) - share(w, n)) >= 1)


def _wilson(k: int, n: int) -> float:
    from statsmodels.stats.proportion import proportion_confint

    return float(100 * proportion_confint(k, n, alpha=0.05, method="wilson")[1])


def _shape(a: int, b: int, c: int, d: int) -> str:
    ratios, steps = {share(b, a), share(c, b), share(d, c)}, [b - a, c - b, d - c]
    if len(ratios) == 1:
        return "percent"
    if len(set(steps)) == 1:
        return "number"
    return "slowing" if steps == sorted(steps, reverse=True) and len(set(steps)) == 3 else "jump"


def _impossible(n: int, **rows: int) -> list[str]:
    """Rows that no count comes within half a point of."""
    return [
        f"row-{name}"
        for name, percent in rows.items()
        if all(abs(100 * share(k, n) - percent) > Fraction(1, 2) for k in range(n + 1))
    ]


def _patients(n: int, sick: int, se: int, sp: int) -> dict[tuple[bool, bool], int]:
    """The table found by search: whole numbers of patients that give back both percentages exactly."""
    found = [k for k in range(sick + 1) if share(k, sick) == share(se, 100)]
    clear = [k for k in range(n - sick + 1) if share(k, n - sick) == share(sp, 100)]
    assert len(found) == len(clear) == 1
    return {
        (True, True): found[0],
        (False, True): sick - found[0],
        (False, False): clear[0],
        (True, False): n - sick - clear[0],
    }


def _table(**case: int) -> dict[str, Any]:
    cell = _patients(**case)
    rows = [
        [word, cell[positive, True], cell[positive, False]]
        for word, positive in (("positive", True), ("negative", False))
    ]
    return {"columns": ["Strip", "Sepsis", "No sepsis"], "rows": rows}


def _predictive(**case: int) -> Fraction:
    cell = _patients(**case)
    return 100 * share(cell[True, True], cell[True, True] + cell[True, False])


INDEPENDENT: dict[str, Callable[..., Any]] = {
    "own-points": lambda w, u, n: 100 * (share(u, n) - share(w, n)),
    "own-relative": lambda w, u, n: 100 * (1 - share(w, n) / share(u, n)),
    "own-nnt": _needed,
    "own-growth": lambda a, b: 100 * (share(b, a) - 1),
    "all-nurses": lambda pro, con: CANNOT_BE_COMPUTED,
    "poll-most": lambda n, r, y: 100 * (1 - share(r - y, n)),
    "own-interval": _wilson,
    "own-share": lambda t, y, m: 100 * (1 - share(t - y, t)),
    "own-others": lambda t, y, m: next(x for x in count(0) if x * (m - 1) + y >= t),
    "own-fork": lambda a, b: share((b - a) ** 2, a),
    "own-shape": _shape,
    "alarm-rate": lambda c, beds: CANNOT_BE_COMPUTED,
    "own-rate": lambda c, days, lines: share(c, days) / share(lines, 1000),
    "own-grim": _impossible,
    "own-table": _table,
    "own-ppv": _predictive,
    "leaflet-only": lambda se, sp: CANNOT_BE_COMPUTED,
    "own-reach": lambda i, b, r: 100 / (share(i, r) - share(b, r)),
    "own-fold": lambda a, m, b, k: share(a * k, b * m),
    "own-bound": lambda n, p, q, d: sum(q for _ in range(d)) * (n - share(n * (100 - p), 100)),
}


def key(question: Question) -> Any:
    found = key_of(question, KEYS)
    assert found is not None
    return found


def drawn(question: Question, trainee: str) -> dict[str, Any]:
    return draws.draw(question, COHORT, trainee)


def answer(question: Question, trainee: str) -> Any:
    return answer_of(question, key(question), drawn(question, trainee), REFERENCE)


# ---- what there is


def test_there_is_enough_to_do_and_half_of_it_is_practice() -> None:
    assert len(list(BANK)) >= 45
    assert sum(question.is_practice for question in BANK) >= 22
    assert [question.kind for question in GRADED].count("text") == 1
    kinds = {"number", "choice", "choices", "match", "table", "order", "rating", "evidence", "text"}
    assert {question.kind for question in GRADED} == kinds
    assert any(question.kind == "choice" and question.confidence for question in GRADED)


def test_each_number_of_the_text_is_practised_before_it_is_graded() -> None:
    text = (FACULTY / "notebook.md").read_text(encoding="utf-8")
    numbers = text.split("Number ")[1:]
    assert len(numbers) == 12
    for part in numbers:
        asked = [line.split()[-1] for line in part.splitlines() if line.startswith(":question:")]
        found = [question for name in asked if (question := BANK.find(name))]
        assert len(found) >= 3 and found[0].is_practice


def test_three_hints_on_every_graded_sum() -> None:
    for question in GRADED:
        if question.kind in ("number", "table") or question.drawn_parameters:
            assert len(question.hints) == 3, question.id


def test_minutes_and_points_are_those_that_the_first_page_names() -> None:
    text = (FACULTY / "notebook.md").read_text(encoding="utf-8")
    core = sum(question.points for question in CORE)
    assert f"about 30 minutes, {core:g} points" in text
    assert f"about {BANK.minutes} minutes, {BANK.points:g} points" in text
    stops = [int(part.split()[1]) for part in text.split("*About")[1:] for part in [f"About{part}"]]
    assert sum(stops) == BANK.minutes and max(stops) <= 20 and len(stops) == 5


def test_cannot_be_computed_is_right_for_several_and_wrong_for_more() -> None:
    offered = [question for question in GRADED if question.kind == "number" and question.allow]
    right = [question for question in offered if key(question).answer == CANNOT_BE_COMPUTED]
    assert len(right) >= 3 and len(offered) - len(right) > len(right)
    for question in offered:  # whoever presses it where it is wrong is told why
        if question not in right:
            assert any(one.answer == CANNOT_BE_COMPUTED for one in key(question).mistakes), question.id


# ---- two hundred trainees


@pytest.mark.parametrize("question", DRAWN, ids=lambda question: question.id)
def test_the_reference_agrees_with_another_way_of_doing_it(question: Question) -> None:
    for trainee in TRAINEES:
        expected = INDEPENDENT[question.id](**drawn(question, trainee)["case"])
        found = answer(question, trainee)
        if isinstance(expected, (Fraction, int, float)):
            assert found == pytest.approx(float(expected), abs=1e-9), (question.id, trainee)
        else:
            assert found == expected, (question.id, trainee)


@pytest.mark.parametrize("question", DRAWN, ids=lambda question: question.id)
def test_an_answer_rounded_as_asked_is_in_range_and_earns_all(question: Question) -> None:
    for trainee in TRAINEES:
        given = answer(question, trainee)
        if question.kind == "number" and given != CANNOT_BE_COMPUTED:
            assert question.range and question.range[0] < given < question.range[1]
            assert question.decimals is not None
            given = f"{given:.{question.decimals}f}"
        if question.kind == "table":
            assert all(cell >= 1 for row in given["rows"] for cell in row[1:])
        got = score(question, key(question), given, drawn(question, trainee), REFERENCE)
        assert got.fraction == 1, (question.id, trainee, given, got.reason)


@pytest.mark.parametrize("question", DRAWN, ids=lambda question: question.id)
def test_a_known_mistake_earns_nothing_and_is_named(question: Question) -> None:
    for trainee in TRAINEES:
        case = drawn(question, trainee)
        for mistake in key(question).mistakes:
            wrong = mistake.answer if mistake.reference is None else REFERENCE[mistake.reference](**case)
            if question.kind == "number" and question.range and wrong != CANNOT_BE_COMPUTED:
                if not question.range[0] <= wrong <= question.range[1]:
                    continue  # the form is refused before anybody scores it
            got = score(question, key(question), wrong, case, REFERENCE)
            assert got.fraction == 0, (question.id, trainee, wrong)
            said = {" ".join(one.say.split()) for one in key(question).mistakes}
            assert got.reason in said, (question.id, trainee, wrong, got.reason)


def test_no_two_of_ten_neighbours_share_all_numbers() -> None:
    own = {
        trainee: json.dumps([drawn(question, trainee) for question in DRAWN], sort_keys=True)
        for trainee in TRAINEES
    }
    for start in range(len(TRAINEES) - 9):
        assert len({own[trainee] for trainee in TRAINEES[start : start + 10]}) == 10


def test_no_two_of_ten_neighbours_share_most_of_the_core() -> None:
    own = [question for question in DRAWN if question.track == "core" and not question.draws_with]
    for start in range(len(TRAINEES) - 9):
        ten = [[drawn(question, trainee) for question in own] for trainee in TRAINEES[start : start + 10]]
        for place, one in enumerate(ten):
            for other in ten[place + 1 :]:
                assert sum(a == b for a, b in zip(one, other, strict=True)) < len(own)


def test_every_case_is_drawn_by_somebody() -> None:
    for question in DRAWN:
        wanted = question.drawn_parameters["case"].choice or []
        seen = {json.dumps(drawn(question, trainee)["case"]) for trainee in TRAINEES}
        assert len(seen) == len({json.dumps(one) for one in wanted}) == len(wanted) >= 8, question.id


def test_every_text_can_be_filled_in_for_everybody() -> None:
    for question in BANK:
        for trainee in TRAINEES if question.drawn_parameters else TRAINEES[:1]:
            case = drawn(question, trainee)
            shown = json.dumps(card_spec(question, case, 1, module=MODULE))
            told = key_of(question, KEYS)
            given = mine(question, told, case, REFERENCE) if told else case
            notes = [told.rationale, *told.options.values()] if told else []
            texts = [fill(text, given, question.id) for text in [*question.hints, *notes]]
            assert "{{" not in shown and not any("{{" in text for text in texts)


def test_right_answers_earn_every_point_that_needs_no_reader() -> None:
    for trainee in TRAINEES[:20]:
        for name, value in right_answers(BANK, KEYS, trainee, COHORT, REFERENCE).items():
            question = BANK.find(name)
            assert question is not None
            if question.kind != "text":
                got = score(question, key(question), value, drawn(question, trainee), REFERENCE)
                assert got.fraction == 1, name


def test_the_impossible_rows_are_impossible_however_one_rounds() -> None:
    question = BANK.find("own-grim")
    assert question is not None
    for case in question.parameters["case"].choice or []:
        n, rows = case["n"], {name: value for name, value in case.items() if name != "n"}
        for name in _impossible(n, **rows):  # cut off, rounded up, rounded to even: none of them helps
            assert all(abs(100 * share(k, n) - rows[name[-1]]) >= 1 for k in range(n + 1))
        assert 1 <= len(_impossible(n, **rows)) <= 3


# ---- a guess does not pay


def _options(question: Any) -> list[Any]:
    return list(question.right if question.kind == "match" else question.options)


def _earned(question: Any, option: Any, trainee: str) -> float:
    value: Any = option.id
    if question.kind == "choices":
        value = [option.id]
    elif question.kind == "match":
        value = {one.id: option.id for one in question.left}
    elif question.confidence:
        return float(answer(question, trainee) == option.id)
    return score(question, key(question), value, drawn(question, trainee), REFERENCE).fraction


@pytest.mark.parametrize(
    "pick",
    [
        lambda options: options[0],
        lambda options: options[-1],
        lambda options: max(options, key=lambda one: len(one.text)),
        lambda options: min(options, key=lambda one: len(one.text)),
    ],
    ids=["first", "last", "longest", "shortest"],
)
@pytest.mark.parametrize("graded", [True, False], ids=["graded", "with practice"])
def test_always_choosing_by_place_or_length_is_no_better_than_chance(
    pick: Callable[[list[Any]], Any], graded: bool
) -> None:
    gained, chance = [], []
    for question in GRADED if graded else BANK:
        if question.kind not in ("choice", "choices", "match"):
            continue
        for trainee in TRAINEES if question.drawn_parameters else TRAINEES[:1]:
            weight = 1 / (len(TRAINEES) if question.drawn_parameters else 1)
            each = [_earned(question, option, trainee) for option in _options(question)]
            chosen = _options(question).index(pick(_options(question)))
            gained.append(weight * each[chosen])
            chance.append(weight * statistics.mean(each))
    assert sum(gained) <= sum(chance)


def test_half_of_the_evidence_cards_are_borne_out() -> None:
    verdicts = [key(question).answer for question in GRADED if question.kind == "evidence"]
    assert verdicts and verdicts.count(True) * 2 == len(verdicts)


# ---- the core path


def _desk(tmp_path: Path) -> Path:
    settings = {"mode": "cohort", "id": "t007", "cohort": COHORT, "course_id": "discernment"}
    (tmp_path / ".course.json").write_text(json.dumps(settings))
    folder = tmp_path / MODULE
    folder.mkdir()
    for path in (REPOSITORY / "release" / MODULE).iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def test_core_questions_stand_under_core_headings_and_come_first() -> None:
    text = (FACULTY / "notebook.md").read_text(encoding="utf-8")
    before, after = text.split("**The core ends here.**")
    asked = [line.split()[-1] for line in before.splitlines() if line.startswith(":question:")]
    assert asked == [question.id for question in CORE]
    headings = [line for line in before.splitlines() if line.startswith("##")]
    assert len(headings) == 7 and all("Core" in line for line in headings)
    assert not any("Core" in line for line in after.splitlines() if line.startswith("#"))


def test_the_core_runs_by_itself_from_a_fresh_start(tmp_path: Path) -> None:
    folder = _desk(tmp_path)
    notebook = nbformat.read(folder / f"{MODULE}.ipynb", as_version=4)
    end = next(i for i, cell in enumerate(notebook.cells) if "**The core ends here.**" in cell.source)
    later = {question.id for question in BANK} - {question.id for question in CORE}
    notebook.cells = notebook.cells[:end]
    assert not any(f'"{name}"' in cell.source for cell in notebook.cells for name in later)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(output.output_type != "error" for cell in code for output in cell.outputs)
    # every question and every picture left something on the page; the import leaves nothing
    assert all(cell.outputs for cell in code[1:])


def test_each_plain_code_cell_runs_with_the_first_cell_alone(tmp_path: Path) -> None:
    folder = _desk(tmp_path)
    notebook = nbformat.read(folder / f"{MODULE}.ipynb", as_version=4)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    plain = [source for source in code[1:] if not source.startswith(("ask(", "check(", "progress("))]
    assert len(plain) == 7
    for source in plain:
        space: dict[str, Any] = {}
        exec(compile(code[0], "setup", "exec"), space)
        exec(compile(source, source[:40], "exec"), space)


# ---- numbers that are real


def test_the_made_up_histories_keep_the_published_total_and_rise_each_year() -> None:
    text = (FACULTY / "notebook.md").read_text(encoding="utf-8")
    calls = re.findall(r"^charts\.growth\(.*?^\)$", text, re.MULTILINE | re.DOTALL)
    assert len(calls) == 2
    for call in calls:
        years = eval(call.replace("charts.growth(", "keep("), {"keep": lambda counts, **_: dict(counts)})
        assert list(years) == list(range(2012, 2023))
        assert sum(years.values()) == 4_397_691
        assert (years[2021], years[2022]) == (692_095, 1_178_647)
        values = list(years.values())
        assert values == sorted(set(values))


PRACTISED = {
    "caps-points": 100 * (share(32, 4000) - share(16, 4000)),
    "one-helped": 1 / (share(32, 4000) - share(16, 4000)),
    "meded-growth": 100 * share(1_178_647 - 692_095, 692_095),
    "points-first": 100 * (share(50, 40) - 1),
    "poll-least": 100 * share(40, 200),
    "videos-k": Fraction(5),
    "interval-first": _wilson(4, 38),
    "meded-share": 100 * share(1_178_647, 4_397_691),
    "meded-others": share(4_397_691 - 692_095 - 1_178_647, 9),
    "third-year": share(6000 * 6000, 4000),
    "rate-first": 1000 * share(12, 40 * 100),
    "grim-near": 100 * share(9, 18),
    "grim-missing": Fraction(8),
    "ppv-first": _predictive(n=1000, sick=50, se=80, sp=90),
    "reach-first": 100 * share(90, 400 - 40),
    "meded-months": 692_095 * share(10, 12) + 1_178_647 * share(3, 12),
    "meded-fold": share(871_408, 18_000),
    "bound-first": Fraction(500 * 10 * 2),
}


def test_released_answers_of_practice_are_right_and_their_mistakes_wrong() -> None:
    asked = [question for question in BANK if question.is_practice and question.kind == "number"]
    wanted = {question.id for question in asked if key(question).answer != CANNOT_BE_COMPUTED}
    assert wanted == set(PRACTISED)
    for question in asked:
        for mistake in key(question).mistakes:
            got = score(question, key(question), mistake.answer)
            assert (got.state, got.reason) == ("wrong", " ".join(mistake.say.split())), question.id
        if question.id in PRACTISED:
            assert question.decimals is not None
            exact = f"{float(PRACTISED[question.id]):.{question.decimals}f}"
            assert score(question, key(question), exact).state == "right", (question.id, exact)
    assert [k for k in range(39) if round(100 * k / 38) == 13] == [5]
    assert [k for k in range(18) if round(100 * k / 17) == 47] == [8]
    assert 47 not in {round(100 * k / 18) for k in range(19)}


def test_only_one_table_of_55_articles_fits_what_the_editorial_reports() -> None:
    fits = [
        (tp, fn, fp, 55 - tp - fn - fp)
        for tp in range(56)
        for fn in range(56 - tp)
        for fp in range(56 - tp - fn)
        if 0 < tp + fn < 55
        and fn > 0
        and round(100 * tp / (tp + fn)) == 75
        and round(100 * (55 - tp - fn - fp) / (55 - tp - fn)) == 93
        and round(tp * (55 - tp - fp) / ((tp + fp) * fn)) == 11
    ]
    assert fits == [(9, 3, 3, 40)]


def test_source_and_release_are_freshly_built(tmp_path: Path) -> None:
    for side in ("source", "faculty", "release"):
        for path in (REPOSITORY / side / MODULE).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                target = tmp_path / side / MODULE / path.relative_to(REPOSITORY / side / MODULE)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
    (tmp_path / "nbgrader_config.py").write_bytes((REPOSITORY / "nbgrader_config.py").read_bytes())
    changes = build([MODULE], tmp_path, tmp_path / "faculty")
    assert {change.what for change in changes} == {"unchanged"}
