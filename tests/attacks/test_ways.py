"""Attacks on the ways in and out: each is repelled, and succeeds in its weaker setting."""

import os
import shutil

import pytest
from fuzz.world import HONEST, World, make_world
from ways import collecting, grading, ids, releasing, zipped
from ways.scene import ATTACKS, Scene, accounts, make
from ways.weaker import WEAKER

assert all((collecting, grading, ids, releasing, zipped))


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> World:
    if os.geteuid() != 0:
        pytest.fail("a submission of another account takes root; run the tests as root, or without these")
    return make_world(tmp_path_factory.mktemp("ways") / "world")


@pytest.fixture
def scene(clean, tmp_path):
    """A course in a given setting; what was made goes at once, since some of it is large."""

    def furnish(settings: str = "") -> Scene:
        return make(clean, tmp_path / "world", settings)

    with accounts():
        yield furnish
    shutil.rmtree(tmp_path / "world", ignore_errors=True)


@pytest.mark.parametrize("name", ATTACKS)
def test_it_is_repelled(scene, name) -> None:
    assert ATTACKS[name].run(scene()) == "", ATTACKS[name].tries


@pytest.mark.parametrize("name", ATTACKS)
def test_it_succeeds_in_a_weaker_setting(scene, name) -> None:
    weaker = WEAKER[ATTACKS[name].weaker]
    with weaker.in_force():
        made = scene(weaker.settings)
        assert ATTACKS[name].run(made) != "", made.log[-3000:]


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_says_what_it_tries(name) -> None:
    assert ATTACKS[name].tries.endswith(".") and ATTACKS[name].weaker in WEAKER


def test_without_an_attack_everybody_is_collected(scene) -> None:
    made = scene()
    made.collect()
    assert made.taken() == set(HONEST) and not made.ended
