"""Processor time of one submission is no other one's: scores stay, however busy the neighbour is.

Each cell here has its time to spare if it gets the processors that it would have by itself, and none if it
must share them with a hundred others.
"""

import nbformat.v4 as v4
import pytest
from course_in_a_box import Box, edit, ok, rewrite

from course.grading.batch.pool import grade_all

pytestmark = pytest.mark.timeout(900)
# Each in a session of its own: the system gives each as much as all other programs together.
BUSY = """
import os, time
for _ in range(120):
    if os.fork() == 0:
        {alone}
        end = time.monotonic() + 30
        while time.monotonic() < end:
            pass
        os._exit(0)
"""
WAIT = "import time\ntime.sleep(60)"
COMPUTE = """
import time
while time.process_time() < {seconds} + started:
    pass
"""
SECONDS_A_CELL, COMPUTED = 8, 3


def _code(cell, code: str) -> None:
    if cell.metadata.get("nbgrader", {}).get("grade_id") == "how-many-code":
        cell.source = f"{code}\n{cell.source}"


def put_first(folder, cells: list[str]) -> None:
    made = [v4.new_code_cell(cell) for cell in cells]
    rewrite(folder / "m1.ipynb", lambda notebook: notebook["cells"].__setitem__(slice(0, 0), map(dict, made)))


@pytest.mark.parametrize("alone", ["os.setsid()", "pass"], ids=["in-sessions", "in-one-session"])
def test_an_honest_neighbour_keeps_its_points(tmp_path, alone) -> None:
    box = Box(tmp_path / "box")
    with (box.course / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.OwnNumbers.cohort = {box.cohort!r}\nc.Exchange.root = {str(box.exchange)!r}\n")
        file.write(f"c.ExecuteSubmission.timeout = {SECONDS_A_CELL}\n")
        file.write("c.ExecuteSubmission.notebook_seconds = 30\n")
    box.add("m1")
    box.release("m1")
    busy = [BUSY.format(alone=alone), WAIT]
    box.hand_in("a-busy", "m1", None, change=lambda folder: put_first(folder, busy))
    code = "import time\nstarted = time.process_time()" + COMPUTE.format(seconds=COMPUTED)
    for name in ("b-honest", "c-honest"):
        values = {**box.right("m1", name), "why": "One reason."}
        solve = lambda folder: edit(folder / "m1.ipynb", lambda cell: _code(cell, code))  # noqa: E731
        box.hand_in(name, "m1", values, solved=True, change=solve)
    ok(box.collect("m1"))
    names = ["a-busy", "b-honest", "c-honest"]
    found = {result.trainee: result for result in grade_all(box.course, "m1", names, workers=3)}
    assert [found[name].state for name in names] == ["graded"] * 3, found
    for name in names[1:]:
        assert box.scores("m1", name) == {
            "which": (1.0, False), "own-number": (2.0, False), "how-many": (2.0, False), "why": (0.0, True),
        }, found[name]  # fmt: skip
