"""The feedback page: what a trainee reads when results come back.

nbgrader's own page shows the notebook with its tests, tracebacks and MathJax from a network. This one is
written from the answers, the gradebook and the faculty's keys; it has no script, loads nothing and can be
kept or printed.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from traitlets import List, Unicode

from course.grading.intake.copying import guard_copying
from course.grading.outputs.logs import guard_log
from course.grading.report.page import make_page
from course.grading.report.results import Record
from course.grading.scoring.module import Module, module_at
from course.pages import templates
from course.questions.cards.render import style_html
from course.styles import scoped

TEMPLATES = Path(__file__).parent / "templates" / "feedback"


class FeedbackPage(Exporter):
    """Write an autograded notebook as a feedback page; named as exporter in nbgrader_config.py.

    It stands where nbgrader expects its HTMLExporter, and is a plain Exporter: nbconvert's templates do not
    escape.
    """

    closed_forms = List(
        Unicode(), help="Modules whose questions with `reveal: after-form` may be explained now."
    ).tag(config=True)

    export_from_notebook = "Feedback"
    output_mimetype = "text/html"

    def __init__(self, **kw: Any) -> None:
        # nbgrader logs the names of files that it takes over, and a submission's cells may have made some.
        super().__init__(**kw)
        guard_log(self.log)
        guard_copying()

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        """The page of one submission."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        names = resources["nbgrader"]
        module = self._module(names["assignment"])
        record: Record = resources["course_record"]
        is_open = module.name not in self.closed_forms
        page = make_page(nb, module, record, names, form_is_open=is_open)
        return render(page), resources

    def _module(self, name: str) -> Module:
        coursedir = self.parent.coursedir
        folder = coursedir.format_path(coursedir.source_directory, ".", name)
        return module_at(Path(coursedir.root), Path(folder), name)


def render(page: Any) -> str:
    """The page as HTML."""
    return str(_template().render(page=page, results=embedded(page.results), style=_style()))


def embedded(data: dict[str, Any]) -> str:
    """JSON as it may stand in a script element: nothing in it can end the element or begin another.

    >>> embedded({"a": "</script>"})
    '{"a": "\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=True, allow_nan=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


@cache
def _style() -> str:
    # The cards' own style first: the page sets their colours in both themes.
    own = scoped((TEMPLATES / "feedback.css").read_text(encoding="utf-8"), reset=False)
    return f"{style_html()}\n<style>\n{own}</style>"


@cache
def _template() -> Any:
    return templates(TEMPLATES).get_template("page.html.j2")
