"""What lies in the open inbound folder and is no submission: links to keys, files, names without a time."""

import os
import shutil

import pytest
from course_in_a_box import Box, ok

TIME = "2026-11-23 10:00:00 UTC"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A course of their own: in it everything is collected at once."""
    box = Box(tmp_path_factory.mktemp("stray") / "box")
    box.add("m1")
    box.release("m1")
    return box


@pytest.fixture(scope="module")
def collected(own):
    for name in ("ann", "zoe"):
        own.hand_in(name, "m1", own.right("m1", name))
    inbound = own.exchange / "discernment" / "inbound"
    zoe = next(path for path in inbound.iterdir() if path.name.startswith("zoe+"))
    (zoe / "timestamp.txt").write_text("no time at all")
    ok(own.collect("m1"))
    shutil.rmtree(own.course / "submitted" / "ann")
    for name, target in (("eve", "faculty/m1"), ("mal", "submitted/zoe/m1"), ("gone", "nowhere")):
        os.symlink(own.course / target, inbound / f"{name}+m1+{TIME}+abc")
    (inbound / f"file+m1+{TIME}+abc").write_text("x")
    for name in ("when+m1+no time+abc", "few+m1+abc", "huge+m1+9999999999999999999999+abc"):
        (inbound / name).mkdir()
    return ok(own.collect("m1"))


def test_nothing_of_it_arrives_and_the_others_do(own, collected) -> None:
    assert {path.name for path in (own.course / "submitted").iterdir()} == {"ann", "zoe"}
    assert (own.course / "submitted" / "ann" / "m1" / "answers.json").is_file()


def test_each_is_named_in_the_log(collected) -> None:
    for name in ("eve", "mal", "gone", "file", "when", "few", "huge"):
        assert f"Not collected: {name}+m1+" in collected["log"]


def test_a_bent_time_is_taken_from_the_folder(own, collected) -> None:
    stamp = (own.course / "submitted" / "zoe" / "m1" / "timestamp.txt").read_text()
    assert stamp.startswith("20") and "UTC" in stamp


def test_a_link_put_there_after_the_look_is_not_followed(own, tmp_path) -> None:
    from course.grading.intake.exchange.collect import CollectSubmissions

    config = own.config
    collect = CollectSubmissions(coursedir=own.api.coursedir, config=config)
    os.symlink(own.course / "faculty", tmp_path / "late")
    collect.do_copy(str(tmp_path / "late"), str(tmp_path / "arrived"))
    assert not (tmp_path / "arrived").exists()
