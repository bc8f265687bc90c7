"""`course archive`: 0 clean, 1 to mend or out of date, 2 wrong use; for people, and as JSON."""

import json
import shutil
from pathlib import Path

import pytest
from commanded import Run

FIXTURE = Path(__file__).resolve().parents[1] / "fixtures" / "archive"


@pytest.fixture
def folder(course_folder: Path) -> Path:
    """The folder's only archive: the made-up one, in a module without questions."""
    for other in course_folder.glob("faculty/*/archive"):
        shutil.rmtree(other)
    return Path(shutil.copytree(FIXTURE, course_folder / "faculty/lamps-module/archive"))


def test_a_clean_archive_is_0_with_its_figures(course: Run, folder: Path) -> None:
    done = course("archive", "check")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "lamps-module"
    assert lines[1].split()[:4] == ["story", "pages", "sites", "variants"]
    assert lines[2].split()[:4] == ["lamps", "6", "3", "24"]
    assert "an honest 50 % earns 0.625" in done.stdout
    assert lines[-1] == "6 pages, 3 sites, 2 pictures. Nothing to mend."


def test_a_fault_is_1_with_file_line_and_remedy(course: Run, folder: Path) -> None:
    page = folder / "sites/ward-letters.example/falls-correction.md"
    page.write_text(page.read_text().replace("(/2026/falls)", "(/2026/fals)"))
    done = course("archive", "check", "lamps-module", "--story", "lamps")
    assert done.returncode == 1 and done.stderr == ""
    assert "sites/ward-letters.example/falls-correction.md:20" in done.stdout
    assert "Did you mean https://ward-letters.example/2026/falls ?" in done.stdout
    said = json.loads(course("archive", "check", "--json").stdout)
    assert said["clean"] is False
    assert [one["line"] for one in said["modules"][0]["faults"]] == [20]
    refused = course("archive", "build")
    assert refused.returncode == 1 and "falls-correction.md:20" in refused.stderr
    assert not (folder.parents[2] / "course").exists()


def test_building_and_asking_whether_it_is_fresh(course: Run, folder: Path) -> None:
    stale = course("archive", "build", "--check")
    assert stale.returncode == 1
    assert stale.stdout.endswith("5 files out of date. Run: course archive build\n")
    done = course("archive", "build", "lamps-module")
    assert done.returncode == 0 and done.stdout.endswith("5 files written.\n")
    assert course("archive", "build", "--check").stdout == "Every archive is up to date.\n"
    assert json.loads(course("archive", "build", "--check", "--json").stdout) == {"changes": []}


def test_wrong_use_is_2(course: Run, folder: Path) -> None:
    for words, says in (
        (["01-nothing"], "With one: lamps-module"),
        (["--story", "lamp"], "Stories: lamps"),
        (["--root", "nowhere"], "--root"),
        (["--fast"], "No such option"),
    ):
        done = course("archive", "check", *words)
        assert done.returncode == 2, (words, done.stderr)
        assert says in done.stderr and "Traceback" not in done.stderr


def test_a_course_without_an_archive(course: Run, folder: Path) -> None:
    shutil.rmtree(folder)
    assert course("archive", "check").stdout == "No module has an archive.\n"
    assert course("archive", "build", "--check").stdout == "Every archive is up to date.\n"


def test_an_environment_without_imagehash_says_what_it_lacks(
    course: Run, folder: Path, tmp_path: Path
) -> None:
    without = tmp_path / "without"
    without.mkdir()
    (without / "imagehash.py").write_text("raise ModuleNotFoundError('gone', name='imagehash')\n")
    root = Path(__file__).resolve().parents[2]
    done = course("archive", "build", PYTHONPATH=f"{without}:{root}")
    assert done.returncode == 1
    assert "This needs imagehash" in done.stderr and "Traceback" not in done.stderr
