"""Halves of surrogate pairs, which JSON can hold and no file: wherever they stand, the rest is graded."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attacked import Seen
from course_in_a_box import edit, rewrite

HALF = "\ud800"
ANSWER = r"""
from IPython.display import HTML, Markdown, display
n_posts = 3
half = "\ud800"
"""


def answers(change: Callable[[dict[str, Any]], None]) -> Callable[[Path], None]:
    def to(folder: Path) -> None:
        path = folder / "answers.json"
        found = json.loads(path.read_text())
        change(found)
        path.write_text(json.dumps(found))

    return to


def notebook(change: Callable[[dict[str, Any]], None]) -> Callable[[Path], None]:
    return lambda folder: rewrite(folder / "m1.ipynb", change)


def code(line: str) -> Callable[[Path], None]:
    """Put a line into the answer cell of `how-many`, sent by the kernel as it is."""

    def put(cell: Any) -> None:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = ANSWER + line

    return lambda folder: edit(folder / "m1.ipynb", put)


def cell(**parts: Any) -> Callable[[Path], None]:
    made = {"cell_type": "markdown", "metadata": {}, "source": "x", "id": "added", **parts}
    return notebook(lambda found: found["cells"].append(made))


def of_answer(name: str, value: Any) -> Callable[[Path], None]:
    return answers(lambda found: found["answers"][name].__setitem__("value", value))


def named(name: bytes) -> Callable[[Path], None]:
    return lambda folder: Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("x")


def both(*changes: Callable[[Path], None]) -> Callable[[Path], None]:
    """One change after the other."""
    return lambda folder: [change(folder) for change in changes][-1]


SENT = (
    "from ipykernel.kernelapp import IPKernelApp as A\nk = A.instance().kernel\n"
    "k.session.pack = lambda made: __import__('json').dumps(made, default=str).encode()\n"
)
CHART = "{'mark': 'bar', 'title': half, 'data': {'values': [{'a': half}]}}"
STREAM = {"output_type": "stream", "name": "stdout", "text": HALF}
WHOLE = {  # nothing that is scored is touched
    "source of a text": cell(source=f"a {HALF} b"),
    "source of code": cell(cell_type="code", source=f"'{HALF}'", outputs=[], execution_count=None),
    "metadata of a cell": cell(metadata={"x": {HALF: HALF}}),
    "attachment": cell(attachments={HALF: {"image/png": HALF}}),
    "id of a cell": cell(id=HALF),
    "kind of a cell": cell(cell_type=HALF),
    "metadata of the notebook": notebook(lambda found: found["metadata"].update({HALF: HALF})),
    "kernel": notebook(
        lambda found: found["metadata"].update(kernelspec={"name": HALF, "display_name": HALF})
    ),
    "kept outputs": cell(cell_type="code", outputs=[STREAM], execution_count=None),
    "printed": code("print(half)"),
    "raised": code("raise ValueError(half)"),
    "printed as it is": code(SENT + "print(half)"),
    "error": code(SENT + "raise ValueError(half)"),
    "name of an error": code(SENT + "raise type(half, (Exception,), {})(half)"),
    "result": code(SENT + "class R:\n    def __repr__(self): return half\nR()"),
    "markup": code(SENT + "display(HTML('<b>' + half + '</b>'))"),
    "kind of output": code(SENT + "display({half: half, 'text/plain': 'x'}, raw=True)"),
    "metadata of output": code(SENT + "display({'text/plain': 'x'}, raw=True, metadata={half: half})"),
    "chart": code(SENT + f"display({{'application/vnd.vegalite.v5+json': {CHART}}}, raw=True)"),
    "vector picture": code(SENT + "display({'image/svg+xml': '<svg>' + half + '</svg>'}, raw=True)"),
    "file name": named(b"\xff\xfe.txt"),
    "file name of half a character": named(b"\xed\xa0\x80.txt"),
    "module's id": answers(lambda found: found.update(id=HALF)),
    "time": answers(lambda found: found["answers"]["which"].update(at=HALF)),
    "an unknown answer": answers(lambda found: found["answers"].update({HALF: {"value": HALF}})),
}  # fmt: skip


@pytest.mark.parametrize("way", WHOLE)
def test_it_costs_nothing(way: str, attack: Any) -> None:
    seen: Seen = attack(f"half-{list(WHOLE).index(way)}", both(code(""), WHOLE[way]))
    assert seen.outcome["success"], seen.outcome["log"]
    assert seen.scores["which"] == (1.0, False) and seen.scores["how-many"] == (2.0, False)
    for page in (seen.formgrader, seen.feedback):
        page.encode()


@pytest.mark.parametrize("value", [HALF, {HALF: HALF}, [HALF]], ids=["text", "table", "list"])
def test_an_answer_with_one_costs_no_other_answer(value: Any, attack: Any) -> None:
    seen: Seen = attack(f"half-answer-{type(value).__name__}", both(code(""), of_answer("which", value)))
    assert seen.outcome["success"], seen.outcome["log"]
    assert seen.scores["which"][0] == 0 and seen.scores["how-many"][0] == 2
    seen.feedback.encode()


def test_a_text_with_one_is_read_with_a_sign_in_its_place(attack: Any) -> None:
    seen: Seen = attack("half-text", of_answer("why", f"Because {HALF} of it."))
    assert "Because \ufffd of it." in seen.feedback
    assert seen.scores["which"] == (1.0, False) and seen.scores["why"][1] is True


def test_what_was_printed_beside_one_is_shown(attack: Any) -> None:
    seen: Seen = attack("half-printed", code("print('before', half, 'after')"))
    assert "before \ufffd after" in seen.formgrader and "before \ufffd after" in seen.feedback
    assert "surrogates not allowed" not in seen.formgrader
