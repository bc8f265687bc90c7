"""A chain on the feedback page: points by hand, the true chain beside, what is missing named."""

import json
import shutil

import pytest
from course_in_a_box import REPOSITORY

from course.archive.variants import variant_of
from course.authoring.archive.building import build
from course.grading.report.explain import explain
from course.grading.scoring.graded import grade_answer
from course.grading.scoring.module import Module, module_at
from course.grading.scoring.submission import Submitted
from course.questions.answers.data import Answers
from course.questions.answers.store import Entry

FIXTURE = REPOSITORY / "tests" / "fixtures" / "chain"
WHO, COHORT, QUESTION = "ada", "autumn", "socks-chain"
NOTHING = {"order": ["d04", "d01", "d05", "d02", "d03"], "from": {}, "labels": {}}


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Module:
    root = tmp_path_factory.mktemp("course")
    secret, source = root / "faculty" / "m2", root / "source" / "m2"
    shutil.copytree(FIXTURE / "archive", secret / "archive")
    source.mkdir(parents=True)
    shutil.copy(FIXTURE / "questions.yaml", source)
    for name in ("key.yaml", "reference.py"):
        shutil.copy(FIXTURE / name, secret)
    build(root, root / "faculty", "m2")
    return module_at(root, source, "m2")


def truth(module: Module, who: str = WHO) -> dict:
    built = json.loads((module.secret / "archive" / "variants.json").read_text())["socks"]
    return built[variant_of(COHORT, who, "socks", len(built))][QUESTION]


def page(module: Module, value: object, mark: str = "", who: str = WHO) -> tuple[float, str]:
    """Points and the card with its result; `mark` says for whose pages the answer was given."""
    question = module.question(QUESTION)
    assert question is not None
    entry = Entry(value=value, drawn_for=mark or f"{COHORT}/{who}")
    handed = Submitted(Answers(module="m2", id=who, answers={QUESTION: entry}))
    graded = grade_answer(module, question, handed, handed, who, COHORT)
    return graded.points, str(explain(module, graded, None, False).card)


def test_the_true_chain_earns_all_and_an_empty_one_its_order(module: Module) -> None:
    right = {part: truth(module)[part] for part in ("order", "from", "labels")}
    points, html = page(module, right)
    assert points == 4 and "Right" in html
    # Ranks 4 1 2 3 0 against 0 … 4: three of ten pairs stand right, so τ is below 0.
    assert page(module, NOTHING)[0] == 0
    by_dates = {**NOTHING, "order": right["order"]}
    assert page(module, by_dates)[0] == pytest.approx(4 * (0.1 + 0.2))


def test_half_a_chain_by_hand(module: Module) -> None:
    right = truth(module)
    two = right["order"][1:3]
    half = {
        "order": right["order"],
        "from": {one: right["from"][one] for one in two},
        "labels": {one: right["labels"][one] for one in two},
    }
    # arrows: 2·2/(2 + 4), labels: 2 of 4
    assert page(module, half)[0] == pytest.approx(4 * (0.1 + 0.4 * 2 / 3 + 0.2 + 0.3 / 2), abs=1e-3)


def test_the_page_shows_both_chains_and_what_these_pages_lack(module: Module) -> None:
    who = next(f"t{n}" for n in range(50) if truth(module, f"t{n}")["missing"])
    _, html = page(module, NOTHING, who=who)
    assert "As the pages show it" in html and "What these pages lack" in html
    assert all(said in html for said in truth(module, who)["missing"].values())
    assert "Arrows (40 %): 0 of 4" in html and "<script" not in html


def test_an_answer_to_another_trainees_pages_waits_and_shows_no_key(module: Module) -> None:
    right = {part: truth(module)[part] for part in ("order", "from", "labels")}
    other = next(n for n in range(50) if truth(module, f"t{n}")["from"] != right["from"])
    points, html = page(module, right, f"{COHORT}/t{other}")
    assert points == 0 and "As the pages show it" not in html
