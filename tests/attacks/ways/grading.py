"""Attacks on what stands between a collected folder and its scores."""

from fuzz.world import MODULE

from ways.scene import EVE, Scene, attack


def _graded(scene: Scene) -> str:
    outcome = scene.autograde(EVE)
    return "" if outcome["success"] else (outcome.get("error") or outcome.get("log") or "")[-300:]


@attack(
    "A folder where the course has a file: the submission can never be graded.",
    "folders are copied as they are",
)
def a_folder_in_place_of_the_questions(scene: Scene) -> str:
    folder = scene.hand_in()
    (folder / "questions.yaml").unlink()
    (folder / "questions.yaml").mkdir()
    (folder / "questions.yaml" / "x").touch()
    scene.collect()
    return _graded(scene)


@attack(
    "A file where the course has a folder: the submission can never be graded.",
    "folders are copied as they are",
)
def a_file_in_place_of_the_pictures(scene: Scene) -> str:
    (scene.course / "source" / MODULE / "pictures").mkdir()
    (scene.course / "source" / MODULE / "pictures" / "one.png").write_bytes(b"x")
    folder = scene.hand_in()
    (folder / "pictures").write_text("mine")
    scene.collect()
    return _graded(scene)


@attack(
    "A notebook of millions of empty things: thirty times its size in the grader's memory.",
    "notebooks of any size",
)
def a_crowded_notebook(scene: Scene) -> str:
    import tracemalloc

    from course.grading.intake.notebooks import read_notebook

    text = '{"cells": [' + "{}," * 1_000_000 + "{}]}"
    tracemalloc.start()
    read_notebook(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return f"{most / 1e6:.0f} MB for a file of 3 MB" if most > 100_000_000 else ""
