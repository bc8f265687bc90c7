"""Attacks on `nbgrader collect`: what lies in the exchange when faculty take it over."""

import ctypes
import os
from pathlib import Path
from unittest import mock

from fuzz.world import MODULE, uid_of

from ways.scene import EVE, OLD, Scene, attack

_EXCHANGE = 2


def _exchange(one: Path, other: Path) -> None:
    ctypes.CDLL(None).renameat2(-100, os.fsencode(one), -100, os.fsencode(other), _EXCHANGE)


def _behind_a_large_file(scene: Scene, swapped: str, secret: Path) -> str:
    """Exchange an entry for a link to a secret while a large file before it is being copied."""
    folder = scene.hand_in()
    (folder / "aaa-large.txt").write_bytes(b"x" * 60_000_000)
    inner = folder / swapped
    if swapped == "zzz":
        inner.mkdir()
        (inner / "key.yaml").write_text("mine")
    link = scene.world.root / "swaps" / "link"
    link.symlink_to(secret)
    with scene.as_soon_as_copied("aaa-large.txt", lambda: _exchange(inner, link)):
        scene.collect()
    return scene.leaked()


@attack("Exchange a file for a link to the key between the look and the copy.", "copying by paths")
def a_file_becomes_a_link(scene: Scene) -> str:
    return _behind_a_large_file(scene, "questions.yaml", scene.key)


@attack("Exchange a folder for a link to the keys' folder between the look and the copy.", "copying by paths")
def a_folder_becomes_a_link(scene: Scene) -> str:
    return _behind_a_large_file(scene, "zzz", scene.key.parent)


@attack(
    "Exchange the submission itself for a link to the keys once it has been found.", "nbgrader's own collect"
)
def the_submission_becomes_a_link(scene: Scene) -> str:
    folder = scene.hand_in()
    link = scene.world.inbound / ".link"
    link.symlink_to(scene.key.parent)
    from nbgrader.exchange.default.collect import ExchangeCollect

    found = ExchangeCollect.init_src

    def then_exchange(self: ExchangeCollect) -> None:
        found(self)
        _exchange(folder, link)

    api = scene.api()
    with mock.patch.object(ExchangeCollect, "init_src", then_exchange):
        scene.collect(api)
    return scene.leaked()


@attack(
    "Take the submission away after it was found: whoever looks at it again fails.", "nbgrader's own collect"
)
def the_submission_vanishes(scene: Scene) -> str:
    folder = scene.hand_in("aaa", uid=uid_of(EVE))
    gone = str(folder)
    import glob

    usual, api = glob.glob, scene.api()
    folder.rename(folder.with_name(".gone"))
    with mock.patch.object(glob, "glob", lambda *a, **k: [gone, *usual(*a, **k)]):
        scene.collect(api)
    return scene.stopped() or scene.lost()


@attack("A file of mode 6755 becomes the collecting account's setuid program.", "copying by paths")
def a_file_with_set_user_id(scene: Scene) -> str:
    folder = scene.hand_in()
    (folder / "tool").write_text("#!/bin/sh\n")
    (folder / "tool").chmod(0o6755)
    scene.collect()
    mode = (scene.submitted() / "tool").stat().st_mode & 0o7777
    return f"mode {mode:o}" if mode & 0o7000 else ""


@attack(
    "A folder that all may write to stays so: others change the work after it was collected.",
    "copying by paths",
)
def a_folder_that_all_may_write_to(scene: Scene) -> str:
    scene.hand_in()
    scene.collect()
    mode = scene.submitted().stat().st_mode & 0o7777
    return f"mode {mode:o}" if mode & 0o022 else ""


@attack("Extended attributes travel along.", "copying by paths")
def extended_attributes(scene: Scene) -> str:
    folder = scene.hand_in()
    os.setxattr(folder / "answers.json", "user.note", b"x")
    scene.collect()
    return " ".join(os.listxattr(scene.submitted() / "answers.json"))


@attack("A second name of the key, where the system lets one be made.", "copying by paths")
def a_hard_link_to_the_key(scene: Scene) -> str:
    folder = scene.hand_in()
    os.link(scene.key, folder / "data.csv")
    scene.collect()
    return scene.leaked()


@attack("More files than a gradebook's disk has room for.", "without bounds of a folder")
def thousands_of_files(scene: Scene) -> str:
    folder = scene.hand_in()
    for number in range(2_300):
        (folder / f"n{number}.txt").touch()
    scene.collect()
    count = sum(1 for _ in scene.submitted().glob("n*.txt"))
    return f"{count} files" if count > 2_000 else ""


@attack("Folders without files: inodes are filled while no file is counted.", "without bounds of a folder")
def thousands_of_folders(scene: Scene) -> str:
    folder = scene.hand_in()
    for number in range(2_300):
        (folder / f"f{number}").mkdir()
    scene.collect()
    count = sum(1 for _ in scene.submitted().glob("f*"))
    return f"{count} folders" if count > 2_000 else ""


@attack("Folders in folders, deeper than whoever walks them later can go.", "without bounds of a folder")
def folders_without_end(scene: Scene) -> str:
    folder = scene.hand_in()
    (folder / "/".join("d" * 60)).mkdir(parents=True)
    scene.collect()
    return "60 deep" if (scene.submitted() / "/".join("d" * 60)).is_dir() else ""


@attack(
    "A file of holes takes no room where it lies and all the room where it is written.",
    "without bounds of a folder",
)
def a_file_of_holes(scene: Scene) -> str:
    folder = scene.hand_in()
    with open(folder / "holes.bin", "wb") as file:
        file.truncate(101_000_000)
    scene.collect()
    path = scene.submitted() / "holes.bin"
    return f"{path.stat().st_size} bytes" if path.exists() else ""


@attack("Many files below the bound of one file, together beyond all bounds.", "without bounds of a folder")
def many_large_files(scene: Scene) -> str:
    folder = scene.hand_in()
    for number in range(3):
        with open(folder / f"holes{number}.bin", "wb") as file:
            file.truncate(40_000_000)
    scene.collect()
    size = sum(path.stat().st_size for path in scene.submitted().glob("holes*"))
    return f"{size} bytes" if size > 100_000_000 else ""


@attack(
    "Two thousand entries that are left out, each with a line: the log hides all others.",
    "every entry is named",
)
def a_log_full_of_links(scene: Scene) -> str:
    folder = scene.hand_in()
    for number in range(1_900):
        (folder / f"link{number}").symlink_to("nowhere")
    scene.collect()
    lines = scene.log.count("\n")
    return f"{lines} lines" if lines > 300 else ""


@attack("Thousands of folders that are no submissions, each with a line in the log.", "every stray is named")
def a_log_full_of_strays(scene: Scene) -> str:
    for number in range(3_000):
        (scene.world.inbound / f"x{number}+{MODULE}+no time+abc").mkdir()
    scene.collect()
    lines = scene.log.count("\n")
    return f"{lines} lines" if lines > 300 else scene.lost()


@attack("Thousands of submissions under refused ids, each with a line in the log.", "every stray is named")
def a_log_full_of_refused_ids(scene: Scene) -> str:
    stamp = "2026-11-23 10:00:00 UTC"
    for number in range(3_000):
        (scene.world.inbound / f"$x{number}+{MODULE}+{stamp}+abc").mkdir()
    scene.collect()
    lines = scene.log.count("\n")
    return f"{lines} lines" if lines > 300 else scene.lost()


@attack("A name that clears the screen of whoever reads the log.", "nbgrader's own collect")
def orders_to_a_terminal(scene: Scene) -> str:
    folder = scene.hand_in()
    with (scene.course / "nbgrader_config.py").open("a") as file:
        file.write("c.CourseDirectory.max_file_size = 1\n")
    (folder / "\x1b[2J\x1b]0;owned\x07.txt").write_bytes(b"x" * 5_000)
    scene.collect()
    return "an escape sequence" if "\x1b" in scene.log else ""


@attack("A name with a carriage return, to write another entry over the log's.", "nbgrader's own collect")
def a_forged_entry_of_the_log(scene: Scene) -> str:
    folder = scene.hand_in()
    with (scene.course / "nbgrader_config.py").open("a") as file:
        file.write("c.CourseDirectory.max_file_size = 1\n")
    (folder / "a\r[ERROR] honest-1 cheated.txt").write_bytes(b"x" * 5_000)
    scene.collect()
    return "forged" if "\r[ERROR] honest-1 cheated" in scene.log else ""


# ---- times


@attack("timestamp.txt says 2020, so that nothing is late.", "nbgrader's own collect")
def an_old_time_in_the_file(scene: Scene) -> str:
    folder = scene.hand_in()
    (folder / "timestamp.txt").write_text(OLD)
    scene.collect()
    return scene.stamp() if scene.stamp().startswith("2020") else ""


@attack("The folder's name says 2020, so that nothing is late.", "times in names are believed")
def an_old_time_in_the_name(scene: Scene) -> str:
    folder = scene.hand_in(outer=f"{EVE}+{MODULE}+{OLD}+abc")
    (folder / "timestamp.txt").write_text(OLD)
    for path in (folder / "timestamp.txt", folder):
        os.utime(path, (1_577_836_800, 1_577_836_800))  # what a trainee can set
    scene.collect()
    return scene.stamp() if scene.stamp().startswith("2020") else ""


@attack(
    "A later change of work that was handed in on time: the folder's own time is older.",
    "times in names are believed",
)
def work_that_was_changed_later(scene: Scene) -> str:
    scene.hand_in(outer=f"{EVE}+{MODULE}+2024-01-01 00:00:00 UTC+abc")
    usual = os.lstat

    def as_on_time(path: str, **how: int) -> os.stat_result:
        found = usual(path, **how)
        if str(path).endswith("+abc"):
            return os.stat_result((*found[:7], 1_704_067_200, 1_704_067_200, 1_704_067_200))
        return found

    with mock.patch.object(os, "lstat", as_on_time):
        scene.collect()
    return scene.stamp() if scene.stamp().startswith("2024") else ""


@attack("A time zone that is the path of a file: whoever reads the time opens it.", "times of any form")
def a_time_zone_that_is_a_file(scene: Scene) -> str:
    zone = next(Path("/usr/share/zoneinfo").rglob("Tokyo"), None)
    if zone is None:
        import tarfile

        import dateutil.zoneinfo  # carries its own

        zone = scene.world.root / "swaps" / "Tokyo"
        with tarfile.open(Path(dateutil.zoneinfo.__file__).parent / "dateutil-zoneinfo.tar.gz") as archive:
            zone.write_bytes(archive.extractfile("Asia/Tokyo").read())  # type: ignore[union-attr]
    from course.grading.intake.exchange.arrival import time_in

    found = time_in(f"2026-11-23 10:00:00 {zone}")
    return f"read as {found}" if found is not None else ""


@attack("A time that no clock has, over which the reader stumbles for everybody.", "nbgrader's own collect")
def a_time_that_cannot_be(scene: Scene) -> str:
    scene.hand_in(outer=f"{EVE}+{MODULE}+2026-11-23 10:00:00 +99999999999999+abc")
    scene.collect()
    return scene.stopped() or scene.lost()


@attack(
    "Very many submissions of one trainee: each is copied, or only the newest is.", "each of them is copied"
)
def hundreds_of_submissions(scene: Scene) -> str:
    from course.grading.intake.exchange import collect as exchange

    for number in range(300):
        scene.hand_in(letters=f"r{number:011}")
    copied: list[object] = []
    usual = exchange.take_over

    def counted(*args: object, **how: object) -> object:
        copied.append(args)
        return usual(*args, **how)  # type: ignore[arg-type]

    with mock.patch.object(exchange, "take_over", counted):
        scene.collect()
    return f"{len(copied)} were copied" if len(copied) > 10 else scene.lost()


@attack(
    "A notebook of another name that takes gigabytes to read, so that collecting dies.",
    "renamed notebooks of any size",
)
def a_renamed_notebook_of_great_size(scene: Scene) -> str:
    import tracemalloc

    folder = scene.hand_in()
    (folder / f"{MODULE}.ipynb").unlink()
    (folder / "mine.ipynb").write_text('{"cells": [' + "{}," * 2_000_000 + "{}]}")
    tracemalloc.start()
    scene.collect()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return f"{most / 1e6:.0f} MB for a file of 6 MB" if most > 220_000_000 else ""
