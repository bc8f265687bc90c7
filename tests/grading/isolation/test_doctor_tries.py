"""`course doctor` starts a sandbox and looks: it is quiet where all holds, and says what does not."""

import pytest

from course.grading.isolation import ready, selftest
from course.grading.isolation.confinement import Confinement, Limits

SHORT = Limits(seconds=30)


def test_a_tight_sandbox_passes() -> None:
    check = selftest.try_isolation()
    assert check.ok and check.remedy == "" and "no file" in check.found


@pytest.mark.parametrize(
    ("weak", "says"),
    [
        ({"network": False}, "reaches the network"),
        ({"files": False, "nobody": False}, "reads the grader's files"),
        ({"processes": False}, "sees other processes"),
        ({"readonly": False, "nobody": False}, "writes outside of its folder"),
    ],
)
def test_a_weak_sandbox_does_not(weak, says) -> None:
    assert says in selftest.look(Confinement(**weak, limits=SHORT))


def test_a_gap_comes_with_one_command(monkeypatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    ready.gap.cache_clear()
    check = selftest.try_isolation()
    monkeypatch.setenv("COURSE_ISOLATION", "none")
    trusted = selftest.try_isolation()
    ready.gap.cache_clear()
    assert not check.ok and check.remedy.endswith("install bubblewrap libseccomp2")
    assert "\n" not in check.remedy
    assert trusted.ok and "not isolated" in trusted.found


def test_isolation_that_is_switched_off_is_said(monkeypatch) -> None:
    monkeypatch.setenv("COURSE_ISOLATION", "none")
    check = selftest.try_isolation()
    assert check.ok and "grading does not use it" in check.found
