"""A submission displays HTML, JavaScript, SVG and widgets."""

import pytest
from attacked import active_parts
from course_in_a_box import edit

CODE = r"""
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display
n_posts = 3
display(HTML("<script>alert(1)</script><img src=x onerror=alert(2)><b onclick=alert(3)>kept</b>"))
display(Javascript("alert(4)"))
display(SVG('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(5)"><script>alert(6)</script></svg>'))
display(Markdown("<script>alert(7)</script>[x](javascript:alert(8))"))
display(Latex(r"$\href{javascript:alert(9)}{x}$"))
view = {"model_id": "x"}
display({"application/vnd.jupyter.widget-view+json": view, "text/html": "<iframe src=x>"}, raw=True)
chart = {"mark": "bar", "data": {"url": "https://x.example/"}}
display({"application/vnd.vegalite.v5+json": chart}, raw=True)
isolated = {"text/html": {"isolated": True}}
display({"text/html": "<table><tr><td>cell</td></tr></table>"}, raw=True, metadata=isolated)
display({"image/png": '" onerror="alert(10)'}, raw=True)
print("<script>alert(11)</script>\x1b[31mred")
raise ValueError("<script>alert(12)</script>")
"""


@pytest.fixture(scope="module")
def seen(attack):
    def change(folder):
        def put(cell):
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source = CODE

        edit(folder / "m1.ipynb", put)

    return attack("outputs", change)


def test_nothing_of_it_runs_in_formgrader(seen) -> None:
    assert active_parts(seen.formgrader) == []


def test_nothing_of_it_runs_in_feedback(seen) -> None:
    assert active_parts(seen.feedback) == []


def test_what_is_harmless_is_still_there(seen) -> None:
    for page in (seen.formgrader, seen.feedback):
        assert "kept" in page and "<td>cell</td>" in page
        assert "&lt;script&gt;alert(11)&lt;/script&gt;" in page


def test_grading_went_on(seen) -> None:
    assert seen.scores["how-many"] == (2.0, False)
