"""Attacks by ids: whose work it is, and who is in the gradebook."""

import contextlib
import sqlite3

from fuzz.world import FIRST_UID, HONEST, MODULE, uid_of

from ways.scene import EVE, Scene, attack

VICTIM = HONEST[0]
STRANGER = FIRST_UID - 500


def _hand_in(scene: Scene, name: str = "", outer: str = "") -> None:
    """From an account that is nobody's id, so that accounts tell nothing."""
    scene.hand_in(name, outer, uid=STRANGER)


def _not_enrolled(scene: Scene) -> str:
    """What was taken under an id that nobody has."""
    return ", ".join(repr(name) for name in sorted(scene.taken() - {*HONEST, EVE, "x2"}))


@attack("Hand in under another's id, with a later time.", "owners are not compared")
def under_the_id_of_another(scene: Scene) -> str:
    scene.hand_in(VICTIM, f"{VICTIM}+{MODULE}+2099-01-01 00:00:00 UTC+abc")
    scene.collect()
    taken = (scene.submitted(VICTIM) / "answers.json").read_bytes()
    mine = (scene.world.root / "honest" / VICTIM / "answers.json").read_bytes()
    return "" if taken == mine else "another's answers are the victim's"


@attack(
    "Hand in under another's id: they lose their own submission while faculty ask who is who.",
    "all owners are noted",
)
def a_quarrel_over_an_id(scene: Scene) -> str:
    other = scene.world.inbound / f"visitor+{MODULE}+2026-11-23 10:00:00 UTC+abc"
    scene.hand_in("visitor", other.name, uid=STRANGER)  # an account that is called otherwise
    scene.world.enrol(["visitor"])
    scene.hand_in("visitor", f"visitor+{MODULE}+2099-01-01 00:00:00 UTC+eve", uid=uid_of(EVE))
    scene.collect()
    return "" if "visitor" in scene.taken() else "the visitor's own work is left out"


@attack("An id with a Cyrillic letter that looks like the victim's.", "any id, and whoever hands in")
def a_look_alike_of_another_script(scene: Scene) -> str:
    _hand_in(scene, "h\u043enest-1")
    scene.collect()
    return _not_enrolled(scene)


@attack(
    "An id in full-width letters, which becomes the victim's where names are normalised.",
    "any id, and whoever hands in",
)
def a_look_alike_in_full_width(scene: Scene) -> str:
    _hand_in(scene, "ｈonest-1")
    scene.collect()
    return _not_enrolled(scene)


@attack("The decomposed form of an enrolled id becomes a second trainee.", "any id, and whoever hands in")
def an_enrolled_id_in_another_form(scene: Scene) -> str:
    scene.world.enrol(["café"])
    _hand_in(scene, "cafe\u0301")
    scene.collect()
    return _not_enrolled(scene)


@attack("An id that differs in a capital letter alone.", "whoever hands in is a trainee")
def a_twin_in_capitals(scene: Scene) -> str:
    _hand_in(scene, "Honest-1")
    scene.collect()
    return _not_enrolled(scene)


@attack("An id that differs in a dot at its end.", "whoever hands in is a trainee")
def a_twin_with_a_dot(scene: Scene) -> str:
    _hand_in(scene, "honest-1.")
    scene.collect()
    return _not_enrolled(scene)


@attack("An id with a space at its end, which settings strip away.", "any id, and whoever hands in")
def a_twin_with_a_space(scene: Scene) -> str:
    _hand_in(scene, "honest-1 ")
    scene.collect()
    return _not_enrolled(scene)


@attack("A ghost: an id that nobody has becomes a trainee of the gradebook.", "whoever hands in is a trainee")
def a_ghost(scene: Scene) -> str:
    _hand_in(scene, "ghost")
    scene.collect()
    return _not_enrolled(scene)


@attack("Plus signs in the name: the module is read as a part of the id.", "any id, and whoever hands in")
def more_plus_signs(scene: Scene) -> str:
    _hand_in(scene, outer=f"{EVE}+{MODULE}+{MODULE}+2026-11-23 10:00:00 UTC+abc")
    scene.collect()
    return _not_enrolled(scene)


@attack(
    "An id that is a pattern: grading that trainee grades others with them.", "any id, and whoever hands in"
)
def an_id_that_is_a_pattern(scene: Scene) -> str:
    _hand_in(scene, "honest-[12]")
    scene.collect()
    return _not_enrolled(scene)


@attack("An id that begins like an option of a command.", "any id, and whoever hands in")
def an_id_that_is_an_option(scene: Scene) -> str:
    _hand_in(scene, "--all")
    scene.collect()
    return _not_enrolled(scene)


@attack("An id with braces, which paths are formatted with.", "any id, and whoever hands in")
def an_id_with_braces(scene: Scene) -> str:
    _hand_in(scene, "{student_id}")
    scene.collect()
    return _not_enrolled(scene)


@attack(
    "An id with a comma, which divides the list of those who get no feedback.", "any id, and whoever hands in"
)
def an_id_with_a_comma(scene: Scene) -> str:
    _hand_in(scene, f"{VICTIM},{EVE}")
    scene.collect()
    return _not_enrolled(scene)


@attack("An id that is a formula in the list of those who are not enrolled.", "any id")
def a_formula_in_the_list(scene: Scene) -> str:
    for name in ("=1+1", "@SUM(1)", "ghost"):
        _hand_in(scene, name.replace("+", "-"))
    scene.collect()
    path = scene.course / "not-enrolled.csv"
    lines = path.read_text().splitlines() if path.is_file() else []
    return ", ".join(line for line in lines if line[:1] in "=@+-")


@attack(
    "Work put into submitted/ under an id that nobody has, graded by formgrader's button.",
    "whoever hands in is a trainee",
)
def a_ghost_by_grading(scene: Scene) -> str:
    scene.hand_in()
    scene.collect()
    (scene.course / "submitted" / EVE).rename(scene.course / "submitted" / "ghost")
    scene.autograde("ghost")
    with contextlib.closing(sqlite3.connect(scene.course / "gradebook.db")) as book:
        return " ".join(name for (name,) in book.execute("select id from student where id = 'ghost'"))
