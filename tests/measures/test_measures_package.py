"""What holds for the package as a whole: its examples run, and it is light to import."""

import doctest
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import course.measures

PARTS = sorted(path.stem for path in Path(course.measures.__file__).parent.glob("[!_]*.py"))
MODULES = ["course.measures", *(f"course.measures.{part}" for part in PARTS)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    result = doctest.testmod(import_module(name))
    assert result.attempted > 0 and result.failed == 0


@pytest.mark.parametrize("name", [n for n in course.measures.__all__ if n[0].islower()])
def test_every_measure_has_an_example(name):
    assert ">>> " in getattr(course.measures, name).__doc__


def test_importing_the_measures_loads_neither_libraries_nor_the_rest_of_the_course():
    code = (
        "import sys, course.measures; print([m for m in sys.modules if m.split('.')[0] in"
        " {'numpy', 'pandas', 'scipy', 'pydantic', 'altair', 'IPython'}"
        " or m.startswith('course.') and not m.startswith('course.measures')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
