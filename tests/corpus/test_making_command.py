"""`course corpus build` and `worlds` as they are typed: what they say, exit codes, and where things go."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from course import corpus

ROOT = Path(__file__).resolve().parents[2]


def course(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    env = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    command = [sys.executable, "-m", "course", "corpus", *words]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)


def test_building_says_what_is_published_and_gives_the_hash(tmp_path: Path) -> None:
    made = ["--posts", "20000", "--seed", "7", "--plants", "campaign", "--plants", "bots"]
    done = course(tmp_path, "build", *made, "--out", "my posts", "--truth", "truth")
    assert done.returncode == 0, done.stderr
    stored = corpus.load(tmp_path / "my posts")
    assert stored.manifest["hash"] in done.stdout and "20,000 original posts" in done.stdout
    assert "synthetic" in done.stdout and "assumed" in done.stdout
    assert stored.manifest["plants"] == ["campaign", "bots"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["my posts", "truth"]


def test_json_is_the_manifest_and_truth_is_not_written_unasked(tmp_path: Path) -> None:
    done = course(tmp_path, "build", "--posts", "1500", "--out", "c", "--json")
    said = json.loads(done.stdout)
    assert said["hash"] == corpus.load(tmp_path / "c").manifest["hash"] and said["synthetic"] is True
    assert [path.name for path in tmp_path.iterdir()] == ["c"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["build"], 2, "--out"),
        (["build", "--out", "c", "--posts", "3"], 1, "needs to be a whole number from 1,000"),
        (["build", "--out", "c", "--plants", "witches"], 1, "There is no plant witches"),
        (["build", "--out", "there"], 1, "is there already"),
        (["build", "--out", "there", "--force"], 1, "is not a folder that course corpus wrote"),
        (["build", "--out", "c", "--truth", "c/truth"], 1, "outside of"),
        (["worlds", "07-spread"], 1, "no faculty/ folder"),
    ],
)
def test_what_cannot_be_done_is_one_message(tmp_path: Path, words: list[str], code: int, says: str) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "letter.txt").write_text("Dear all")
    done = course(tmp_path, *words)
    assert done.returncode == code
    assert says in " ".join(done.stderr.split()) and "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_worlds_go_to_package_data_and_their_truth_to_faculty(tmp_path: Path) -> None:
    (tmp_path / "faculty").mkdir()
    words = ["worlds", "07-spread", "--count", "1", "--posts", "20000", "--plants", "hijack", "--json"]
    done = course(tmp_path, *words)
    assert done.returncode == 0, done.stderr
    (world,) = json.loads(done.stdout)["worlds"]
    assert Path(world["folder"]) == tmp_path / "course/corpus/worlds/07-spread/w01"
    assert corpus.load(world["folder"]).manifest["hash"] == world["hash"]
    faculty = tmp_path / "faculty/07-spread"
    kept = sorted(path.relative_to(faculty).as_posix() for path in faculty.rglob("*") if path.is_file())
    assert kept == ["world-seed.txt", "worlds/w01/events.json", "worlds/w01/labels.parquet"]
    assert (tmp_path / "faculty/07-spread/world-seed.txt").stat().st_mode & 0o077 == 0
