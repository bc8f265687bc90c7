"""A submitted chart, drawn by us from its specification as an SVG picture inside an <img>.

An SVG in an <img> runs no script and loads nothing. Charts are drawn in a sandbox, all of a notebook in one
(course.grading.outputs.drawing); until then a mark of ours stands in their place.
"""

import html
import re
import secrets
from typing import Any

from course.charts import embedded
from course.grading.outputs.drawing import draw_all, is_svg
from course.grading.outputs.expressions import program_in
from course.questions.answers.letters import whole_within

MAX_DRAWN = 20  # charts that one notebook displays; a card's own chart is not among them
MOST_READ = 1_000_000  # letters of Markdown and HTML that one notebook has read; the rest is shown as text
CODE_OF_A_CELL, MOST_CODE, LINE = 20_000, 100_000, 300  # letters of code shown: a cell, a notebook, a line
MOST_OUTPUT = 2_000_000  # letters of text that the outputs of a notebook show
LABEL = "Submitted chart"
_NOT_DRAWN = 'class="not-drawn"'
# As `Pen.put_in` writes it: a picture or a line of text, and nothing else.
_SHOWN = re.compile(
    rf'<img alt="{LABEL}" src="data:image/svg\+xml;base64,[A-Za-z0-9+/=]*">|<p {_NOT_DRAWN}>[^<>]*</p>'
)


class Pen:
    """How much more of one notebook may be drawn, read and shown; what it has drawn so far.

    Readers of Markdown and HTML take up to 7 seconds for 200,000 letters that are made for it, such as tags
    within tags; what colours code takes 20 for 30,000 in one line.
    """

    def __init__(self, most: int = MAX_DRAWN) -> None:
        self.most = self.left = most
        self.letters, self.code, self.output = MOST_READ, MOST_CODE, MOST_OUTPUT
        self._token = secrets.token_hex(16)  # nothing that is submitted can hold it
        self._answers: dict[str, dict[str, Any]] = {}
        self._displayed: dict[str, dict[str, Any]] = {}

    def may_read(self, text: str) -> bool:
        """Whether this may still be read as Markdown or HTML; it then counts as read."""
        if len(text) > self.letters:
            return False
        self.letters -= len(text)
        return True

    def code_of(self, source: str, whole: str) -> str:
        """A code cell as it is shown: cut where it is too long for a page, with a line that says so.

        whole: where the whole cell is.
        """
        kept = source[: min(CODE_OF_A_CELL, self.code)]
        kept = "\n".join(line if len(line) <= LINE else f"{line[:LINE]} …" for line in kept.split("\n"))
        self.code -= len(kept)
        if kept == source:
            return source
        return f"{kept}\n# … Cut here for reading: this cell has {len(source):,} letters. Whole: {whole}"

    def output_of(self, text: str) -> str:
        """Text of an output as it is shown: as much as the notebook may still have shown."""
        kept = text[: self.output]
        self.output -= len(kept)
        return text if kept == text else f"{kept}\n… (cut here)"

    def draw(self, spec: Any) -> str:
        """A mark for a displayed chart, or a line of text where it is not drawn."""
        if self.left <= 0:
            return not_drawn(f"this notebook displays more than {self.most} charts.")
        self.left -= 1
        return self._mark(spec, self._displayed)

    def draw_answer(self, spec: Any) -> str:
        """The same for a chart that is an answer: those are drawn first, and always."""
        return self._mark(spec, self._answers)

    def put_in(self, cells: Any) -> None:
        """Draw all charts, and put each where its mark stands in the outputs of these cells."""
        self.put_in_outputs([output for cell in cells for output in cell.get("outputs", [])])

    def put_in_outputs(self, outputs: Any) -> None:
        """The same for outputs."""
        marked = {**self._answers, **self._displayed}
        if not marked:
            return
        pictures = {
            mark: svg_html(drawn.svg, LABEL) if drawn.svg else not_drawn(drawn.problem + ".")
            for mark, drawn in zip(marked, draw_all(list(marked.values())), strict=True)
        }
        pattern = re.compile(f"{self._token}-[0-9]+-")
        for output in outputs:
            data = output.get("data", {})
            if self._token in data.get("text/html", ""):
                data["text/html"] = pattern.sub(lambda mark: pictures[mark[0]], data["text/html"])

    def _mark(self, spec: Any, kept: dict[str, dict[str, Any]]) -> str:
        from course.errors import FormError
        from course.questions.answers.specs import to_spec

        try:
            # The same bounds as for an answer: no address, no transform, at most 5,000 rows.
            spec = whole_within(to_spec(spec, "The chart"))
        except FormError as error:
            return not_drawn(str(error))
        if program := program_in(spec):
            return not_drawn(
                f"the chart has {program}, which is not run for a picture; the chart itself counts."
            )
        mark = f"{self._token}-{len(self._answers) + len(self._displayed)}-"
        kept[mark] = spec
        return mark


def not_drawn(why: str) -> str:
    """The line in place of a picture."""
    return f"<p {_NOT_DRAWN}>Not drawn: {html.escape(why)}</p>"


def shown_chart(outputs: Any) -> str:
    """The chart in the outputs of a graded cell, as it was drawn when that was graded; empty if none was."""
    for output in outputs:
        found = _SHOWN.search(output.get("data", {}).get("text/html", ""))
        if found:
            return found[0]
    return ""


def svg_html(svg: str, label: str) -> str:
    """An SVG as an embedded picture with a label for those who cannot see it."""
    return embedded(svg, label) if is_svg(svg) else ""
