"""A submission's Markdown and raw cells hold HTML, links that run, mathematics that links, and bent ids."""

import pytest
from attacked import active_parts
from course_in_a_box import rewrite

TEXTS = [
    "<script>alert(1)</script>",
    "before\n\n<img src=x onerror=alert(2)>\n\nafter **bold**",
    "[click](javascript:alert(3)) <javascript:alert(4)> [also][ref]\n\n[ref]: javascript:alert(5)",
    "[tab](java\tscript:alert(6)) [entity](&#106;avascript:alert(7)) [data](data:text/html;base64,PHNj)",
    "$\\href{javascript:alert(8)}{x}$ \\\\(\\href{javascript:alert(9)}{y}\\\\)",
    "```mermaid\ngraph TD; A-->B; click A call alert(10)\n```",
    "![a>b](x) <a href='x' onmouseover=`alert(11)`>",
    "![\"><img src=x onerror=alert(12)>](attachment:x)",
    "</div></div></body><svg/onload=alert(13)>",
    "|a|\n|---|\n|<iframe src=javascript:alert(14)>|",
    "> quoted\n>\n> <details open ontoggle=alert(15)>",
]  # fmt: skip


@pytest.fixture(scope="module")
def seen(attack):
    def change(folder):
        def add(notebook):
            for place, text in enumerate(TEXTS):
                cell = {"cell_type": "markdown", "id": f"own{place}", "metadata": {}, "source": text}
                notebook["cells"].append(cell)
            notebook["cells"] += [
                {"cell_type": "raw", "id": "raw1", "metadata": {}, "source": "<script>alert(20)</script>"},
                {"cell_type": "raw", "id": "raw2", "metadata": {"raw_mimetype": "text/html"},
                 "source": "<img src=x onerror=alert(21)>"},
            ]  # fmt: skip
            notebook["cells"][0]["source"] = "# Hello\n\n<script>alert(22)</script>"
            notebook["cells"][0]["metadata"] = {
                "tags": ['"><script>alert(23)</script>'],
                "course": {"role": "ask"},
            }
            notebook["metadata"] |= {
                "title": "</title><script>alert(24)</script>",
                "widgets": {"x": "<script>"},
            }

        rewrite(folder / "m1.ipynb", add)

    return attack("markdown", change, solved=True)


def test_nothing_of_it_runs_in_formgrader(seen) -> None:
    assert active_parts(seen.formgrader) == []


def test_nothing_of_it_runs_in_feedback(seen) -> None:
    assert active_parts(seen.feedback) == []


def test_mathjax_finds_nothing_to_read(seen) -> None:
    for cell in seen.notebook.cells:
        if cell.cell_type == "markdown" and "nbgrader" not in cell.metadata:
            assert "$" not in cell.source and "\\" not in cell.source, cell.source


def test_the_text_can_still_be_read(seen) -> None:
    assert "before" in seen.feedback and "<strong>bold</strong>" in seen.feedback


def test_metadata_of_the_submission_is_gone(seen) -> None:
    notebook = seen.notebook
    assert set(notebook.metadata) == {"kernelspec", "language_info", "course"}
    assert all(
        set(cell.metadata) <= {"nbgrader", "course", "deletable", "editable"} for cell in notebook.cells
    )
    assert all("attachments" not in cell and cell.cell_type != "raw" for cell in notebook.cells)
