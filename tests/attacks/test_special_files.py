"""Pipes, sockets, devices, folders, hard links, huge files: in the exchange, and in submitted/ by hand."""

import os
import socket

import pytest
from course_in_a_box import ok


def pipe(path):
    os.mkfifo(path)


def listening(path):
    one = socket.socket(socket.AF_UNIX)
    before = os.getcwd()
    os.chdir(path.parent)  # a socket's name is short
    one.bind(path.name)
    os.chdir(before)
    one.close()


def device(path):
    os.mknod(path, 0o600 | 0o020000, os.makedev(1, 5))  # /dev/zero, which never ends


def folder(path):
    path.mkdir()
    (path / "x").write_text("x")


def link(path):
    path.symlink_to("/etc/passwd")


def second_name(path):
    (path.parents[2] / "elsewhere").write_text('{"module": "m1"}')
    os.link(path.parents[2] / "elsewhere", path)


def huge(path):
    path.write_bytes(b" " * 150_000_000)


WAYS = {
    "pipe": (pipe, "a pipe, a socket or a device"),
    "socket": (listening, "a pipe, a socket or a device"),
    "device": (device, "a pipe, a socket or a device"),
    "folder": (folder, "a folder where a file is expected"),
    "link": (link, "is a link"),
    "hard-link": (second_name, "a hard link"),
    "huge": (huge, "more than is allowed"),
}


def inbound(box, name):
    (found,) = (box.exchange / "discernment" / "inbound").glob(f"{name}+*")
    found.chmod(0o777)
    return found


@pytest.fixture(params=WAYS)
def way(request):
    if request.param == "device" and os.geteuid() != 0:
        pytest.fail("making a device takes root; run the tests as root, or with this one deselected")
    return request.param, *WAYS[request.param]


def test_in_the_exchange(box, way) -> None:
    how, make, reason = way
    box.hand_in(f"x-{how}", "m1", box.right("m1", f"x-{how}"))
    box.hand_in(f"ok-{how}", "m1", box.right("m1", f"ok-{how}"))
    answers = inbound(box, f"x-{how}") / "answers.json"
    answers.unlink()
    make(answers)
    outcome = ok(box.collect("m1"))
    lines = [line for line in outcome["log"].splitlines() if "Not collected" in line]
    assert any(reason in line for line in lines), lines
    ok(box.autograde("m1", f"ok-{how}"))
    assert box.scores("m1", f"ok-{how}")["which"] == (1.0, False)
    collected = box.course / "submitted" / f"x-{how}" / "m1" / "answers.json"
    assert not collected.is_file()
    for path in (inbound(box, f"x-{how}"),):
        path.rename(box.root / f"done-{how}")  # the next collection begins without it


@pytest.mark.parametrize("how", ["pipe", "socket", "device", "link"])
@pytest.mark.parametrize("name", ["answers.json", "m1.ipynb", "more.txt"])
def test_put_into_submitted_by_hand(box, how, name) -> None:
    trainee = f"hand-{how}-{name.partition('.')[0]}"
    box.hand_in(trainee, "m1", box.right("m1", trainee))
    ok(box.collect("m1"))
    place = box.course / "submitted" / trainee / "m1" / name
    place.unlink(missing_ok=True)
    WAYS[how][0](place)
    outcome = ok(box.autograde("m1", trainee))
    left_out = [line for line in outcome["log"].splitlines() if f"Left out: {name} of {trainee}" in line]
    assert "no plain file" in outcome["log"] or any(WAYS[how][1] in line for line in left_out)
    left = (box.course / "autograded" / trainee / "m1").rglob("*")
    assert not any(b"root:" in path.read_bytes() for path in left if path.is_file())
    # Of a file that cannot be used nobody knows what it held, so a person looks.
    expected = (0.0, True) if name == "answers.json" else (1.0, False)
    assert box.scores("m1", trainee)["which"] == expected
