"""From a fresh clone to a notebook: Binder's way and `make course`, in one virtual environment."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from machine import Server, clone, environment, server

pytestmark = pytest.mark.slow

NOTEBOOK = "00-orientation/00-orientation.ipynb"
NEWS = "@jupyterlab/apputils-extension:notification"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone whose .venv holds what the lock names and nothing else, as environment.yml makes it."""
    folder = clone(tmp_path_factory.mktemp("fresh") / "course")
    begin = time.monotonic()
    done = subprocess.run(
        ["make", ".venv/.lock", f"PYTHON={sys.executable}"],
        cwd=folder,
        env=environment(folder.parent / "home"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    (folder.parent / "seconds").write_text(str(time.monotonic() - begin))
    assert not (folder / ".venv" / "bin" / "course").exists()
    return folder


@pytest.fixture(scope="module")
def built(fresh: Path) -> Path:
    """The clone after postBuild, run as Binder runs it."""
    env = environment(fresh.parent / "binder")
    env["PATH"] = f"{fresh / '.venv' / 'bin'}{os.pathsep}{env['PATH']}"
    done = subprocess.run(["./postBuild"], cwd=fresh, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return fresh


@pytest.mark.timeout(900)
def test_postbuild_leaves_a_course_that_opens_on_binder(built: Path) -> None:
    home = built.parent / "binder"
    python = built / ".venv" / "bin" / "python"
    command = [str(python), "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    with server(command, built, environment(home), 90) as lab:
        assert lab.root == built
        assert opens(lab, f"desk/{NOTEBOOK}")
        assert news(lab) == {"fetchNews": "false", "checkForUpdates": False}
    assert json.loads((built / "desk" / ".course.json").read_text()) == {
        "mode": "self-study",
        "id": "self-study",
        "faculty": str(built / "faculty"),
    }


@pytest.mark.timeout(900)
def test_make_course_ends_in_orientation_and_starts_again_in_seconds(built: Path) -> None:
    home = built.parent / "home"
    mine = built / "desk" / "00-orientation" / "notes.md"
    mine.write_text("mine")
    command = ["make", "course", f"PYTHON={sys.executable}", "ARGS=--no-browser"]
    begin = time.monotonic()
    with server(command, built, environment(home), 150) as lab:
        first = time.monotonic() - begin + float((built.parent / "seconds").read_text())
        assert lab.root == built / "desk"
        assert opens(lab, NOTEBOOK)
        assert news(lab) == {"fetchNews": "false", "checkForUpdates": False}
        assert f"/doc/tree/{NOTEBOOK}?token=" in lab.log.read_text()
    stamps = [(built / ".venv" / name).stat().st_mtime_ns for name in (".lock", ".course")]
    begin = time.monotonic()
    with server(command, built, environment(home), 120) as lab:
        assert opens(lab, NOTEBOOK)
        second = time.monotonic() - begin
    # Seconds, because nothing is set up again. How many is written down and not asserted: machines differ.
    assert [(built / ".venv" / name).stat().st_mtime_ns for name in (".lock", ".course")] == stamps
    assert "Setting up" not in lab.log.read_text()
    write_times(first, second)
    assert mine.read_text() == "mine"
    settings = list(home.rglob("user-settings")) + list(home.rglob("workspaces"))
    assert settings == [], "a person's own JupyterLab settings and layouts are not touched"


def write_times(first: float, second: float) -> None:
    """Keep how long a fresh clone and a second start took to a notebook that the server gives out."""
    folder = Path(__file__).parents[2] / "test-artefacts"
    folder.mkdir(exist_ok=True)
    times = {"first start, seconds": round(first, 1), "second start, seconds": round(second, 1)}
    (folder / "make-course.json").write_text(json.dumps(times))


def test_an_older_python_is_refused_in_one_line(tmp_path: Path) -> None:
    folder = clone(tmp_path / "course")
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        (tools / name).write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\nexit 1\n')
        (tools / name).chmod(0o755)
    env = environment(tmp_path / "home")
    env["PATH"] = f"{tools}{os.pathsep}{env['PATH']}"
    done = subprocess.run(["make", "course"], cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode != 0
    ours = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert len(ours) == 1
    assert "needs Python 3.11 or newer and found Python 3.9.2" in ours[0]
    assert "make course PYTHON=" in ours[0]
    assert not (folder / ".venv").exists()


def test_missing_system_packages_are_named_in_one_command(tmp_path: Path) -> None:
    folder = clone(tmp_path / "course")
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "id", "find", "make"):
        (tools / name).symlink_to(subprocess.check_output(["which", name], text=True).strip())
    (tools / "id").unlink()
    (tools / "id").write_text("#!/bin/sh\necho 1000\n")  # not root
    (tools / "id").chmod(0o755)
    env = {**environment(tmp_path / "home"), "PATH": str(tools)}
    words = ["make", "tools", f"POSTGRES={tmp_path}"]
    done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode != 0
    assert "sudo apt-get install chromium fonts-dejavu-core bubblewrap postgresql" in done.stderr


def test_repo2docker_accepts_the_repository(tmp_path: Path) -> None:
    folder = clone(tmp_path / "course")
    done = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."],
        cwd=folder, env=environment(tmp_path / "home"), capture_output=True, text=True,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-3000:]
    assert "Building conda environment for python=3.11" in said
    assert "apt-get install --yes --no-install-recommends fonts-dejavu-core" in said
    # environment.yml refers to requirements.lock, so it must come after the repository's files.
    copied, made, finished = (
        said.index(mark) for mark in ("src/ ${REPO_DIR}", "env update", "RUN ./postBuild")
    )
    assert copied < made < finished


def opens(lab: Server, notebook: str) -> bool:
    """Whether the server gives out the notebook, ready to run, with its questions beside it."""
    found = lab.get(f"api/contents/{notebook}")
    kernel = found["content"]["metadata"]["kernelspec"]["name"]
    assert kernel in lab.get("api/kernelspecs")["kernelspecs"]
    beside = lab.get(f"api/contents/{notebook.rpartition('/')[0]}")["content"]
    assert "questions.yaml" in {one["name"] for one in beside}
    return any("from course import" in cell["source"] for cell in found["content"]["cells"])


def news(lab: Server) -> dict[str, object]:
    found = lab.get(f"lab/api/settings/{NEWS}")["schema"]["properties"]
    return {name: found[name]["default"] for name in ("fetchNews", "checkForUpdates")}
