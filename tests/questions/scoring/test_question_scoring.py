"""What answers earn: full marks from keys, hand-written partial credit, and nothing for what is forged."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.errors import BankError
from course.questions import draws
from course.questions.answers.answer_checks import check_form
from course.questions.answers.store import Answers, Entry
from course.questions.bank.keys import practice_key
from course.questions.scoring.score import right_answers, score, score_all, score_entry

TWO = [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]
FOUR = [{"id": i, "text": i} for i in "abcd"]


def answers_of(values, **entry) -> Answers:
    return Answers(
        module="ten-kinds", answers={name: Entry(value=value, **entry) for name, value in values.items()}
    )


# The ten kinds


@pytest.mark.parametrize("trainee", ["ada", "bo", "cy", "self-study", None])
def test_right_answers_earn_every_point(ten_bank, ten_keys, ten_reference, trainee):
    values = right_answers(ten_bank, ten_keys, trainee, "c1", ten_reference)
    results = score_all(ten_bank, ten_keys, answers_of(values), trainee, "c1", ten_reference)
    graded = [question for question in ten_bank if question.kind != "text"]
    assert all(results[q.id].points == q.points and results[q.id].state == "right" for q in graded)
    assert all(results[q.id].reason == "" for q in graded)
    assert results["reply"].state == "waiting" and results["reply"].needs_faculty
    assert sum(result.points for result in results.values()) == ten_bank.points - 2


def test_right_answers_have_the_right_form_and_are_plain_data(ten_bank, ten_keys, ten_reference):
    values = right_answers(ten_bank, ten_keys, "ada", "c1", ten_reference)
    assert json.loads(json.dumps(values)) == values
    for question in ten_bank:
        check_form(question, values[question.id])


@pytest.mark.parametrize("answers", [None, Answers(module="ten-kinds")])
def test_an_untouched_module_earns_nothing_and_waits_for_nobody(ten_bank, ten_keys, ten_reference, answers):
    results = score_all(ten_bank, ten_keys, answers, "ada", "c1", ten_reference)
    assert {result.state for result in results.values()} == {"blank"}
    assert sum(result.points for result in results.values()) == 0
    assert not any(result.needs_faculty for result in results.values())


# The right ward of each of the three cases, by hand: 8/800 < 6/400, 5/700 < 4/350, 12/1000 < 9/600.
WARD = {400: "cedar", 700: "birch", 600: "cedar"}

MIDDLING = {
    "what-is-missing": (["days", "before"], 4 / 3, "partly", "1 that fits was not chosen."),
    "hops": (
        ["preprint", "news", "release", "post"],
        2 / 3,
        "partly",
        "1 of 6 pairs stand the other way round.",
    ),
    "designs": ({"survey": "went-with", "trial": "went-with"}, 0.8, "partly", "1 of 3 pairs agree"),
    "source-named": (3, 0.0, "wrong", "outside the reference range"),
    "growth": ("400 %", 0.0, "wrong", "May is 400 % of March."),
    "by-month": (
        {"columns": ["month", "posts", "share"], "rows": [["May", 48, 74], ["Apr", 20, 40], ["Mar", 12, 25]]},
        1.0,
        "partly",
        "1 of 2 columns differs from the key: share.",
    ),
    "posts-chart": (
        {
            "mark": "bar",
            "encoding": {"x": {"field": "month", "type": "ordinal"}, "y": {"field": "posts"}},
            "data": {"values": [{"month": "Mar", "posts": 12}]},
        },
        0.5,
        "partly",
        "encoding y, data",
    ),
    "red-lamps": (20, 0.9812, "right", "80% sure earns 0.981"),
}


@pytest.mark.parametrize("name", MIDDLING)
def test_middling_answers_earn_what_the_table_says(ten_bank, ten_keys, ten_reference, name):
    value, points, state, words = MIDDLING[name]
    results = score_all(ten_bank, ten_keys, answers_of({name: value}), "ada", "c1", ten_reference)
    assert results[name].points == pytest.approx(points, abs=5e-5)
    assert results[name].state == state
    assert words in results[name].reason
    assert "\n" not in results[name].reason


def test_own_numbers_decide_the_key(ten_bank, ten_keys, ten_reference):
    question = ten_bank.find("lower-rate")
    seen = set()
    for n in range(12):
        trainee = f"t{n}"
        ward = WARD[draws.draw(question, "c1", trainee)["case"]["birch_days"]]
        other = "cedar" if ward == "birch" else "birch"
        seen.add(ward)
        for choice, points in ((ward, 0.9688), (other, 0.2188)):
            value = {"choice": choice, "confidence": 0.75}
            result = score_all(
                ten_bank, ten_keys, answers_of({question.id: value}), trainee, "c1", ten_reference
            )
            assert result[question.id].points == points
    assert seen == {"birch", "cedar"}


def test_answers_for_somebody_else_wait_with_both_scores(ten_bank, ten_keys, ten_reference):
    question, key = ten_bank.find("lower-rate"), ten_keys.find("lower-rate")
    wards = {f"t{n}": WARD[draws.draw(question, "c1", f"t{n}")["case"]["birch_days"]] for n in range(12)}
    me = next(name for name, ward in wards.items() if ward == "birch")
    other = next(name for name, ward in wards.items() if ward == "cedar")
    entry = Entry(value={"choice": "cedar", "confidence": 1.0}, drawn_for=f"c1/{other}")
    result = score_entry(question, key, entry, "c1", me, ten_reference)
    assert (result.state, result.points, result.needs_faculty) == ("waiting", 0.0, True)
    assert result.lines == [
        "With this trainee's numbers: 0 of 1.",
        f"With the numbers of 'c1/{other}': 1 of 1.",
    ]
    mine = score_entry(
        question, key, entry.model_copy(update={"drawn_for": f"c1/{me}"}), "c1", me, ten_reference
    )
    assert (mine.state, mine.points) == ("wrong", 0.0)
    blank = score_entry(question, key, Entry(drawn_for=f"c1/{other}"), "c1", me, ten_reference)
    assert blank.state == "blank"


def test_a_mark_on_a_question_without_parameters_means_nothing(ten_bank, ten_keys):
    entry = Entry(value=1, drawn_for="c1/somebody")
    result = score_entry(ten_bank.find("source-named"), ten_keys.find("source-named"), entry, "c1", "ada")
    assert result.state == "right"


# One kind at a time


def test_tolerances(make_question, make_key):
    question = make_question(kind="number", points=2, unit="%")
    absolute = make_key(70.3, tolerance={"absolute": 0.05})
    for value, points in (("70.3", 2), ("70,35", 2), (70.25, 2), ("70.36", 0), ("70.2", 0), ("70.3 %", 2)):
        assert score(question, absolute, value).points == points
    relative = make_key(-200, tolerance={"relative": 0.01})
    assert [score(question, relative, value).points for value in (-198, -202, -197.9)] == [2, 2, 0]
    exact = make_key(0.3)
    assert score(question, exact, 0.1 + 0.2).points == 2


def test_cannot_be_computed(make_question, make_key):
    question = make_question(kind="number", allow=["cannot-be-computed"])
    none, some = (
        make_key("cannot-be-computed", mistakes=[{"answer": 6.4, "say": "Followers are not viewers."}]),
        make_key(5),
    )
    assert score(question, none, "Cannot be computed").points == 1
    assert score(question, none, "6.4").reason == "Followers are not viewers."
    assert score(question, none, 7).reason == "It cannot be computed from what is given."
    assert score(question, some, "cannot-be-computed").reason == "It can be computed from what is given."


def test_a_known_mistake_may_be_computed(make_question, make_key):
    question = make_question(kind="number", parameters={"n": {"integer": {"from": 10, "to": 90, "step": 10}}})
    key = make_key(reference="right", mistakes=[{"reference": "double", "say": "You counted both ways."}])
    functions = {"right": lambda n: n, "double": lambda n: 2 * n}
    assert score(question, key, 30, {"n": 30}, functions).points == 1
    assert score(question, key, 60, {"n": 30}, functions).reason == "You counted both ways."
    other = score(question, key, 61, {"n": 30}, functions)
    assert other.reason == "Not this number." and other.lines == ["Asked for: 30."]


@pytest.mark.parametrize(
    "value, said",
    [
        (0.25, "multiply by 100"),
        (75, "what is left up to 100 %"),
        (-25, "the sign is not"),
        (0.04, "the other way round"),
        (250, "10 times too large"),
        (2.5, "10 times too small"),
        (25.2, "rounded too early"),
        (31, "Not this number."),
    ],
)
def test_a_wrong_number_is_told_its_likely_slip_and_the_right_one(make_question, make_key, value, said):
    question = make_question(kind="number", unit="%")
    key = make_key(25, tolerance={"absolute": 0.1})
    result = score(question, key, value)
    assert said in result.reason and result.reason.startswith("Not this number.")
    assert "25" not in result.reason  # a command may print the reason beside a person's name
    assert result.lines == ["Asked for: 25 %."]
    assert score(question, key, 25.05).lines == []


def test_a_reason_never_quotes_the_key(ten_bank, ten_keys, ten_reference):
    wrong = {
        "growth": "999",
        "source-named": 5,
        "by-month": {"columns": ["month", "posts", "share"], "rows": [["x", 1, 2]]},
    }
    results = score_all(ten_bank, ten_keys, answers_of(wrong), "ada", "c1", ten_reference)
    for name, secrets in {
        "growth": ["300"],
        "source-named": ["1", "2"],
        "by-month": ["48", "75", "Apr"],
    }.items():
        assert results[name].reason
        assert not any(secret in results[name].reason for secret in secrets)


def test_choice_and_three_options_with_confidence(make_question, make_key):
    plain = make_question(kind="choice", options=TWO)
    assert [score(plain, make_key("a"), value).points for value in ("a", "b")] == [1, 0]
    three = make_question(kind="choice", options=FOUR[:3], confidence=True)
    result = score(three, make_key("a"), {"choice": "b", "confidence": 0.6})
    assert (result.points, result.state) == (0.24, "wrong")
    assert (
        result.reason == "Your verdict differs from the key. 60% sure earns 0.24; less sure would cost less."
    )
    assert score(three, make_key("a"), {"choice": "a", "confidence": 1}).reason == ""
    assert score(three, make_key("a"), "a").state == "invalid"  # no confidence, no credit


def test_completion_credit_tells_no_right_or_wrong(make_question, make_key):
    question = make_question(kind="number", credit="completion", range=[0, 24])
    for key in (None, make_key(12)):
        result = score(question, key, 3)
        assert (result.points, result.state, result.reason) == (1, "recorded", "")
    assert score(question, None, 30).state == "invalid"
    assert score(question, None, None).state == "blank"


@pytest.mark.parametrize(
    "value, state",
    [
        ("", "blank"),
        (" \n", "blank"),
        ("\u200b\u200d\ufeff\u2060\u00ad\u034f \u3164\u2800\u202e", "blank"),
        ("\u200b.\u200b", "waiting"),
        (None, "blank"),
        ("One.", "waiting"),
        ("word " * 500, "waiting"),
        (3, "invalid"),
        (["x"], "invalid"),
    ],
)
def test_a_text_waits_for_a_person_unless_blank(make_question, value, state):
    result = score(make_question(kind="text", words={"max": 80, "min": 10}), None, value)
    assert (result.state, result.points) == (state, 0)


def test_a_half_filled_table_earns_its_whole_columns(make_question, make_key):
    columns = [
        {"name": "year", "type": "integer", "given": True},
        {"name": "n", "type": "integer"},
        {"name": "r"},
    ]
    question = make_question(kind="table", columns=columns, rows=[[2021], [2022]], points=2)
    key = make_key({"columns": ["year", "n", "r"], "rows": [[2021, 5, 1.5], [2022, 7, 2.5]]})
    value = {"columns": ["year", "n", "r"], "rows": [[2021, "5", "1,5"], [2022, "7", None]]}
    result = score(question, key, value)
    assert (result.points, result.state, result.lines) == (
        1,
        "partly",
        ["Column n: agrees.", "Column r: differs."],
    )


def test_rows_are_paired_by_key_columns_and_never_twice(make_question, make_key):
    columns = [{"name": "tag", "type": "text"}, {"name": "n", "type": "integer"}]
    question = make_question(kind="table", columns=columns, variable="t")
    key = make_key({"columns": ["tag", "n"], "rows": [["POCUS", 5], ["MedEd", 7]], "by": ["tag"]})

    def points(*rows):
        return score(question, key, {"columns": ["tag", "n"], "rows": [list(row) for row in rows]}).points

    assert points(("meded", 7), ("POCUS", 5)) == 1
    assert points(("POCUS", 5)) == 0
    assert points(("POCUS", 5), ("POCUS", 5)) == 0
    assert points(("POCUS", 5), ("MedEd", 7), ("MedEd", 7)) == 0
    assert points(("POCUS", 7), ("MedEd", 5)) == 0


def test_rows_without_key_columns_are_paired_by_place(make_question, make_key):
    question = make_question(kind="table", columns=[{"name": "n"}], variable="t")
    key = make_key({"columns": ["n"], "rows": [[1], [2]]})
    assert score(question, key, {"columns": ["n"], "rows": [[1], [2]]}).points == 1
    assert score(question, key, {"columns": ["n"], "rows": [[2], [1]]}).points == 0


def test_points_are_builtin_floats_rounded_to_four_places(make_question, make_key):
    question = make_question(kind="match", left=FOUR[:3], right=FOUR, points=1)
    result = score(question, make_key({"a": "a", "b": "b", "c": "c"}), {"a": "a"})
    assert result.points == 0.5 and type(result.points) is float
    third = score(question, make_key({"a": "a", "b": "b", "c": "c"}), {"a": "a", "b": "c", "c": "b"})
    assert third.points == 0.3333


def test_practice_is_judged_by_what_it_releases(ten_bank):
    question = ten_bank.find("practice-rate")
    result = score(question, practice_key(question), "2")
    assert (result.points, result.max_points, result.state) == (0, 0, "wrong")
    assert result.reason.startswith("That is the rate per 100")


# Keys that cannot be used


def test_a_missing_key_or_function_is_the_facultys_mistake(make_question, make_key):
    question = make_question(kind="number", parameters={"n": {"choice": [1]}})
    with pytest.raises(BankError, match="'q': it has no key"):
        score(question, None, 1)
    with pytest.raises(BankError, match="no function 'f'"):
        score(question, make_key(reference="f"), 1, {"n": 1}, {})
    with pytest.raises(BankError, match="ZeroDivisionError"):
        score(question, make_key(reference="f"), 1, {"n": 1}, {"f": lambda n: n / 0})
    with pytest.raises(BankError, match="called with n"):
        score(question, make_key(reference="f"), 1, {"n": 1}, {"f": lambda m: m})


# Forged values: every kind meets every value, and no answer makes the grader fail

HOSTILE = [
    True,
    False,
    -1,
    1e308,
    10**30,
    float("nan"),
    float("inf"),
    "x" * 70_000,
    "__import__('os').system('x')",
    "<script>",
    [],
    [[]],
    [None],
    {},
    {"choice": {}},
    {"columns": [], "rows": []},
    {"columns": 3, "rows": 3},
    {"mark": {}},
    {"mark": "bar", "data": {"url": "file:///etc/passwd"}},
    {"answer": 1},
    ["a"] * 10_000,
    {"a": {"a": {"a": {}}}},
    {str(n): n for n in range(1000)},
    {"columns": ["month", "posts", "share"], "rows": [[{}, [], None]]},
    {"columns": [["month"], "posts", "share"], "rows": [[1, 2, 3]]},
    {"mark": "bar", "encoding": {"x": {"field": {}}}},
    {"choice": ["birch"], "confidence": "1"},
    "\ud800",
    "NaN",
    "1e999",
    {"survey": {"x": 1}},
]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value)[:30])
def test_forged_values_earn_nothing_and_break_nothing(ten_bank, ten_keys, ten_reference, value):
    forged = Answers.model_construct(
        module="m", answers={q.id: Entry.model_construct(value=value) for q in ten_bank}
    )
    results = score_all(ten_bank, ten_keys, forged, "ada", "c1", ten_reference)
    for question in ten_bank:
        result = results[question.id]
        assert result.points == 0 or question.kind == "text"
        assert result.state in ("invalid", "blank", "wrong", "waiting"), question.id
        assert len(result.reason) < 500
    assert sum(result.points for result in results.values()) == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "choice",
                    "confidence",
                    "columns",
                    "rows",
                    "mark",
                    "encoding",
                    "data",
                    "values",
                    "layer",
                    "spec",
                    "x",
                    "field",
                    "survey",
                    "trial",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@given(JSON)
@settings(max_examples=150)
def test_any_json_gets_a_result(ten_all, value):
    bank, keys, functions = ten_all
    for question in bank:
        result = score(
            question,
            practice_key(question) or keys.find(question.id),
            value,
            draws.draw(question, "c1", "ada"),
            functions,
        )
        assert 0 <= result.points <= question.points


@pytest.fixture(scope="module")
def ten_all():
    from pathlib import Path

    from course.questions.bank import loading

    folder = Path(__file__).parents[2] / "fixtures" / "ten-kinds"
    bank = loading.load_bank(folder)
    return bank, loading.load_keys(folder, bank), loading.load_reference(folder)
