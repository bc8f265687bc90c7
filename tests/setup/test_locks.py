"""The locks hold what pyproject.toml asks for, and nothing that names a place."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PINNED = re.compile(r"^(?P<requirement>[a-z0-9][a-z0-9._-]*==[^\s;]+(?: ; [^\\]+?)?) \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def pins(lock: str) -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if match := PINNED.match(line):
            one = Requirement(match["requirement"])
            found.setdefault(canonicalize_name(one.name), []).append(one)
    return found


def declared(extra: str | None = None) -> Iterator[Requirement]:
    for text in PROJECT["dependencies"] if extra is None else PROJECT["optional-dependencies"][extra]:
        one = Requirement(text)
        if one.name == PROJECT["name"]:
            for other in one.extras:
                yield from declared(other)
        else:
            yield one


def pin(one: Requirement) -> Version:
    (only,) = one.specifier
    return Version(only.version)


@pytest.mark.parametrize(
    ("lock", "extras"), [("requirements.lock", [None]), ("requirements-dev.lock", [None, "faculty", "dev"])]
)
def test_every_dependency_is_pinned_within_its_range(lock: str, extras: list[str | None]) -> None:
    pinned, asked = pins(lock), [one for extra in extras for one in declared(extra)]
    assert len(asked) > 10
    for one in asked:
        found = pinned.get(canonicalize_name(one.name))
        assert found, f"{lock} lacks {one.name}: run make lock"
        for version in map(pin, found):
            assert version in one.specifier, f"{lock} pins {one.name} {version}, asked for {one.specifier}"


def test_tests_run_on_the_versions_that_trainees_get() -> None:
    theirs, ours = pins("requirements.lock"), pins("requirements-dev.lock")
    assert len(theirs) > 100
    for name, found in theirs.items():
        assert {pin(one) for one in found} <= {pin(one) for one in ours[name]}, name


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_a_pin_a_hash_or_the_comment_on_top(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    comments, rest = [one for one in lines if one.startswith("#")], [one for one in lines if one[:1] != "#"]
    assert comments == lines[:2] and "make lock" in comments[1]
    strange = [one for one in rest if not PINNED.match(one) and not HASH.match(one)]
    assert strange == []
    assert sum(1 for one in rest if HASH.match(one)) >= sum(1 for one in rest if PINNED.match(one)) > 100


def test_trainees_do_not_get_jupytext() -> None:
    """With it, JupyterLab refuses released notebooks (HTTP 400)."""
    assert "jupytext" not in pins("requirements.lock")
    assert "jupytext" in pins("requirements-dev.lock")


def test_environment_yml_agrees_with_the_lock() -> None:
    found = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert found["channels"] == ["conda-forge"]
    python = next(one for one in found["dependencies"] if isinstance(one, str) and one.startswith("python="))
    assert Version(python.removeprefix("python=")) >= Version(PROJECT["requires-python"].removeprefix(">="))
    # Nothing else from conda: it would stand beside the lock and could contradict it.
    assert [one for one in found["dependencies"] if isinstance(one, str)] == [python, "pip"]
    assert found["dependencies"][-1] == {"pip": ["-r requirements.lock"]}


def settings_files() -> list[Path]:
    names = ["Makefile", "environment.yml", "apt.txt", "postBuild", ".ci/run", "pyproject.toml", *LOCKS]
    return [ROOT / name for name in [*names, "nbgrader_config.py", ".gitignore"]]


@pytest.mark.parametrize("file", settings_files(), ids=lambda one: one.name)
def test_no_setting_names_a_registry_or_a_path_of_one_machine(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(
        r"(?i)\b(?:pypi|pythonhosted|conda\.anaconda|npmjs|debian|ubuntu)\.(?:org|net|com)", text
    )
    assert not re.search(
        r"(?i)(?:index-url|find-links|trusted-host|extra-index|\bfile://)(?!-)", without_flags(text)
    )
    assert not re.search(r"(?<![\w.])/(?:work|root|home|opt|Users|tmp)/", text)


def without_flags(text: str) -> str:
    """Without uv's option that keeps index addresses out of a lock."""
    return text.replace("--no-emit-index-url", "")


@pytest.mark.parametrize("name", ["postBuild", ".ci/run"])
def test_scripts_can_be_run(name: str) -> None:
    file = ROOT / name
    assert file.stat().st_mode & 0o111
    assert file.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")
