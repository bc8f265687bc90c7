"""`nbgrader list --inbound` by faculty, over what strangers laid there."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from course_in_a_box import Box
from nbgrader.exchange.default import ExchangeList
from ordinary import as_account

from course.grading.intake.exchange.listing import ListExchange


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Box:
    box = Box(tmp_path_factory.mktemp("listing") / "box")
    box.add("m1")
    box.release("m1")
    for name in ("ann", "eve"):
        box.hand_in(name, "m1", {})
    return box


def _eves(box: Box) -> Path:
    (found,) = (box.exchange / "discernment" / "inbound").glob("eve+*")
    found.chmod(0o777)
    return found


def _pipe(folder: Path) -> None:
    (folder / "submission_secret.txt").unlink()
    (folder / "m1.ipynb").unlink()
    os.mkfifo(folder / "m1.ipynb")


def _secret(data: bytes) -> Any:
    def lay(folder: Path) -> None:
        (folder / "submission_secret.txt").chmod(0o644)
        (folder / "submission_secret.txt").write_bytes(data)

    return lay


WAYS = {
    "a pipe for a notebook": _pipe,
    "an empty secret": _secret(b""),
    "a secret in no letters": _secret(b"\xff"),
}


def _listed(kind: type, box: Box) -> list[tuple[str, str]]:
    """Who is listed, and where."""
    api = box.api
    api.coursedir.assignment_id = "m1"
    lister = kind(coursedir=api.coursedir, authenticator=api.authenticator, config=box.config)
    lister.inbound = True
    listed = lister.start()
    return [(found["student_id"], found["submissions"][0]["path"]) for found in listed]


@pytest.mark.parametrize("way", WAYS)
def test_one_ended_the_list_and_does_no_more(own: Box, way: str, tmp_path: Path) -> None:
    folder = _eves(own)
    shutil.copytree(folder, tmp_path / "kept")
    try:
        WAYS[way](folder)
        before = as_account(os.geteuid(), lambda: _listed(ExchangeList, own), seconds=5)
        now = as_account(os.geteuid(), lambda: _listed(ListExchange, own), seconds=60)
    finally:
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "kept", folder)
    assert before == "hangs" or "Traceback" in before
    assert [name for name, _ in now] == ["ann", "eve"] and now[1][1] == str(folder)


def test_a_link_and_a_name_of_another_form_are_left_out(own: Box) -> None:
    inbound = own.exchange / "discernment" / "inbound"
    os.symlink(own.course / "faculty", inbound / "mal+m1+2026-01-01 10:00:00 UTC+x")
    (inbound / "a\nb+m1+2026-01-01 10:00:00 UTC+x").mkdir()
    assert [name for name, _ in _listed(ListExchange, own)] == ["ann", "eve"]


def test_what_is_honest_is_listed_as_before(own: Box) -> None:
    for path in (own.exchange / "discernment" / "inbound").glob("[am]*"):
        if not path.name.startswith("ann"):
            path.unlink() if path.is_symlink() else path.rmdir()
    assert _listed(ListExchange, own) == _listed(ExchangeList, own)
