"""One person, one world: the same for each question of a module, for the notebook and for the grader."""

import json
from pathlib import Path

import pytest

from course import corpus, world
from course.corpus import CorpusError
from course.errors import BankError
from course.notebook import session
from course.questions.bank.loading import load_bank
from course.questions.draws import draw

BANK = """
module: 06-hashtag-data
title: Worlds
minutes: 1
points: 2
questions:
"""
QUESTION = """
  - id: {name}
    kind: number
    title: {name}
    concept: counting
    prompt: How many?
    points: 1
    range: [0, 10]
    parameters: {parameters}
"""
WORLD = "{world: {world: [w01, w02, w03]}, n: {choice: [1, 2, 3, 4, 5]}}"


def folder_with(folder: Path, parameters: str, trainee: str = "ada") -> Path:
    module = folder / "06-hashtag-data"
    module.mkdir(parents=True)
    text = BANK + "".join(QUESTION.format(name=name, parameters=parameters) for name in ("one", "two"))
    (module / "questions.yaml").write_text(text)
    settings = {"mode": "cohort", "id": trainee, "cohort": "autumn"}
    (folder / ".course.json").write_text(json.dumps(settings))
    return module


def test_all_questions_and_the_notebook_share_one_world(tmp_path: Path) -> None:
    seen = set()
    for number in range(12):
        trainee = f"t{number}"
        module = folder_with(tmp_path / trainee, WORLD, trainee)
        drawn = [draw(question, "autumn", trainee) for question in load_bank(module)]
        assert drawn[0]["world"] == drawn[1]["world"]
        session.use(module)
        try:
            assert world().folder.name == drawn[0]["world"]
        finally:
            session.use(None)
        seen.add(drawn[0]["world"])
    assert seen == {"w01", "w02", "w03"} == set(corpus.world_names("06-hashtag-data"))


def test_a_module_without_worlds_says_so(tmp_path: Path) -> None:
    session.use(folder_with(tmp_path, "{n: {choice: [1, 2]}}"))
    try:
        with pytest.raises(BankError, match="has no world"):
            world()
    finally:
        session.use(None)


def test_an_unknown_world_is_named() -> None:
    with pytest.raises(CorpusError, match="There are: w01, w02, w03"):
        corpus.world("06-hashtag-data", "w99")
