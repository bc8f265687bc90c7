"""Attacks on feedback: whose page is found where."""

from fuzz.world import HONEST, MODULE, secret_of

from ways.scene import EVE, Scene, attack

VICTIM = HONEST[0]


def _with_pages(scene: Scene) -> None:
    for name in (*HONEST, EVE):
        scene.page(name)


def _without_page(scene: Scene) -> str:
    return ", ".join(name for name in HONEST if scene.released(name) != f"the page of {name}")


@attack("An empty secret: release ends at it for everybody behind.", "nbgrader's own release")
def an_empty_secret(scene: Scene) -> str:
    _with_pages(scene)
    (scene.course / "feedback" / EVE / MODULE / "submission_secret.txt").write_text("")
    scene.release()
    return scene.stopped() or _without_page(scene)


@attack("A secret that is no text: release ends at it for everybody behind.", "nbgrader's own release")
def a_secret_that_is_no_text(scene: Scene) -> str:
    _with_pages(scene)
    (scene.course / "feedback" / EVE / MODULE / "submission_secret.txt").write_bytes(b"\xff\xfe")
    scene.release()
    return scene.stopped() or _without_page(scene)


@attack("A secret that is a folder: release ends at it for everybody behind.", "nbgrader's own release")
def a_secret_that_is_a_folder(scene: Scene) -> str:
    _with_pages(scene)
    path = scene.course / "feedback" / EVE / MODULE / "submission_secret.txt"
    path.unlink()
    path.mkdir()
    scene.release()
    return scene.stopped() or _without_page(scene)


@attack("A time that is no text: release ends at it for everybody behind.", "nbgrader's own release")
def a_time_that_is_no_text(scene: Scene) -> str:
    _with_pages(scene)
    (scene.course / "feedback" / EVE / MODULE / "timestamp.txt").write_bytes(b"\xff\xfe")
    scene.release()
    return scene.stopped() or _without_page(scene)


@attack(
    "Another's secret, once learnt: one's own page lies where they look for theirs.", "nbgrader's own release"
)
def the_secret_of_another(scene: Scene) -> str:
    _with_pages(scene)
    (scene.course / "feedback" / EVE / MODULE / "submission_secret.txt").write_text(secret_of(VICTIM))
    scene.release()
    found = scene.released(VICTIM)
    return f"the victim finds {found!r}" if EVE in found else ""


@attack("Two trainees agree on a secret, and each reads the other's page.", "nbgrader's own release")
def a_secret_of_two(scene: Scene) -> str:
    _with_pages(scene)
    scene.page("x2")
    for name in (EVE, "x2"):
        (scene.course / "feedback" / name / MODULE / "submission_secret.txt").write_text(secret_of(EVE))
    scene.release()
    found = scene.released(EVE)
    return f"both find {found!r}" if found else _without_page(scene)


@attack(
    "A page handed in beside the notebook is released as if faculty had written it.", "nbgrader's own release"
)
def a_page_of_ones_own(scene: Scene) -> str:
    _with_pages(scene)
    (scene.course / "feedback" / EVE / MODULE / "other.html").write_text("<script>alert(1)</script>")
    scene.release()
    return scene.released(EVE, "other") or _without_page(scene)


@attack("The page is a link to the key.", "nbgrader's own release")
def a_page_that_is_a_link(scene: Scene) -> str:
    _with_pages(scene)
    path = scene.course / "feedback" / EVE / MODULE / f"{MODULE}.html"
    path.unlink()
    path.symlink_to(scene.key)
    scene.release()
    return "the key is released" if "token5f2a9c11key" in scene.released(EVE) else _without_page(scene)


@attack(
    "The feedback folder of the exchange is a link to where faculty keep their sources.",
    "nbgrader's own release",
)
def a_feedback_folder_that_is_a_link(scene: Scene) -> str:
    _with_pages(scene)
    outbound = scene.world.exchange / "discernment" / "feedback"
    if outbound.exists():
        outbound.rmdir()
    outbound.symlink_to(scene.course / "source")
    scene.release()
    return " ".join(path.name for path in (scene.course / "source").glob("*.html"))


@attack(
    "A link under the name that a page has while it is written: it is written through it.",
    "nbgrader's own release",
)
def a_link_at_the_place_of_a_page(scene: Scene) -> str:
    import hashlib

    _with_pages(scene)
    outbound = scene.world.exchange / "discernment" / "feedback"
    outbound.mkdir(exist_ok=True)
    named = hashlib.md5((secret_of(EVE) + MODULE).encode()).hexdigest()
    aim = scene.course / "faculty" / MODULE / "reference.py"
    for name in (f"{named}-tmp.html", f"{named}.html"):
        (outbound / name).symlink_to(aim)
    scene.release()
    return (
        "a file of faculty's was written over" if "the page of" in aim.read_text() else _without_page(scene)
    )


@attack("An id with a comma, so that a trainee named in it gets no page.", "the list of excluded ids")
def a_comma_in_the_list_of_excluded(scene: Scene) -> str:
    _with_pages(scene)
    folder = scene.page(f"{VICTIM},{EVE}")
    (folder / "submission_secret.txt").unlink()
    scene.release()
    return _without_page(scene)
