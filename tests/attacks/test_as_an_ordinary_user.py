"""Attacks by zips and by charts once more, where the one who grades has an ordinary account.

What comes by the exchange is tried so in test_whole_way.py.
"""

import os
import re
import tempfile
from pathlib import Path

import pytest
from ordinary import GRADER, run_script

HERE = Path(__file__).parent
FILES = (
    "test_charts_that_run.py",
    "test_zip_files.py",
    "test_platform_zips.py",
    "test_names_of_downloads.py",
)
pytestmark = pytest.mark.timeout(600)


@pytest.mark.skipif(os.geteuid() != 0, reason="whoever runs the tests is an ordinary user already")
@pytest.mark.parametrize("file", FILES)
def test_they_are_repelled_from_an_ordinary_account(file) -> None:
    with tempfile.TemporaryDirectory(prefix="ordinary-") as top:
        os.chown(top, GRADER, GRADER)
        said = run_script(HERE / "run_tests.py", GRADER, f"{top}/tests", str(HERE / file))
    assert re.search(r"[1-9]\d* passed", said) and "skipped" not in said, said


def test_a_file_that_fails_there_fails_here(tmp_path) -> None:
    with pytest.raises(AssertionError):
        run_script(
            HERE / "run_tests.py",
            os.geteuid(),
            f"{tmp_path}/t",
            "no-such-file.py",
        )
