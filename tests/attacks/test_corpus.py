"""Every attack of the corpus is repelled beside honest trainees."""

import pytest
from cohort import HONEST, Cohort, load_corpus

from course.grading.isolation import forkserver_client

# The first test waits until everybody is graded.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]
CORPUS = load_corpus()


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    made = Cohort(tmp_path_factory.mktemp("cohort"), CORPUS)
    yield made
    made.close()


@pytest.fixture(scope="module")
def graded(cohort):
    """What is seen of each attack after one run over everybody, whose kernels are all forked."""
    before = forkserver_client.given
    seen = cohort.grade()
    assert forkserver_client.trouble == "", forkserver_client.trouble
    assert forkserver_client.given - before >= len(CORPUS), (
        "not every submission had a kernel that was forked"
    )
    return seen


@pytest.mark.parametrize("stem", CORPUS)
def test_an_attack_is_repelled(graded, stem) -> None:
    attack, seen = CORPUS[stem], graded[stem]
    assert attack.succeeded(seen) == "", f"{attack.MUST_NOT}\n{seen.text[-2000:]}"
    assert seen.points == getattr(attack, "EARNS", 0.0), seen.scores
    assert not seen.processes


def test_honest_trainees_have_the_scores_they_had_without_attackers(cohort, graded) -> None:
    assert len(cohort.expected) == HONEST
    assert cohort.honest_scores() == cohort.expected


def test_nothing_of_the_graders_was_changed(cohort, graded) -> None:
    (one, *_) = graded.values()
    assert one.changed == []
