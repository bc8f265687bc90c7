"""Ids that are script or lead elsewhere, in the exchange and in submitted/; others go on."""

import shutil

import pytest
from course_in_a_box import Box, ok

EVIL = ["<img src=x onerror=alert(1)>", "$(touch pwned)", "a b", "x;y"]


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    """A course of their own: they are graded together with everybody else."""
    box = Box(tmp_path_factory.mktemp("ids") / "box")
    box.add("m1")
    box.release("m1")
    return box


@pytest.fixture(scope="module")
def collected(box):
    box.hand_in("honest", "m1", box.right("m1", "honest"), solved=True)
    inbound = box.exchange / "discernment" / "inbound"
    honest = next(path for path in inbound.iterdir() if path.name.startswith("honest+"))
    for name in EVIL:
        shutil.copytree(honest, inbound / honest.name.replace("honest", name, 1))
    return ok(box.collect("m1"))


def test_collecting_leaves_them_out_and_says_so(box, collected) -> None:
    present = {path.name for path in (box.course / "submitted").iterdir()}
    assert "honest" in present and not present & set(EVIL)
    assert collected["log"].count("is refused") == len(EVIL)
    assert "onerror=" not in collected["log"]


def test_grading_refuses_a_folder_put_there_by_hand(box, collected) -> None:
    for name in EVIL:
        shutil.copytree(box.course / "submitted" / "honest", box.course / "submitted" / name)
    try:
        outcome = box.autograde("m1")
        assert not outcome["success"]
        assert "is refused: an id has letters, digits" in outcome["log"]
        assert box.scores("m1", "honest")["which"] == (1.0, False)
        with box.gradebook() as book:
            assert not {student.id for student in book.students} & set(EVIL)
        assert not any((box.course / "autograded" / name).joinpath("m1").exists() for name in EVIL)
    finally:
        for name in EVIL:
            shutil.rmtree(box.course / "submitted" / name)


@pytest.mark.parametrize(
    "name", ["../up", "a..b", "", "x" * 200, "a/b", ".hidden", "é<b>", "-flag", "tab\t", "a+b"]
)
def test_more_unsafe_ids(name) -> None:
    from course.names import is_safe_id

    assert not is_safe_id(name)


@pytest.mark.parametrize("name", ["jo", "j.okafor@hospital.example", "étude", "a_b-c", "0123"])
def test_ids_that_people_have(name) -> None:
    from course.names import is_safe_id

    assert is_safe_id(name)
