"""A submission laid into the open inbound folder by hand, with links to what only faculty can read."""

import os
import shutil

import pytest
from course_in_a_box import Box, ok


@pytest.fixture(scope="module")
def laid(box):
    box.hand_in("linker", "m1", box.right("m1", "linker"), solved=True)
    inbound = box.exchange / "discernment" / "inbound"
    folder = next(path for path in inbound.iterdir() if path.name.startswith("linker+"))
    os.symlink(box.course / "faculty" / "m1" / "key.yaml", folder / "notes.txt")
    os.symlink(box.course / "faculty", folder / "all")
    os.mkfifo(folder / "pipe")
    return ok(box.collect("m1"))


def test_links_and_pipes_stay_outside(box, laid) -> None:
    arrived = {path.name for path in (box.course / "submitted" / "linker" / "m1").rglob("*")}
    assert arrived == {"m1.ipynb", "answers.json", "questions.yaml", "timestamp.txt", "submission_secret.txt"}


def test_another_owner_can_be_refused(box, monkeypatch) -> None:
    """Here all files belong to one account, so every name but that account's is somebody else's."""
    box.hand_in("stranger", "m1", {})
    config = box.config
    config.CollectSubmissions.refuse_other_owners = True
    monkeypatch.setattr(Box, "config", config)
    log = ok(box.collect("m1"))["log"]
    assert "Not collected: a submission under the id stranger belongs to" in log
    assert not (box.course / "submitted" / "stranger").exists()
    shutil.rmtree(box.root / "homes" / "stranger")
