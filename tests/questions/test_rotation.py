"""Who meets which form when: over a roster in blocks of three, else drawn; the same for kernel and grader."""

import json
import shutil
from collections import Counter

import pytest
from formfixture import FIXTURE
from scipy.stats import chi2

from course.errors import BankError
from course.grading.scoring.module import module_at
from course.notebook import session
from course.questions import rotation
from course.questions.bank.loading import load_bank
from course.questions.rotation import SEQUENCES, Rotation, form_of, keyed, place, sequence_of

EMPTY = Rotation(salt="0123456789abcdef" * 2, sequences={})
NINE = [f"trainee{n}@hospital.example" for n in range(9)]


def planned(ids, before=EMPTY):
    found = place(ids, before)
    return [sequence_of(None, one, found) for one in ids]


@pytest.mark.parametrize("salt", ["0" * 32, "f" * 32, "0123456789abcdef" * 2])
def test_nine_are_balanced_within_each_block_of_three(salt):
    found = planned(NINE, Rotation(salt=salt, sequences={}))
    assert [set(found[at : at + 3]) for at in (0, 3, 6)] == [set(SEQUENCES)] * 3
    assert Counter(found) == dict.fromkeys(SEQUENCES, 3)


def test_ten_have_one_more_and_forms_differ_by_one_at_every_occasion():
    ids = [*NINE, "tenth"]
    plan = place(ids, EMPTY)
    assert sorted(Counter(planned(ids)).values()) == [3, 3, 4]
    for module in ("t1-before", "t2-after", "t3-delayed"):
        forms = Counter(form_of(module, "ABC", None, one, plan) for one in ids)
        assert sorted(forms.values()) == [3, 3, 4], module
    for one in ids:
        met = [form_of(module, "ABC", None, one, plan) for module in ("t1-a", "t2-b", "t3-c")]
        assert sorted(met) == ["A", "B", "C"], "nobody meets a form twice"


def test_blocks_do_not_all_begin_alike():
    ids = [f"t{n}" for n in range(90)]
    found = planned(ids)
    assert len({tuple(found[at : at + 3]) for at in range(0, 90, 3)}) == 6


def test_whoever_has_a_sequence_keeps_it_and_late_comers_fill_the_block():
    before = place(NINE[:4], EMPTY)
    after = place([*NINE[:2], "late-1", "late-2", *NINE[2:4]], before)
    for one in NINE[:4]:
        assert sequence_of(None, one, after) == sequence_of(None, one, before)
    last = [sequence_of(None, one, after) for one in (NINE[3], "late-1", "late-2")]
    assert set(last) == set(SEQUENCES)
    assert place(["late-1"], after) == after


def test_no_id_is_in_the_file_and_its_order_is_not_that_of_the_roster():
    text = place(NINE, EMPTY).model_dump_json()
    assert not any(one.split("@")[0] in text for one in NINE)
    assert list(json.loads(text)["sequences"]) == sorted(keyed(EMPTY.salt, one) for one in NINE)


def test_without_a_roster_the_draw_is_uniform_over_3000_ids():
    found = Counter(sequence_of("autumn", f"trainee-{n}") for n in range(3000))
    statistic = sum((found[one] - 1000) ** 2 / 1000 for one in SEQUENCES)
    assert statistic < chi2.ppf(0.999, 2)
    other = Counter(
        (sequence_of("autumn", f"trainee-{n}"), sequence_of("spring", f"trainee-{n}")) for n in range(3000)
    )
    assert sum((other[a, b] - 3000 / 9) ** 2 / (3000 / 9) for a in SEQUENCES for b in SEQUENCES) < chi2.ppf(
        0.999, 8
    ), "cohorts draw independently"


def test_the_draw_is_the_same_on_every_machine():
    assert [sequence_of("autumn", name) for name in ("ada", "bo", "cy")] == ["BCA", "CAB", "BCA"]
    assert sequence_of(None, "self-study") == "BCA"


def test_who_is_not_on_the_roster_is_drawn_by_the_hash():
    plan = place(NINE, EMPTY)
    assert sequence_of("autumn", "stranger", plan) == sequence_of("autumn", "stranger")


@pytest.mark.parametrize("trainee", ["ada", "bo", "cy", None])
def test_only_forms_that_there_are(trainee):
    assert {form_of(f"t{n}-x", "A", "c", trainee) for n in (1, 2, 3)} == {"A"}
    two = [form_of(f"t{n}-x", "AB", "c", trainee) for n in (1, 2, 3)]
    assert set(two) == {"A", "B"} and two[0] != two[1] != two[2]
    with pytest.raises(ValueError, match="none of the forms"):
        form_of("t1-x", [], "c", trainee)


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "t1-forms-abc"
    folder.mkdir()
    shutil.copy(FIXTURE / "questions.yaml", folder)
    return folder


@pytest.mark.parametrize("with_roster", [False, True])
def test_kernel_and_grader_agree_for_200_trainees(desk, tmp_path, with_roster, monkeypatch):
    monkeypatch.setenv("COURSE_FACULTY", str(tmp_path / "faculty"))
    secret = tmp_path / "faculty" / "t1-forms-abc"
    secret.mkdir(parents=True)
    shutil.copy(FIXTURE / "key.yaml", secret)
    ids = [f"trainee-{n}" for n in range(200)]
    if with_roster:
        (desk / rotation.FILE).write_text(place(ids[:150], EMPTY).model_dump_json())
    seen = Counter()
    for name in ids:
        (desk.parent / ".course.json").write_text(
            json.dumps({"mode": "cohort", "id": name, "cohort": "autumn"})
        )
        here = session.open_session(desk)
        module = module_at(tmp_path, desk, "t1-forms-abc")
        graded = module.bank.own("autumn", name)
        for question in here.bank:
            other = graded.find(question.id)
            assert (question.form, question.post, question.title) == (other.form, other.post, other.title)
            assert module.key(other).answer == module.keys.keys[question.id].forms[question.form].answer
            assert here.drawn_for(question) == f"autumn/{name}, form {question.form}"
        seen[here.bank.questions[0].form] += 1
    assert set(seen) == {"A", "B", "C"} and min(seen.values()) > 40
    if with_roster:
        assert Counter(form_of("t1-x", "ABC", "autumn", n, module.bank._rotation) for n in ids[:150]) == {
            "A": 50, "B": 50, "C": 50,
        }  # fmt: skip


def test_a_roster_that_arrives_later_is_seen_and_a_damaged_one_is_named(desk):
    before = load_bank(desk)
    assert before._rotation is None
    (desk / rotation.FILE).write_text(place(NINE, EMPTY).model_dump_json())
    assert load_bank(desk)._rotation is not None
    (desk / rotation.FILE).write_text('{"version": 1, "salt": "short", "sequences": {}}')
    with pytest.raises(BankError, match=r"rotation\.json: it cannot be used .* `course rotate ROSTER`"):
        load_bank(desk)
