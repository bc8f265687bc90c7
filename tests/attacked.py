"""What graders and trainees get to see of a submission, and what of it could run."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from course_in_a_box import Box

ALLOWED_SCRIPT = ("application/json",)


class Seen:
    """What was graded for one attacker: scores, the autograded folder, formgrader's page and feedback."""

    def __init__(self, box: Box, name: str, outcome: dict[str, Any]) -> None:
        self.box, self.name, self.outcome = box, name, outcome

    @property
    def scores(self) -> dict[str, tuple[float, bool]]:
        return self.box.scores("m1", self.name)

    @property
    def folder(self) -> Path:
        return self.box.course / "autograded" / self.name / "m1"

    @property
    def notebook(self) -> Any:
        return self.box.autograded("m1", self.name)

    @property
    def formgrader(self) -> str:
        """The page a grader opens, made as formgrader makes it."""
        from nbconvert.exporters import HTMLExporter
        from nbgrader.server_extensions.formgrader import handlers
        from traitlets.config import Config

        config = Config()
        config.HTMLExporter.template_name = "formgrade"
        config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
        names = ("assignment_id", "notebook_id", "submission_id", "base_url", "student", "notebook_path")
        resources: dict[str, Any] = dict.fromkeys(names, "x")
        resources |= {"index": 0, "total": 1, "last_name": None, "first_name": None}
        page, _ = HTMLExporter(config=config).from_filename(
            str(self.folder / "m1.ipynb"), resources=resources
        )
        return page[page.index('id="notebook"') :]

    @property
    def feedback(self) -> str:
        return self.box.feedback("m1", self.name)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and given.get("type") not in ALLOWED_SCRIPT:
            self.found.append("<script>")
        if tag in ("iframe", "object", "embed", "base", "form", "link", "svg", "math", "frame", "applet"):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("srcdoc", "formaction", "xlink:href"):
                self.found.append(f"{name}=")
            if name in ("href", "src") and not re.match(r"(https?:|mailto:|data:image/|#|/)", (value or "#")):
                self.found.append(f"{name}={(value or '')[:40]}")
            if name == "src" and re.match(r"https?:|//", value or ""):
                self.found.append(f"{name}={(value or '')[:40]}")


def active_parts(html: str) -> list[str]:
    """Everything in a page that could run or load something: tags, handlers, addresses."""
    reader = _Reader()
    reader.feed(html)
    return reader.found
