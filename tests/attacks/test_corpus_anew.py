"""Where kernels start anew, which is what grading falls back to, attacks are repelled as well.

One attack of each kind; all of them run where kernels are forked, as grading does it (test_corpus.py).
"""

import pytest
from cohort import Cohort, load_corpus
from weaker import Weaker

pytestmark = pytest.mark.timeout(900)
CORPUS = load_corpus(
    [
        "read_the_key",
        "read_the_gradebook",
        "read_the_graders_environment",
        "read_the_memory_of_another_program",
        "use_files_that_were_left_open",
        "connect_to_a_service_of_the_machine",
        "signal_a_program_of_the_grader",
        "kill_every_program",
        "leave_a_daemon_by_two_forks",
        "fill_the_memory_by_many_processes",
        "start_processes_without_end",
        "make_a_user_namespace",
        "leave_a_link_to_the_key",
        "forge_results_on_the_kernels_socket",
        "write_outside_of_its_folder",
    ]
)


def _anew(config) -> None:
    config.ExecuteSubmission.warm_start = False


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    cohort = Cohort(tmp_path_factory.mktemp("anew"), CORPUS, honest=2)
    yield cohort.grade(Weaker(settings=_anew)), cohort
    cohort.close()


@pytest.mark.parametrize("stem", CORPUS)
def test_it_is_repelled(graded, stem) -> None:
    attack, seen = CORPUS[stem], graded[0][stem]
    assert attack.succeeded(seen) == "", f"{attack.MUST_NOT}\n{seen.text[-2000:]}"
    assert seen.points == getattr(attack, "EARNS", 0.0), seen.scores
    assert not seen.processes


def test_honest_trainees_have_their_scores(graded) -> None:
    cohort = graded[1]
    assert cohort.honest_scores() == cohort.expected
