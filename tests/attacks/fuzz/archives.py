"""What can be done to a zip file that is handed in through a learning platform."""

import io
import random
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

from fuzz import names, world
from fuzz.damage import DAMAGE


@dataclass
class Member:
    """One member before it is packed; what is set here stands in the zip as it is."""

    name: str
    data: bytes
    mode: int = 0
    packing: int = zipfile.ZIP_DEFLATED
    time: tuple[int, int, int, int, int, int] = (2026, 11, 23, 10, 0, 0)


@dataclass
class Archive:
    """One zip file while it is being mutated. name: the file's own; after: what is done to its bytes."""

    rng: random.Random
    trainee: str
    name: str
    members: list[Member]
    after: list[Callable[[bytes], bytes]] = field(default_factory=list)

    def member(self) -> Member:
        if not self.members:
            self.members.append(Member("m1.ipynb", b"{}"))
        return self.rng.choice(self.members)

    def packed(self) -> bytes:
        """The file."""
        made = io.BytesIO()
        with warnings.catch_warnings(), zipfile.ZipFile(made, "w") as archive:
            warnings.simplefilter("ignore")  # of names that come twice
            for member in self.members:
                info = zipfile.ZipInfo("x", member.time)
                info.filename = info.orig_filename = member.name
                info.external_attr, info.compress_type = member.mode << 16, member.packing
                archive.writestr(info, member.data)
        data = made.getvalue()
        for change in self.after:
            data = change(data)
        return data


Mutation = Callable[[Archive], None]
MUTATIONS: dict[str, Mutation] = {}
WEIGHTS: dict[str, int] = {}


def mutation(weight: int = 4) -> Callable[[Mutation], Mutation]:
    """List a function among those that a run draws from, this often in relation to the others."""

    def listed(function: Mutation) -> Mutation:
        MUTATIONS[function.__name__], WEIGHTS[function.__name__] = function, weight
        return function

    return listed


def mutate(archive: Archive, most: int = 4) -> list[str]:
    """Do one to four things to it; gives their names."""
    chosen = archive.rng.choices(list(MUTATIONS), list(WEIGHTS.values()), k=archive.rng.randint(1, most))
    for name in chosen:
        MUTATIONS[name](archive)
    return chosen


@mutation(weight=40)
def damage_a_member(archive: Archive) -> None:
    member = archive.member()
    member.data = DAMAGE[archive.rng.choice(list(DAMAGE))](archive.rng, member.data)


@mutation(weight=10)
def strange_name_of_a_member(archive: Archive) -> None:
    name = names.file_name(archive.rng).decode("utf-8", "replace")
    archive.member().name = archive.rng.choice(["", "a/", "./", "m1/"]) + name


@mutation(weight=10)
def member_that_leads_out(archive: Archive) -> None:
    ways = [
        "../../escaped", "/tmp/escaped", "a/../../escaped", "..\\escaped", "C:\\escaped", "//host/escaped",
        "./m1.ipynb", "honest-1/answers.json", "../honest-1/answers.json",
        "extracted/honest-1/answers.json", "a//m1.ipynb", "extracted/zip-honest-1/answers.json",
        "/extracted/honest-1/m1.ipynb", "submitted/honest-1/m1/answers.json",
        "m1/archive/ghost-9/answers.json", "m1.ipynb/", "m1.ipynb/x", "", "/", ".", "..", "a\x00b",
        "m1.ipynb\x00.txt",
    ]  # fmt: skip
    archive.member().name = archive.rng.choice(ways)


@mutation()
def name_twice(archive: Archive) -> None:
    member = archive.member()
    other = archive.rng.choice([member.name, member.name.upper(), "./" + member.name, member.name + " "])
    archive.members.append(Member(other, b"[]"))


@mutation()
def member_is_no_file(archive: Archive) -> None:
    kinds = [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFDIR, 0xF000]
    member = archive.member()
    member.mode, member.data = archive.rng.choice(kinds) | 0o777, b"/etc/passwd"


@mutation()
def mode_of_a_member(archive: Archive) -> None:
    archive.member().mode = stat.S_IFREG | archive.rng.choice([0o6755, 0o4755, 0, 0o777, 0o222, 0o7777])


@mutation()
def time_of_a_member(archive: Archive) -> None:
    times = [
        (1980, 0, 0, 0, 0, 0),
        (2107, 15, 31, 31, 63, 62),
        (2026, 2, 30, 25, 61, 60),
        (1980, 1, 1, 0, 0, 0),
    ]
    archive.member().time = archive.rng.choice(times)


@mutation()
def another_way_of_packing(archive: Archive) -> None:
    archive.member().packing = archive.rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])


@mutation()
def unknown_way_of_packing(archive: Archive) -> None:
    number = archive.rng.choice([1, 6, 9, 93, 95, 99, 65535])
    archive.after.append(lambda data: _patch(data, b"PK\x01\x02", 10, struct.pack("<H", number)))


@mutation()
def locked_with_a_password(archive: Archive) -> None:
    where = archive.rng.choice([(b"PK\x01\x02", 8), (b"PK\x03\x04", 6)])
    archive.after.append(
        lambda data: _patch(data, *where, struct.pack("<H", archive.rng.choice([1, 0x41, 0x2001])))
    )


@mutation()
def lying_size(archive: Archive) -> None:
    size = struct.pack("<I", archive.rng.choice([0, 10, 2**31, 2**32 - 2, 2**32 - 1]))
    where = archive.rng.choice(
        [(b"PK\x01\x02", 24), (b"PK\x01\x02", 20), (b"PK\x03\x04", 22), (b"PK\x03\x04", 18)]
    )
    archive.after.append(lambda data: _patch(data, *where, size))


@mutation()
def wrong_checksum(archive: Archive) -> None:
    where = archive.rng.choice([(b"PK\x01\x02", 16), (b"PK\x03\x04", 14)])
    archive.after.append(lambda data: _patch(data, *where, b"\x01\x02\x03\x04"))


@mutation()
def members_that_overlap(archive: Archive) -> None:
    """Every entry of the directory leads to the first member's data."""
    archive.after.append(lambda data: _patch(data, b"PK\x01\x02", 42, struct.pack("<I", 0), everywhere=True))


@mutation()
def offset_to_nowhere(archive: Archive) -> None:
    offset = struct.pack("<I", archive.rng.choice([1, 10**6, 2**32 - 1, 2**31]))
    archive.after.append(lambda data: _patch(data, b"PK\x01\x02", 42, offset))


@mutation()
def lying_directory(archive: Archive) -> None:
    """The end of the directory: how many entries it has, how large it is, where it lies."""
    place = archive.rng.choice([8, 10, 12, 16])
    value = struct.pack("<H", archive.rng.choice([0, 1, 65535, 9999]))
    archive.after.append(lambda data: _patch(data, b"PK\x05\x06", place, value))


@mutation()
def large_numbers_of_zip64(archive: Archive) -> None:
    extra = struct.pack("<HHQQQ", 1, 24, *[archive.rng.choice([0, 10, 2**63, 2**64 - 1]) for _ in range(3)])
    archive.after.append(lambda data: _patch(data, b"PK\x01\x02", 20, b"\xff" * 8) + extra)


@mutation()
def something_behind_or_before(archive: Archive) -> None:
    more = archive.rng.choice(
        [b"\x00" * 70_000, b"PK\x05\x06" + b"\x00" * 18, b"#!/bin/sh\n", archive.rng.randbytes(99)]
    )
    before = archive.rng.random() < 0.5
    archive.after.append(lambda data: more + data if before else data + more)


@mutation(weight=6)
def cut_off(archive: Archive) -> None:
    share = archive.rng.random()
    archive.after.append(lambda data: data[: int(len(data) * share)])


@mutation(weight=6)
def flipped_bits(archive: Archive) -> None:
    seed = archive.rng.random()
    archive.after.append(lambda data: DAMAGE["with_flipped_bits"](random.Random(seed), data))


@mutation()
def no_zip_at_all(archive: Archive) -> None:
    instead = archive.rng.choice(
        [b"", b"PK", b"{}", archive.rng.randbytes(3000), b"\x1f\x8b\x08" + b"\x00" * 50]
    )
    archive.after.append(lambda data: instead)


@mutation()
def zip_in_a_zip(archive: Archive) -> None:
    archive.members.append(
        Member(archive.rng.choice(["more.zip", "m1.ipynb.zip", "a.ZIP"]), archive.packed())
    )


@mutation(weight=2)
def bomb(archive: Archive) -> None:
    archive.members.append(Member(archive.rng.choice(["answers.json", "big.txt"]), bytes(30_000_000)))


@mutation(weight=2)
def crowd(archive: Archive) -> None:
    archive.members += [Member(f"{n}.txt", b"") for n in range(archive.rng.choice([400, 499, 600, 3000]))]


@mutation()
def deep_member(archive: Archive) -> None:
    archive.member().name = "/".join("d" * archive.rng.choice([3, 6, 7, 50, 2000])) + "/m1.ipynb"


@mutation()
def comments(archive: Archive) -> None:
    archive.after.append(lambda data: _patch(data, b"PK\x05\x06", 20, b"\xff\xff") + b"\x1b[2J" * 20)


@mutation(weight=4)
def missing_member(archive: Archive) -> None:
    archive.members.remove(archive.member())


@mutation(weight=16)
def file_of_another_name(archive: Archive) -> None:
    ends = [".zip", ".zip", ".ZIP", ".zip.zip", ".json", ".ipynb", ".tar.gz", ".7z", "", ".", ".zip "]
    name = names.trainee(archive.rng, archive.trainee) + archive.rng.choice(ends)
    if name.lower().removesuffix(".zip") in world.EVERYBODY:
        return  # the platform gives a file its outer name: it files nobody's work under another
    archive.name = name.replace("/", "\u2215").replace("\x00", "")[:240] or "empty.zip"


def _patch(data: bytes, mark: bytes, place: int, value: bytes, everywhere: bool = False) -> bytes:
    """Write over a field of the first, or of each, record that begins with `mark`."""
    changed, at = bytearray(data), data.find(mark)
    while at >= 0:
        end = at + place + len(value)
        if end <= len(changed):
            changed[at + place : end] = value
        at = data.find(mark, at + 4) if everywhere else -1
    return bytes(changed)
