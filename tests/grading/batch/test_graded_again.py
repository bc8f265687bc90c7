"""What ran out of time beside others is graded again alone; by executors that say what was asked of them."""

from concurrent.futures import Future

import pytest

from course.grading.batch import pool
from course.grading.batch.worker import GradedSubmission


class Told:
    """An executor whose results are told. asked: (name, force, how many at once) for each submission."""

    def __init__(self, *results: GradedSubmission) -> None:
        self.results, self.asked, self.at_once = list(results), [], 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def start(self, count, workers):
        self.at_once = workers

    def slots(self):
        return 1

    def submit(self, name, force):
        self.asked.append((name, force, self.at_once))
        done: Future[GradedSubmission] = Future()
        done.set_result(next(result for result in self.results if result.trainee == name))
        self.results.remove(done.result())
        return done

    def stop(self):
        pass


@pytest.fixture
def grade(monkeypatch, tmp_path):
    monkeypatch.setattr(pool, "_write_ahead", lambda root: None)

    def run(executor, names, **how):
        return {one.trainee: one for one in pool.grade_all(tmp_path, "m1", names, executor=executor, **how)}

    return run


LATE = GradedSubmission("ada", "graded", 3.0, 5.0, before=4.0, out_of_time=True)
FINE = GradedSubmission("ben", "graded", 5.0, 5.0)


def test_it_is_graded_again_alone_and_after_all_others(grade) -> None:
    told = Told(LATE, FINE, GradedSubmission("ada", "graded", 5.0, 5.0, before=3.0))
    found = grade(told, ["ada", "ben"])
    assert told.asked == [("ada", False, 0), ("ben", False, 0), ("ada", True, 1)]
    assert found["ada"].points == 5.0
    assert found["ada"].before == 4.0, "what an earlier run gave, not the first half of this one"


def test_a_second_time_it_stands(grade) -> None:
    told = Told(LATE, FINE, LATE)
    assert grade(told, ["ada", "ben"])["ada"].points == 3.0
    assert len(told.asked) == 3


def test_where_the_second_fails_the_first_stands(grade) -> None:
    told = Told(LATE, FINE, GradedSubmission("ada", "failed", reason="The gradebook failed."))
    assert grade(told, ["ada", "ben"])["ada"] == LATE


@pytest.mark.parametrize(
    ("names", "how", "result"),
    [
        (["ada"], {}, LATE),
        (["ada", "ben"], {"workers": 1}, LATE),
        (["ada", "ben"], {}, GradedSubmission("ada", "graded", 5.0, 5.0, out_of_time=True)),
        (["ada", "ben"], {}, GradedSubmission("ada", "graded", 3.0, 5.0)),
    ],
    ids=["alone", "one-at-a-time", "nothing-lost", "in-time"],
)
def test_others_are_graded_once(grade, names, how, result) -> None:
    told = Told(result, FINE)
    assert grade(told, names, **how)["ada"] == result
    assert len(told.asked) == len(names)
