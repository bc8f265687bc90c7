"""Grading itself: the same submissions isolated and, with COURSE_ISOLATION=none, not."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from course_in_a_box import Box, edit, from_nbgrader, ok

from course.grading.isolation import TRUSTED
from course.grading.isolation.confinement import Confinement, Limits
from course.grading.pipeline.execute import ExecuteSubmission

pytestmark = from_nbgrader

PROBES = """
import json, os, pathlib
n_posts = 3
found = {}
for name, path in PLACES.items():
    try:
        found[name] = "read" if pathlib.Path(path).read_bytes() else "empty"
    except OSError:
        found[name] = "no"
try:
    pathlib.Path(CANARY).write_text("x")
    found["written"] = "yes"
except OSError:
    found["written"] = "no"
print("FOUND" + json.dumps(found) + "END")
"""


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    box = Box(tmp_path_factory.mktemp("isolation") / "box")
    box.add("m1")
    box.release("m1")
    box.hand_in("neighbour", "m1", box.right("m1", "neighbour"), solved=True)
    ok(box.collect("m1"))
    return box


def hand_in(box: Box, name: str, code: str) -> None:
    def put(cell: Any) -> None:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "how-many-code":
            cell.source = code

    box.hand_in(name, "m1", box.right("m1", name), change=lambda folder: edit(folder / "m1.ipynb", put))
    ok(box.collect("m1"))


def shown(box: Box, name: str) -> str:
    cells = [cell for cell in box.autograded("m1", name).cells if cell.cell_type == "code"]
    return "".join(
        output.get("text", "") + output.get("evalue", "") for cell in cells for output in cell.outputs
    )


def test_what_a_submission_gets_at(box, monkeypatch, tmp_path) -> None:
    places = {
        "the key": box.course / "faculty" / "m1" / "key.yaml",
        "the gradebook": box.course / "gradebook.db",
        "another submission": box.course / "submitted" / "neighbour" / "m1" / "answers.json",
        "the exchange": next(path for path in box.exchange.rglob("*.ipynb")),
        "the grader's settings": box.course / "nbgrader_config.py",
    }
    prepared = f"PLACES = { ({name: str(path) for name, path in places.items()})!r}\n"
    prepared += f"CANARY = {str(tmp_path / 'written')!r}\n"
    hand_in(box, "prober", prepared + PROBES)

    def found() -> dict[str, str]:
        ok(box.api.autograde("m1", "prober", force=True))
        text = shown(box, "prober")
        return json.loads(text[text.index("FOUND") + 5 : text.index("END")])

    assert found() == {**dict.fromkeys(places, "no"), "written": "no"}
    scores = box.scores("m1", "prober")
    assert scores["how-many"] == (2.0, False)
    assert TRUSTED not in box.feedback("m1", "prober")
    monkeypatch.setenv("COURSE_ISOLATION", "none")
    assert found() == {**dict.fromkeys(places, "read"), "written": "yes"}
    assert box.scores("m1", "prober") == scores
    ok(box.api.generate_feedback("m1", "prober", force=True))
    assert TRUSTED in box.page("m1", "prober")


def test_what_is_said_where_isolation_is_off(box, monkeypatch) -> None:
    monkeypatch.setenv("COURSE_ISOLATION", "none")
    outcome = box.api.autograde("m1", "neighbour", force=True)
    assert outcome["success"] and "NOT isolated" in outcome["log"]


@pytest.mark.parametrize("missing", ["no-bubblewrap", "not-linux", "misspelt"])
def test_without_isolation_no_cell_runs(box, monkeypatch, tmp_path, missing) -> None:
    from course.grading.isolation import ready

    mark = tmp_path / "ran"
    hand_in(box, missing, f"n_posts = 3\nopen({str(mark)!r}, 'w').close()")
    ready.gap.cache_clear()
    if missing == "no-bubblewrap":
        monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}")
    elif missing == "not-linux":
        monkeypatch.setattr(sys, "platform", "darwin")
    else:
        monkeypatch.setenv("COURSE_ISOLATION", "nnone")
    outcome = box.autograde("m1", missing)
    ready.gap.cache_clear()
    assert not outcome["success"] and not mark.exists()
    assert "COURSE_ISOLATION" in outcome["log"], outcome
    if missing != "misspelt":
        assert "Podman" in outcome["log"] and "COURSE_ISOLATION=none" in outcome["log"]
    with box.gradebook() as book:
        assert missing not in [one.student.id for one in book.find_assignment("m1").submissions]


# Each would keep a grader busy for ever, or bring it down; (code, what the log or the notebook says).
STUBBORN = {
    "ignores": (
        "import time\nwhile 1:\n    try:\n        time.sleep(9)\n    except KeyboardInterrupt:\n        pass",
        "seconds were over",
    ),
    "daemon": (
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(600)\nn_posts = 3",
        "",
    ),
    "floods": (
        "import time\nwhile True:\n    print('x' * 20_000)\n    time.sleep(0.002)",
        "more than is allowed",
    ),
    "floods-faster": ("while True:\n    print('x' * 100_000)", ""),
    "whole": ("print('x' * 40_000_000)", ""),
    "lies": (
        "from ipykernel.kernelapp import IPKernelApp\napp = IPKernelApp.instance()\n"
        "app.session.send(app.iopub_socket, 'stream', {'nonsense': 1}, parent=app.kernel.get_parent())",
        "what no kernel sends",
    ),
    "eats": ("kept = []\nwhile True: kept.append(bytearray(50_000_000))", "MemoryError"),
    "slow": ("import time\ntime.sleep(60)", "CellTimeout"),
}


@pytest.mark.parametrize("how", STUBBORN)
def test_cards_score_whatever_the_code_does(box, monkeypatch, how) -> None:
    code, said = STUBBORN[how]
    hand_in(box, how, code)
    config = box.config
    config.ExecuteSubmission.timeout = 3
    config.ExecuteSubmission.memory_mb = 600
    config.ExecuteSubmission.notebook_output_kb = 5_000
    from nbgrader.apps import NbGraderAPI

    began = time.monotonic()
    outcome = NbGraderAPI(config=config).autograde("m1", how)
    assert outcome["success"], outcome["log"]
    assert time.monotonic() - began < 40
    assert box.scores("m1", how)["which"] == (1.0, False)
    everything = outcome["log"] + shown(box, how) + json.dumps(box.autograded("m1", how))
    assert said in everything
    assert len(json.dumps(box.autograded("m1", how))) < 4_000_000


LEFT = {
    "linked": ("os.symlink('/etc/passwd', name)", "not a plain file"),
    "piped": ("os.mkfifo(name)", "not a plain file"),
    "filled": ("open(name, 'w').write('x' * 3_000_000)", "cannot be used"),
    "twice": ('open(name, \'w\').write(\'{"module": "m1", "module": "m1"}\')', "cannot be used"),
}
# The checks below write the file anew, so a thread goes on spoiling it until the end.
SPOIL = """
import os, threading, time
def spoil():
    for number in range(10**6):
        name = f"spoilt-{{number % 50}}"
        try:
            os.remove(name)
        except OSError:
            pass
        {how}
        os.replace(name, "answers.json")
        time.sleep(0.001)
threading.Thread(target=spoil, daemon=True).start()
"""


@pytest.mark.parametrize("name", LEFT)
def test_answers_that_the_code_spoilt(box, name) -> None:
    how, says = LEFT[name]
    hand_in(box, name, SPOIL.format(how=how))
    outcome = ok(box.autograde("m1", name))
    assert says in outcome["log"], outcome["log"][-2000:]
    left = box.course / "autograded" / name / "m1" / "answers.json"
    assert not left.is_symlink() and (not left.exists() or left.stat().st_size <= 1_000_001)


KILLED = """
import os, sys, time
sys.path.insert(0, {tests!r})
from pathlib import Path
from course.grading.isolation.ready import run_inside
from course.grading.isolation.confinement import Confinement, Limits
print("started", flush=True)
run_inside(["-c", {code!r}], Confinement(dies={dies}, limits=Limits(seconds=25)))
"""


@pytest.mark.parametrize("dies", [True, False])
def test_nothing_outlives_a_grader_that_was_killed(dies) -> None:
    mark = f"mark-{os.getpid()}-{dies}"
    code = f"import os, time\nif os.fork() == 0:\n    os.setsid()\ntime.sleep(12)  # {mark}"
    grader = subprocess.Popen(
        [sys.executable, "-c", KILLED.format(tests=str(Path(__file__).parents[2]), code=code, dies=dies)],
        stdout=subprocess.PIPE,
    )
    try:
        assert _alive_within(mark, grader.pid, 20), "the sandbox did not start"
        grader.send_signal(signal.SIGKILL)
        grader.wait()
        gone = _gone_within(mark, 4)
        assert gone is dies
    finally:
        grader.kill()
        assert grader.stdout is not None
        grader.stdout.close()
        assert _gone_within(mark, 30)


def _with(mark: str) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        # Inside, the mark stands in a program of its own; the grader has it as a part of a longer one.
        if len(words) > 2 and mark.encode() in words[2] and b"run_inside" not in words[2]:
            found.append(int(path.parent.name))
    return found


def _alive_within(mark: str, grader: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if len([pid for pid in _with(mark) if pid != grader]) >= 2:
            return True
        time.sleep(0.1)
    return False


def _gone_within(mark: str, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not _with(mark):
            return True
        time.sleep(0.1)
    return False


def test_a_test_can_weaken_one_mechanism(box, monkeypatch, tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("read me")
    hand_in(box, "weak", f"n_posts = 3\nprint('GOT', open({str(secret)!r}).read())")
    monkeypatch.setattr(
        ExecuteSubmission, "confinement", Confinement(files=False, nobody=False, limits=Limits(seconds=60))
    )
    ok(box.autograde("m1", "weak"))
    assert "GOT read me" in shown(box, "weak")
