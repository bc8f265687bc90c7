"""Errors that reach a person are of one family: a notebook and the command line show their words alone."""

import importlib
import inspect
import pkgutil

import pytest

import course
from course.errors import CourseError

# Raised and caught within the course; whoever catches it says it in words of its own. A new one that reaches
# a person belongs to the family instead.
INTERNAL = {
    "course.authoring.archive.containers.NotAContainer",
    "course.authoring.archive.drawing.TooFew",
    "course.authoring.archive.located.NotYaml",
    "course.authoring.archive.templating.NotRendered",
    "course.corpus.errors.Reject",
    "course.corpus.readers.x_v2_parse.Unusual",
    "course.grading.intake.downloads.zips.Refused",
    "course.grading.intake.enrolment.NotEnrolledError",
    "course.grading.intake.exchange.release_feedback._Stays",
    "course.grading.intake.published.CannotLook",
    "course.grading.intake.tree.NotTaken",
    "course.grading.intake.tree._No",
    "course.grading.isolation.forkserver_client.NotWarm",
    "course.grading.isolation.output.TooMuchOutput",
    "course.grading.isolation.ready.NotIsolated",  # nbgrader's own: it says them in its log
    "course.grading.isolation.seccomp.NoFilter",
    "course.grading.isolation.supervisor.box.Refused",
    "course.grading.scoring.hidden.HiddenTestError",
    "course.questions.answers.merging._Doubt",
    "course.yamltext.BeyondBounds",
}


def exceptions() -> dict[str, type[BaseException]]:
    """Every exception class that the package defines, by its full name."""
    classes = {}
    for info in pkgutil.walk_packages(course.__path__, "course."):
        # These run as programs, inside a sandbox or for it.
        if info.name.endswith((".__main__", ".isolation.draw")):
            continue
        for name, value in vars(importlib.import_module(info.name)).items():
            if inspect.isclass(value) and issubclass(value, BaseException) and value.__module__ == info.name:
                classes[f"{info.name}.{name}"] = value
    return classes


def test_what_is_no_error_of_the_family_is_known_to_stay_inside() -> None:
    outside = {name for name, value in exceptions().items() if not issubclass(value, CourseError)}
    assert outside == INTERNAL


def test_no_two_of_the_family_have_one_name() -> None:
    names = [value.__name__ for value in exceptions().values() if issubclass(value, CourseError)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", ["course.corpus.errors.CorpusError", "course.charts.errors.ChartError"])
def test_a_notebook_shows_the_words_alone(name) -> None:
    module, _, kind = name.rpartition(".")
    error = getattr(importlib.import_module(module), kind)("This file has no posts.\nTry another.")
    assert error._render_traceback_() == ["This file has no posts.", "Try another."]
    assert isinstance(error, ValueError)  # as Python's own habits have it for a value that is no good
