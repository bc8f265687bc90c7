"""A mistake in the bank names file, question, field, what was found and the remedy."""

import copy
import re

import pytest
from bankdata import CHOICE, EVIDENCE, KEY, bank_data, key_data, write_yaml

from course.errors import BankError
from course.questions.bank.loading import load_bank, load_keys, load_reference

NUMBER = {"id": "n", "kind": "number", "prompt": "N?", "concept": "rates", "points": 1}
TEXT = {"id": "t", "kind": "text", "prompt": "T?", "concept": "rates", "points": 2}
TABLE = {
    "id": "tab",
    "kind": "table",
    "prompt": "?",
    "concept": "rates",
    "points": 1,
    "columns": [{"name": "year", "given": True}, {"name": "n"}],
    "rows": [[2021], [2022]],
}
PRACTICE = {"answer": "a", "why": "Because."}


def fault(tmp_path, data) -> str:
    """The message for a faulty questions.yaml."""
    write_yaml(tmp_path, "questions.yaml", data)
    with pytest.raises(BankError) as caught:
        load_bank(tmp_path)
    return str(caught.value)


def key_fault(tmp_path, keys, *questions, reference="") -> str:
    write_yaml(tmp_path, "questions.yaml", bank_data(*questions))
    write_yaml(tmp_path, "key.yaml", keys)
    if reference:
        (tmp_path / "reference.py").write_text(reference)
    with pytest.raises(BankError) as caught:
        load_keys(tmp_path, load_bank(tmp_path))
    return str(caught.value)


def changed(question, **fields):
    return {**copy.deepcopy(question), **fields}


def without(question, field):
    return {name: value for name, value in question.items() if name != field}


def test_a_good_bank_loads(tmp_path):
    write_yaml(tmp_path, "questions.yaml", bank_data(CHOICE, NUMBER))
    bank = load_bank(tmp_path)
    assert [question.id for question in bank] == ["which", "n"]
    assert bank.number("n") == 2
    assert load_bank(tmp_path / "questions.yaml") is bank  # read once


def test_a_bank_that_changed_is_read_again(tmp_path):
    write_yaml(tmp_path, "questions.yaml", bank_data(CHOICE))
    load_bank(tmp_path)
    write_yaml(tmp_path, "questions.yaml", bank_data(CHOICE, NUMBER))
    assert len(load_bank(tmp_path).questions) == 2


@pytest.mark.parametrize(
    "question, field, words",
    [
        (without(CHOICE, "prompt"), "prompt", ["missing", "add it"]),
        (without(CHOICE, "points"), "points", ["missing"]),
        (changed(CHOICE, prompt=""), "prompt", ["empty"]),
        (changed(CHOICE, promt="x"), "promt", ["no such field", "did you mean `prompt`"]),
        (changed(CHOICE, kind="chioce"), "kind", ["'chioce'", "did you mean `choice`"]),
        (changed(CHOICE, kind="essay"), "kind", ["'essay'", "evidence"]),
        (without(CHOICE, "kind"), "kind", ["missing"]),
        (changed(CHOICE, concept="Not Kebab"), "concept", ["'Not Kebab'", "lower-case"]),
        (changed(CHOICE, points=True), "points", ["True", "number is needed"]),
        (changed(CHOICE, points="2"), "points", ["'2'", "without quotes"]),
        (changed(CHOICE, points=-1), "points", ["-1"]),
        (changed(CHOICE, hints=["a", "b", "c", "d"]), "hints", ["4 entries", "at most 3"]),
        (changed(CHOICE, hints="one"), "hints", ["'one'", "list"]),
        (changed(CHOICE, reveal="never"), "reveal", ["'never'", "at-once"]),
        (changed(CHOICE, options=[{"id": "a", "text": "A"}]), "options", ["1 entries", "at least 2"]),
        (
            changed(CHOICE, options=[{"id": "a", "text": "A"}, {"id": "a", "text": "B"}]),
            None,
            ["`options`", "'a' 2 times"],
        ),
        (
            changed(CHOICE, options=[{"id": "a", "text": 3}, {"id": "b", "text": "B"}]),
            "options.1.text",
            ["found 3", "in quotes"],
        ),
        (
            changed(CHOICE, options=[{"id": False, "text": "n"}, {"id": "b", "text": "B"}]),
            "options.1.id",
            ["False", "in quotes"],
        ),
        (
            changed(CHOICE, confidence=True, options=[{"id": i, "text": i} for i in "abcd"]),
            None,
            ["2 or 3 options", "4"],
        ),
        (changed(CHOICE, kind="choices", at_most=2), None, ["`at_most` is 2 of 2", "forbids nothing"]),
        (changed(CHOICE, kind="choices", at_most=0), "at_most", ["0"]),
        (
            changed(CHOICE, kind="choices", options=[{"id": f"a{n}", "text": "x"} for n in range(31)]),
            "options",
            ["31", "30"],
        ),
        (changed(CHOICE, confidence=True, variable="x"), None, ["`variable`"]),
        (changed(CHOICE, variable="not a name"), "variable", ["'not a name'", "Python name"]),
        (changed(CHOICE, reveal="at-once"), None, ["`practice`"]),
        (changed(CHOICE, reveal="at-once", practice=PRACTICE), None, ["points are 1", "`points: 0`"]),
        (changed(CHOICE, practice=PRACTICE), None, ["releases the answer"]),
        (
            changed(CHOICE, points=0, reveal="at-once", practice={"answer": "z", "why": "x"}),
            "practice.answer",
            ["'z'", "a, b"],
        ),
        (changed(NUMBER, range=[5, 1]), None, ["smaller number first"]),
        (changed(NUMBER, range=[5]), "range", ["1 entries"]),
        (changed(NUMBER, allow=["nothing"]), "allow.1", ["'nothing'", "cannot-be-computed"]),
        (changed(TEXT, words={"max": 5, "min": 9}), None, ["at least 9"]),
        (changed(TEXT, variable="essay"), None, ["`variable`"]),
        (changed(TABLE, rows=[[1, 2]]), None, ["row 1", "2 values"]),
        (changed(TABLE, columns=[{"name": "a", "given": True}]), None, ["nothing is asked"]),
        (changed(TABLE, columns=[{"name": "a"}, {"name": "a"}], rows=[]), None, ["twice"]),
        (
            changed(TABLE, columns=[{"name": "a"}], rows=[]),
            None,
            ["`rows` or `variable`"],
        ),
        (
            {
                "id": "r",
                "kind": "rating",
                "prompt": "?",
                "concept": "c",
                "points": 1,
                "scale": {"from": 1, "to": 5, "anchors": {9: "far"}},
            },
            "scale",
            ["9", "not on the scale"],
        ),
        (
            {
                "id": "r",
                "kind": "rating",
                "prompt": "?",
                "concept": "c",
                "points": 1,
                "scale": {"from": 5, "to": 1, "anchors": {}},
            },
            "scale",
            ["from 5 to 1"],
        ),
        (
            {
                "id": "ch",
                "kind": "chart",
                "prompt": "?",
                "concept": "c",
                "points": 1,
                "chart": {"marks": ["bar"], "columns": ["x"]},
            },
            None,
            ["`variable`"],
        ),
        (changed(CHOICE, parameters={"m": {"choice": []}}), "parameters.m.choice", ["0 entries"]),
        (
            changed(CHOICE, parameters={"m": {"choice": ["@2026-11-23"]}}),
            "parameters.m.choice.1",
            ["in quotes"],
        ),
        (changed(CHOICE, parameters={"m": {"choice": [{"a": [1]}]}}), "parameters.m.choice.1", ["[1]"]),
        (changed(TABLE, rows=[["@2026-11-23"], [1]]), "rows.1.1", ["found 2026-11-23", "in quotes"]),
        (changed(CHOICE, parameters={"m": {}}), "parameters.m", ["exactly one"]),
        (
            changed(CHOICE, parameters={"m": {"integer": {"from": 1, "to": 2.5}}}),
            "parameters.m",
            ["whole numbers"],
        ),
        (
            changed(CHOICE, parameters={"m": {"decimal": {"from": 2, "to": 1, "step": 0.1}}}),
            "parameters.m.decimal",
            ["smaller"],
        ),
        (
            changed(CHOICE, parameters={"m": {"decimal": {"from": 2, "to": 3, "step": 0}}}),
            "parameters.m.decimal.step",
            ["0"],
        ),
        (changed(CHOICE, parameters={"a b": {"choice": [1]}}), "parameters.a b", ["Python name"]),
        (changed(CHOICE, prompt="In {{ mnth }}"), "prompt", ["`{{ mnth }}`", "no parameter"]),
        (changed(CHOICE, hints=["{{ x"]), "hints.1", ["template"]),
        (changed(CHOICE, draws_with="nobody"), "draws_with", ["'nobody'"]),
        (changed(CHOICE, draws_with="which"), "draws_with", ["no `parameters`"]),
        (
            changed(CHOICE, draws_with="x", parameters={"m": {"choice": [1]}}),
            None,
            ["`parameters` or `draws_with`"],
        ),
    ],
)
def test_each_fault_of_a_question_is_named(tmp_path, question, field, words):
    message = fault(tmp_path, bank_data(question))
    assert re.match(rf"[\w-]+/questions\.yaml, line \d+, question '{question['id']}'", message)
    if field:
        assert f"field '{field}'" in message
    for word in words:
        assert word in message
    assert message.count("\n") == 0  # one fault, one line


def test_an_id_given_twice(tmp_path):
    message = fault(tmp_path, bank_data(CHOICE, CHOICE))
    assert "question 'which', field 'id': 2 questions have this id" in message


def test_points_that_do_not_add_up(tmp_path):
    message = fault(tmp_path, bank_data(CHOICE, NUMBER, points=5))
    assert message == (
        f"{tmp_path.name}/questions.yaml, line 4, field 'points': found 5, "
        "but the questions' points add up to 2: change one or the other."
    )


def test_tenths_of_points_add_up(tmp_path):
    tenths = [changed(CHOICE, id=f"q{n}", points=0.1) for n in range(3)]
    write_yaml(tmp_path, "questions.yaml", bank_data(*tenths, points=0.3))
    assert load_bank(tmp_path).points == 0.3


def test_several_faults_are_all_told(tmp_path):
    message = fault(tmp_path, bank_data(without(CHOICE, "prompt"), without(NUMBER, "concept")))
    assert "question 'which', field 'prompt'" in message
    assert "question 'n', field 'concept'" in message


def test_many_faults_are_cut_short(tmp_path):
    message = fault(tmp_path, bank_data(*[without(changed(CHOICE, id=f"q{n}"), "prompt") for n in range(20)]))
    assert message.endswith("… and 12 more.")


@pytest.mark.parametrize(
    "text, words",
    [
        ("module: [", "line"),
        ("module: m1\nmodule: m2\n", "`module` is given 2 times"),
        ("- a\n", "start with `module:`"),
        ("", "start with `module:`"),
        ("questions: [3]\n", "a question starts with `- id:`"),
        ("a: !!python/object/apply:os.system [ls]\n", "line 1"),
    ],
)
def test_text_that_is_no_bank(tmp_path, text, words):
    (tmp_path / "questions.yaml").write_text(text)
    with pytest.raises(BankError, match="questions.yaml") as caught:
        load_bank(tmp_path)
    assert words in str(caught.value)


def test_text_that_is_not_utf8(tmp_path):
    (tmp_path / "questions.yaml").write_bytes(b"title: \xe9t\xe9\n")
    with pytest.raises(BankError, match="not UTF-8"):
        load_bank(tmp_path)


def test_no_file_at_all(tmp_path):
    with pytest.raises(BankError, match="there is none"):
        load_bank(tmp_path)


def test_a_shared_draw_uses_the_other_questions_parameters(ten_bank):
    follower, leader = ten_bank.find("what-is-missing"), ten_bank.find("lower-rate")
    assert follower.drawn_parameters == leader.drawn_parameters != {}
    assert follower.draw_name == leader.id


# Keys


def test_a_good_key_loads(tmp_path):
    write_yaml(tmp_path, "questions.yaml", bank_data())
    write_yaml(tmp_path, "key.yaml", key_data())
    keys = load_keys(tmp_path, load_bank(tmp_path))
    assert keys.find("which").evidence[0].looked_at.isoformat() == "2026-11-23"
    assert keys.find("other") is None


@pytest.mark.parametrize(
    "key, field, words",
    [
        (without(KEY, "evidence"), "evidence", ["missing"]),
        (changed(KEY, evidence=[]), "evidence", ["0 entries", "at least 1"]),
        (changed(KEY, evidence=[without(EVIDENCE[0], "looked_at")]), "evidence.1.looked_at", ["missing"]),
        (
            changed(KEY, evidence=[{**EVIDENCE[0], "looked_at": "May"}]),
            "evidence.1.looked_at",
            ["2026-11-20"],
        ),
        (
            changed(KEY, evidence=[{**EVIDENCE[0], "state": "guess"}]),
            "evidence.1.state",
            ["'guess'", "abstract"],
        ),
        (without(KEY, "rationale"), "rationale", ["missing"]),
        (without(KEY, "answer"), "answer", ["`answer` or `reference`"]),
        (changed(KEY, reference="f"), "reference", ["no function 'f'"]),
        (changed(KEY, answer="z"), "answer", ["'z'", "a, b"]),
        (changed(KEY, tolerance={}), "tolerance", ["`absolute` or `relative`"]),
        (changed(KEY, tolerance={"absolute": -1}), "tolerance.absolute", ["found -1"]),
        (changed(KEY, tolerance={"(n)": {"relative": -1}}), "tolerance.(n).relative", ["found -1"]),
        (changed(KEY, mistakes=[{"answer": "6", "say": "x"}]), "mistakes.1.answer", ["found 6", "a number"]),
        (changed(KEY, mistakes=[{"say": "x"}]), "mistakes.1", ["`answer` or `reference`"]),
        (changed(KEY, options={"c": "x"}), "options", ["no 'c'", "a, b"]),
    ],
)
def test_each_fault_of_a_key_is_named(tmp_path, key, field, words):
    message = key_fault(tmp_path, key_data({"which": key}))
    first = message.splitlines()[0]
    assert re.match(rf"[\w-]+/key\.yaml, line \d+, question 'which', field '{re.escape(field)}", first)
    for word in words:
        assert word in message


@pytest.mark.parametrize(
    "question, answer",
    [
        (NUMBER, "12"),
        (NUMBER, True),
        (NUMBER, "cannot-be-computed"),  # the question does not allow it
        (changed(NUMBER, range=[0, 10]), 11),
        (changed(CHOICE, kind="choices"), "a"),
        (changed(CHOICE, kind="choices"), ["a", "a"]),
        (changed(CHOICE, kind="choices", at_most=1), ["a", "b"]),  # nobody could earn every point
        (changed(TABLE), {"columns": ["year", "m"], "rows": [[1, 2]]}),
        (changed(TABLE), {"columns": ["year", "n"], "rows": [[1]]}),
        (
            {
                "id": "o",
                "kind": "order",
                "prompt": "?",
                "concept": "c",
                "points": 1,
                "items": CHOICE["options"],
            },
            ["a"],
        ),
        (
            {
                "id": "m",
                "kind": "match",
                "prompt": "?",
                "concept": "c",
                "points": 1,
                "left": CHOICE["options"],
                "right": CHOICE["options"],
            },
            {"a": "z"},
        ),
        (
            {
                "id": "r",
                "kind": "rating",
                "prompt": "?",
                "concept": "c",
                "points": 1,
                "scale": {"from": 1, "to": 5, "anchors": {1: "low"}},
            },
            {"from": 4, "to": 6},
        ),
        (
            {
                "id": "e",
                "kind": "evidence",
                "prompt": "?",
                "concept": "c",
                "points": 1,
                "post": {"by": "x", "text": "x"},
                "shows": {"label": "x", "text": "x"},
            },
            "yes",
        ),
        (
            {
                "id": "ch",
                "kind": "chart",
                "prompt": "?",
                "concept": "c",
                "points": 1,
                "variable": "c",
                "chart": {"marks": ["bar"], "columns": ["x"]},
            },
            {"mark": "bar"},
        ),
    ],
)
def test_an_answer_of_the_wrong_shape(tmp_path, question, answer):
    message = key_fault(tmp_path, key_data({question["id"]: changed(KEY, answer=answer)}), question)
    said = rf"[\w-]+/key\.yaml, line \d+, question '{question['id']}', field 'answer': found "
    assert re.match(said, message)


def test_a_key_for_no_question(tmp_path):
    message = key_fault(tmp_path, key_data({"which": KEY, "whihc": KEY}))
    assert "question 'whihc', field 'keys': questions.yaml has no such question" in message


def test_a_question_without_a_key(tmp_path):
    message = key_fault(tmp_path, key_data({"which": KEY}), CHOICE, NUMBER)
    assert "question 'n', field 'keys': it has no key" in message


def test_a_key_of_another_module(tmp_path):
    message = key_fault(tmp_path, key_data(module="m2"))
    assert "found 'm2', but questions.yaml is of 'm1'" in message


def test_a_text_needs_a_rubric_whose_points_agree(tmp_path):
    bare = without(KEY, "answer")
    assert "add `rubric`" in key_fault(tmp_path, key_data({"t": bare}), TEXT)
    levels = {"Basic": "b", "Emerging": "e", "Proficient": "p"}
    rubric = {"levels": levels, "points": {"Basic": 0, "Emerging": 1, "Proficient": 3}, "criteria": ["c"]}
    said = key_fault(tmp_path / "b", key_data({"t": {**bare, "rubric": rubric}}), TEXT)
    assert "Proficient earns 3, the question has 2" in said
    rubric = {**rubric, "points": {"Basic": 2, "Emerging": 1, "Proficient": 2}}
    assert "must not fall" in key_fault(tmp_path / "c", key_data({"t": {**bare, "rubric": rubric}}), TEXT)
    rubric = {**rubric, "levels": {"Good": "g"}}
    assert "found Good" in key_fault(
        tmp_path / "d", key_data({"t": {**bare, "rubric": rubric}}), TEXT
    ) or "`levels` has Good" in key_fault(tmp_path / "d", key_data({"t": {**bare, "rubric": rubric}}), TEXT)


def test_practice_and_completion_need_no_key(tmp_path):
    practice = changed(CHOICE, id="p", points=0, reveal="at-once", practice=PRACTICE)
    asked = changed(NUMBER, credit="completion")
    write_yaml(tmp_path, "questions.yaml", bank_data(practice, asked))
    write_yaml(tmp_path, "key.yaml", key_data({}))
    assert load_keys(tmp_path, load_bank(tmp_path)).keys == {}


def test_a_practice_answer_stands_in_one_place(tmp_path):
    practice = changed(CHOICE, points=0, reveal="at-once", practice=PRACTICE)
    said = key_fault(tmp_path, key_data({"which": changed(KEY, answer="b")}), practice)
    assert "differs from the released" in said


def test_a_reference_file_that_does_not_run(tmp_path):
    said = key_fault(tmp_path, key_data(), reference="import nothing_of_this_name")
    assert "reference.py" in said and "nothing_of_this_name" in said


@pytest.mark.parametrize(
    "function, words",
    [
        ("def f(month):\n    return 'a'", "unexpected keyword argument 'n'"),
        ("def f(n):\n    return 1 / (n - 2)", "`f(n=2)` does not work: ZeroDivisionError"),
        ("def f(n):\n    return 'z'", "name one of a, b"),
    ],
)
def test_a_reference_function_is_tried_before_it_is_needed(tmp_path, function, words):
    question = changed(CHOICE, parameters={"n": {"choice": [1, 2, 3]}})
    said = key_fault(
        tmp_path,
        key_data({"which": {**without(KEY, "answer"), "reference": "f"}}),
        question,
        reference=function,
    )
    assert "question 'which', field 'reference'" in said and words in said


def test_columns_that_the_table_does_not_have(tmp_path):
    answer = {"columns": ["year", "n"], "rows": [[2021, 1], [2022, 2]]}
    said = key_fault(tmp_path, key_data({"tab": changed(KEY, answer=answer, by=["yaer"])}), TABLE)
    assert "field 'by': the question has no 'yaer': name one of year, n" in said
    key = changed(KEY, answer=answer, tolerance={"m": {"absolute": 1}})
    assert "field 'tolerance': the question has no 'm'" in key_fault(
        tmp_path / "b", key_data({"tab": key}), TABLE
    )


def test_nothing_is_run_where_somebody_waits_for_one_answer(tmp_path):
    """`progress()` reads the keys of all modules; to try their functions first took it half a minute."""
    keys = key_data({"which": {**without(KEY, "answer"), "reference": "f"}})
    said = key_fault(tmp_path, keys, {**CHOICE}, reference="import nothing_of_this_name")
    assert "nothing_of_this_name" in said
    assert load_keys(tmp_path, load_bank(tmp_path), trial=False).find("which").reference == "f"


def test_reference_functions_by_name(tmp_path):
    (tmp_path / "reference.py").write_text("def f(a):\n    return a\ndef _private():\n    pass\nX = 3\n")
    assert list(load_reference(tmp_path)) == ["f"]
    assert load_reference(tmp_path / "nowhere") == {}


def test_the_ten_kinds_are_ten(ten_bank, ten_keys):
    kinds = [question.kind for question in ten_bank if question.is_graded]
    assert sorted(kinds) == sorted(
        ["choice", "choices", "order", "match", "rating", "number", "table", "chart", "text", "evidence"]
    )
    assert [question.id for question in ten_bank if question.is_code] == ["growth", "by-month", "posts-chart"]
    assert set(ten_keys.keys) == {question.id for question in ten_bank if question.is_graded}


def test_only_questions_that_earn_points_are_numbered(tmp_path):
    practice = {
        **without(CHOICE, "points"),
        "id": "warm-up",
        "points": 0,
        "reveal": "at-once",
        "practice": {"answer": CHOICE["options"][0]["id"], "why": "Because."},
    }
    write_yaml(tmp_path, "questions.yaml", bank_data(practice, CHOICE, NUMBER))
    bank = load_bank(tmp_path)
    assert [bank.number(question.id) for question in bank] == [None, 1, 2]
