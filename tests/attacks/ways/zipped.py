"""Attacks on `nbgrader zip_collect`: what a learning platform hands over."""

import io
import struct
import zipfile
from unittest import mock

from fuzz.world import ZIPPED

from ways.scene import EVE, OLD, Scene, attack

VICTIM = ZIPPED[0]
_TIMED = r"""
c.FileNameCollectorPlugin.named_regexp = (
    r".*/extracted/(?P<student_id>[^/_]+)(_(?P<timestamp>[^_/]*)_)?[^/]*/(?P<file_id>[^/]+)"
)
"""


def _work(scene: Scene) -> dict[str, bytes]:
    return {name: data for name, data in scene.world.own_work.items() if name != "questions.yaml"}


def _configured(scene: Scene, lines: str) -> None:
    with (scene.course / "nbgrader_config.py").open("a") as file:
        file.write(lines)


def _lost(scene: Scene) -> str:
    return scene.stopped() or ", ".join(sorted(set(ZIPPED) - scene.taken()))


@attack(
    "A folder extracted/VICTIM within one's own zip is filed under the victim.", "nbgrader's own zip_collect"
)
def a_folder_named_for_the_victim(scene: Scene) -> str:
    (scene.world.archive / f"{VICTIM}.zip").unlink()
    scene.zip(f"{EVE}.zip", {**_work(scene), f"extracted/{VICTIM}/answers.json": b'{"by": "eve"}'})
    scene.zip_collect()
    return "filed under the victim" if VICTIM in scene.taken() else ""


@attack(
    "Two files of one name in two folders: the collector cannot decide and ends for all.",
    "nbgrader's own zip_collect",
)
def two_files_of_one_name(scene: Scene) -> str:
    _configured(
        scene,
        "c.FileNameCollectorPlugin.named_regexp = "
        'r".*/extracted/(?P<student_id>[^/]+)/(?:.*/)?(?P<file_id>[^/]+)"\n',
    )
    scene.zip(f"{EVE}.zip", {"a/answers.json": b"{}", "b/answers.json": b"{}"})
    scene.zip_collect()
    return _lost(scene)


@attack("A time in the name that is none: the collector ends for all.", "nbgrader's own zip_collect")
def a_time_that_is_none(scene: Scene) -> str:
    _configured(scene, _TIMED)
    scene.zip(f"{EVE}_99-99-99_.zip", _work(scene))
    scene.zip_collect()
    return _lost(scene)


@attack(
    "A timestamp.txt of 2020 within the zip, where faculty collect text files as well.",
    "nbgrader's own zip_collect",
)
def an_old_time_within(scene: Scene) -> str:
    _configured(scene, 'c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".json", ".txt"]\n')
    scene.zip(f"{EVE}.zip", {**_work(scene), "timestamp.txt": OLD.encode()})
    scene.zip_collect()
    return scene.stamp() if scene.stamp().startswith("2020") else _lost(scene)


@attack(
    "A secret within the zip, so that a page is released under a name of one's choice.",
    "nbgrader's own zip_collect",
)
def a_secret_within(scene: Scene) -> str:
    _configured(scene, 'c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".json", ".txt"]\n')
    scene.zip(f"{EVE}.zip", {**_work(scene), "submission_secret.txt": b"0f" * 64})
    scene.zip_collect()
    return "it was taken" if (scene.submitted() / "submission_secret.txt").exists() else _lost(scene)


@attack("A zip named for nobody becomes a trainee.", "whoever hands in is a trainee")
def a_zip_of_a_ghost(scene: Scene) -> str:
    scene.zip("ghost.zip", _work(scene))
    scene.zip_collect()
    return "ghost" if "ghost" in scene.taken() else _lost(scene)


@attack("A zip under a look-alike of the victim's id.", "any id, and whoever hands in")
def a_zip_of_a_look_alike(scene: Scene) -> str:
    scene.zip("zip-h\u043enest-1.zip", _work(scene))
    scene.zip_collect()
    return " ".join(name for name in scene.taken() if "\u043e" in name) or _lost(scene)


@attack("A zip in a zip, to be opened without bounds.", "nbgrader's own zip_collect")
def a_zip_in_a_zip(scene: Scene) -> str:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.bin", bytes(20_000_000))
    scene.zip(f"{EVE}.zip", {**_work(scene), "more.zip": inner.getvalue()})
    scene.zip_collect()
    found = list((scene.course / "downloaded").rglob("bomb.bin"))
    return f"{found[0].stat().st_size} bytes" if found else _lost(scene)


@attack("Entries that share the bytes of one member: a small file of many megabytes.", "members may overlap")
def entries_that_share_their_bytes(scene: Scene) -> str:
    path = scene.zip(f"{EVE}.zip", {**_work(scene)})
    data = path.read_bytes()
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[start : data.index(b"PK\x01\x02", start + 4)]
    name = struct.unpack("<H", entry[28:30])[0]
    more = [entry[:46] + str(number).rjust(name, "n").encode() + entry[46 + name :] for number in range(50)]
    listing = data[start:end] + b"".join(more)
    count = 50 + data[start:end].count(b"PK\x01\x02")
    closing = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(listing), start, 0)
    path.write_bytes(data[:start] + listing + closing)
    # Python's own reader compares the name before the bytes, newer versions the places as well.
    usual = zipfile.ZipFile.open

    def lenient(self: zipfile.ZipFile, member: zipfile.ZipInfo, *args: object, **how: object) -> object:
        if isinstance(member, zipfile.ZipInfo) and member.filename.startswith("n"):
            return usual(self, self.infolist()[0], *args, **how)  # type: ignore[arg-type]
        return usual(self, member, *args, **how)  # type: ignore[arg-type]

    with mock.patch.object(zipfile.ZipFile, "open", lenient):
        scene.zip_collect()
    return "it was unpacked" if EVE in scene.taken() else _lost(scene)


@attack("A way of packing that asks for as much memory as the file says.", "any way of packing")
def an_unusual_way_of_packing(scene: Scene) -> str:
    with zipfile.ZipFile(scene.world.archive / f"{EVE}.zip", "w", zipfile.ZIP_LZMA) as archive:
        for name, data in _work(scene).items():
            archive.writestr(name, data)
    scene.zip_collect()
    return "it was unpacked" if EVE in scene.taken() else _lost(scene)


@attack(
    "A list of a hundred thousand files, each an object before the first is counted.", "lists of any length"
)
def a_list_without_end(scene: Scene) -> str:
    with zipfile.ZipFile(scene.world.archive / f"{EVE}.zip", "w") as archive:
        for name, data in _work(scene).items():
            archive.writestr(name, data)
        for number in range(20_000):
            archive.writestr(f"n{number}.txt", b"")
    made: list[object] = []
    usual = zipfile.ZipInfo.__init__

    def counted(self: zipfile.ZipInfo, *args: object, **how: object) -> None:
        made.append(None)
        usual(self, *args, **how)  # type: ignore[arg-type]

    with mock.patch.object(zipfile.ZipInfo, "__init__", counted):
        scene.zip_collect()
    return f"{len(made)} entries were read" if len(made) > 5_000 else _lost(scene)


@attack("A member whose name holds orders to a terminal.", "members of any name")
def a_member_with_orders_in_its_name(scene: Scene) -> str:
    scene.zip(f"{EVE}.zip", {**_work(scene), "\x1b[2Jx.json": b"{}"})
    scene.zip_collect()
    return " ".join(repr(p.name) for p in scene.submitted().glob("*x.json")) or _lost(scene)


@attack("A path out of the submission, by a name within the zip.", "members of any name")
def a_member_that_leads_out(scene: Scene) -> str:
    scene.zip(f"{EVE}.zip", {**_work(scene), "../../../../escaped.json": b"{}"})
    scene.zip_collect()
    found = [path for path in scene.world.root.rglob("escaped.json")]
    return str(found[0]) if found else _lost(scene)
