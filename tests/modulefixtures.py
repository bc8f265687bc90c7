"""A module folder on a desk, away from any other, and the small bank that most tests begin with."""

import shutil
from pathlib import Path

import pytest
from bankdata import EVIDENCE, bank_data, key_data, write_yaml
from hypothesis import HealthCheck, settings

from course.notebook import session
from course.questions.bank import loading
from course.questions.bank.models import Bank

# A busy machine must not fail a property that holds.
settings.register_profile("course", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("course")

TEN = Path(__file__).parent / "fixtures" / "ten-kinds"
TRAINEE_FILES = ("questions.yaml",)


@pytest.fixture(autouse=True)
def own_world(monkeypatch, tmp_path):
    """No settings from outside, no session left behind."""
    for name in ("NBGRADER_EXECUTION", "COURSE_DESK", "JUPYTERHUB_USER", "COURSE_TRAINEE", "COURSE_COHORT"):
        monkeypatch.delenv(name, raising=False)
    yield
    session.use(None)


@pytest.fixture
def ten_bank() -> Bank:
    return loading.load_bank(TEN)


@pytest.fixture
def ten_keys(ten_bank):
    return loading.load_keys(TEN, ten_bank)


@pytest.fixture
def ten_reference():
    return loading.load_reference(TEN)


@pytest.fixture
def module_folder(tmp_path) -> Path:
    """desk/ten-kinds with what trainees get, and nothing else."""
    folder = tmp_path / "desk" / "ten-kinds"
    folder.mkdir(parents=True)
    for name in TRAINEE_FILES:
        shutil.copy(TEN / name, folder / name)
    return folder


@pytest.fixture
def key_folder(tmp_path) -> Path:
    """faculty/ten-kinds with the key and its functions."""
    folder = tmp_path / "faculty" / "ten-kinds"
    folder.mkdir(parents=True)
    for name in ("key.yaml", "reference.py"):
        shutil.copy(TEN / name, folder / name)
    return folder


@pytest.fixture
def make_question(tmp_path):
    """A question of a bank of its own, loaded through YAML as any other."""
    made = []

    def make(**fields):
        made.append(1)
        data = {"id": "q", "prompt": "Q?", "concept": "rates", "points": 1, **fields}
        folder = tmp_path / f"bank-{len(made)}"
        write_yaml(folder, "questions.yaml", bank_data(data))
        return loading.load_bank(folder).questions[0]

    return make


@pytest.fixture
def make_key(tmp_path):
    """A key as it comes out of YAML, without the check against its question."""
    from course.questions.bank.keys import KeyBank

    def make(answer=None, **fields):
        data = {"rationale": "Because.", "evidence": EVIDENCE, **fields}
        if answer is not None:
            data["answer"] = answer
        file = write_yaml(tmp_path / "key", "key.yaml", key_data({"q": data}))
        return KeyBank.model_validate(loading.read_yaml(file)).keys["q"]

    return make
