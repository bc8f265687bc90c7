"""The face in a real kernel: what reaches the page, and what a wrong answer looks like there."""

import json
import os

import nbformat.v4 as v4
import pytest
from nbclient import NotebookClient

from course.questions.answers.store import read_untrusted


@pytest.fixture
def run(module_folder, monkeypatch):
    """Run cells in the module folder; returns their outputs."""
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")

    def run(*sources, **environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources])
        client = NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=120,
            allow_errors=True,
            resources={"metadata": {"path": str(module_folder)}},
        )
        client.execute(env={**os.environ})
        return [cell.outputs for cell in notebook.cells]

    return run


def data_of(outputs):
    return [output["data"] for output in outputs if "data" in output]


def test_a_session_in_a_notebook(run, module_folder):
    outputs = run(
        "from course import ask, check, hint, grade\nimport os\nos.chdir('/')",
        "ask('hops')",
        "check('hops')",
        "check('growth', 3.0)",
        "check('growth', 300)",
        "hint('growth')",
        "check('by-month', 'x')\nprint('reached')",
        "import sys\n[name for name in ('nbgrader', 'altair') if name in sys.modules]",
    )
    assert "application/vnd.jupyter.widget-view+json" in data_of(outputs[1])[0]
    assert "Not answered yet." in data_of(outputs[2])[0]["text/plain"]
    assert "multiply by 100" in data_of(outputs[3])[0]["text/plain"]
    assert set(data_of(outputs[4])[0]) == {"text/html", "text/plain"}
    assert "share of where it began" in data_of(outputs[5])[0]["text/html"].replace(
        "as a share of where", "share of where"
    )
    assert "A table (DataFrame)" in data_of(outputs[6])[0]["text/plain"]
    assert outputs[6][1]["text"] == "reached\n"
    assert data_of(outputs[7])[0]["text/plain"] == "[]"
    found = read_untrusted(module_folder / "answers.json", "ten-kinds")
    assert found.answers["growth"].value == 300 and found.answers["growth"].hints == 1


def test_under_a_grader(run, module_folder):
    outputs = run(
        "from course import ask, check, hint, grade",
        "ask('hops')",
        "check('hops')\n### BEGIN HIDDEN TESTS\ngrade('hops')\n### END HIDDEN TESTS",
        "check('growth', 3.0)",
        "check('growth', 300)\ngrade('growth')",
        NBGRADER_EXECUTION="autograde",
    )
    assert [set(data) for data in data_of(outputs[1])] == [{"text/html", "text/plain"}]
    assert outputs[2][-1]["ename"] == "NotAnswered"
    error = outputs[3][0]
    assert error["output_type"] == "error" and error["ename"] == "FormError"
    assert error["traceback"] == [error["evalue"]]
    assert "multiply by 100" in error["evalue"] and "File" not in error["evalue"]
    assert [output["output_type"] for output in outputs[4]] == ["stream", "execute_result"]
    assert outputs[4][1]["data"]["text/plain"] == "0.0"
    assert json.loads((module_folder / "answers.json").read_text())["answers"]["growth"]["value"] == 300
