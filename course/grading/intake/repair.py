"""nbgrader's reader of submissions, where its own would lose one for the form of its notebook."""

import io
import os
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from traitlets import Bool

from course.grading.intake import notebooks
from course.grading.intake.copying import guard_copying
from course.grading.intake.tree import open_plain, opened_below
from course.grading.outputs.logs import guard_log


class ReadSubmission(NotebookExporter):
    """nbgrader's reader of submitted notebooks, which takes what nbformat would refuse.

    A cell without metadata, an id with a space or `"source": null` made the whole submission fail; a file
    that is no JSON at all did so too. RestoreCells puts back what grading needs.
    """

    # nbconvert looks at the whole notebook after each step; once, after the last, finds the same.
    optimistic_validation = Bool(True).tag(config=True)

    def __init__(self, **kw: Any) -> None:
        # nbgrader makes its reader before it touches the first submission: here a whole batch can be stopped.
        from course.grading.intake.enrolment import refuse_others
        from course.grading.isolation.ready import is_isolated

        super().__init__(**kw)
        guard_log(self.log)
        guard_copying()
        is_isolated(self.log)
        if hasattr(self.parent, "create_student"):
            refuse_others(self.parent)

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        """Read one notebook by its name; a link, a pipe or a folder is one that cannot be read."""
        path = Path(filename)
        with opened_below(path.parents[1], path.parent.name) as folder:
            handle = open_plain(folder, path.name)
        if handle is None:
            self.log.error("%s is a link or no plain file; it is not opened", path.name)
            raw: Any = io.BytesIO()
        else:
            raw = os.fdopen(handle, "rb")
        resources = ResourcesDict() if resources is None else resources
        resources.setdefault("metadata", ResourcesDict())
        resources["metadata"] |= {"name": path.stem, "path": str(path.parent)}
        with io.TextIOWrapper(raw, encoding="utf-8") as file:
            return self.from_file(file, resources=resources, **kw)

    def from_file(self, file_stream: Any, resources: Any = None, **kw: Any) -> Any:
        """Read one notebook, and convert it."""
        try:
            text = file_stream.read(notebooks.LARGEST + 1)
        except UnicodeDecodeError:
            file_stream.buffer.seek(0)
            text = file_stream.buffer.read(notebooks.LARGEST + 1).decode("utf-8", "replace")
        notebook, problem = notebooks.read_notebook(text)
        if problem:
            self.log.warning("The notebook is %s; its own cells are left out, its answers are kept", problem)
        return self.from_notebook_node(notebook, resources=resources, **kw)
