"""A fixed part of the fuzz run: mutated submissions change nothing of anybody else's."""

import os

import pytest
from fuzz import folders
from fuzz.run import Fuzz, Report

MUTANTS = 150


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Report:
    """One round; of twenty mutants one has its cells run."""
    if os.geteuid() != 0:
        pytest.fail("mutants of other accounts take root; run the tests as root, or without these")
    report = Report()
    Fuzz(tmp_path_factory.mktemp("fuzz"), every=20).batch(1, MUTANTS, report)
    return report


def test_nothing_of_anybody_elses_changes(report) -> None:
    assert report.complaints == []


def test_mutants_came_through_and_were_graded(report) -> None:
    assert report.mutants == MUTANTS
    assert report.taken > MUTANTS / 3 and report.graded > MUTANTS / 3
    assert len(report.mutations) > 40


@pytest.mark.parametrize("name", folders.MUTATIONS)
def test_a_mutation_is_the_same_in_each_run(tmp_path, name) -> None:
    """What a seed gives today it gives tomorrow, so that a finding can be looked at again."""
    seen = []
    for number in range(2):  # names of equal length, so that the seed draws the same
        folder = tmp_path / str(number) / "x1+m1+2026-11-23 10:00:00 UTC+abc"
        folder.mkdir(parents=True)
        for file in ("m1.ipynb", "answers.json", "questions.yaml", "timestamp.txt", "submission_secret.txt"):
            (folder / file).write_text('{"cells": [], "answers": {"a": {"value": 1}}}')
        seen.append(_mutated(name, folder, tmp_path / str(number)))
    assert seen[0] == seen[1]


def _mutated(name, folder, root):
    import contextlib
    import random

    outside = root / "outside"
    outside.mkdir()
    (outside / "passwords").write_text("x")
    (root / "swaps").mkdir()
    places = folders.Places(root / "course", root, root / "neighbour", outside)
    work = folders.Work(random.Random(5), "x1", folder, places)
    with contextlib.suppress(OSError):
        folders.MUTATIONS[name](work)
    found = []
    for at, folders_in, files in os.walk(root):  # what is too deep for a path it leaves out
        if at.count("/") < root.as_posix().count("/") + 10:
            found += [(os.path.join(at, name), _mode(at, name)) for name in (*folders_in, *files)]
    return sorted((os.fsencode(path)[len(os.fsencode(root)) :], mode) for path, mode in found), len(
        work.swaps
    )


def _mode(at, name):
    return os.lstat(os.path.join(at, name)).st_mode
