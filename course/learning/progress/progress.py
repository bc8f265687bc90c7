"""Progress as a calm list, and the file that keeps it when a machine forgets."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.files import write_whole
from course.learning.progress import archive, words
from course.learning.progress.reading import Standing, find_desk, read_standing
from course.pages import templates
from course.styles import read_scoped

_LARGEST_LINK = 2_000_000  # a link that carries more makes the notebook slow
_HERE = Path(__file__).parent / "templates"


class Progress:
    """Where somebody stands, as a notebook shows it (HTML) and as a terminal does (text)."""

    def __init__(self, standing: Standing, packed: archive.Packed | None) -> None:
        self.standing = standing
        self._packed = packed

    def __repr__(self) -> str:
        if _graded():
            return "Your progress shows in your own notebook."
        return words.as_text(self.standing)

    def _repr_html_(self) -> str | None:
        if _graded():
            return None  # a page for a grader or of feedback shows one module, and has its own points
        rows, calibration = words.rows(self.standing), words.calibration(self.standing)
        return _page("progress.html.j2", link=_link(self._packed), rows=rows, calibration=calibration)


@dataclass
class Done:
    """What saving or putting back did, as lines of text."""

    title: str
    lines: list[str]
    packed: archive.Packed | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        return "\n".join([self.title, *self.lines])

    def _repr_html_(self) -> str:
        return _page("saved.html.j2", title=self.title, lines=self.lines, link=_link(self.packed))


def progress() -> Progress:
    """The modules of this desk: what is answered, points that came back, minutes, and own calibration so far.

    Shown as a list with *Download my progress* in a notebook, as text elsewhere. Changes nothing.
    """
    desk = find_desk()
    return Progress(read_standing(desk), None if _graded() else archive.pack(desk))


def save_progress(path: str | Path | None = None) -> Done:
    """Write the answers of all modules into one zip file, and show a link that downloads it.

    Without `path` the file goes onto the desk under today's date. Raises CourseError if a file of that name
    is there already, or if it cannot be written.
    """
    if _graded():
        return Done("Not saved", ["Progress is not saved while a notebook is validated or graded."])
    desk = find_desk()
    packed = archive.pack(desk)
    target = _target(desk, path)
    _write(target, packed.data)
    where = f"{words.packed(packed)} are in {target.name}, in {target.parent}."
    return Done("Your progress is saved", [where, *packed.notes], packed)


def restore_progress(file: str | Path | bytes) -> Done:
    """Put saved progress back: `file` is its path, or its bytes.

    Question by question the later answer stays, whether it is in the file or here; nothing newer is
    overwritten. Raises CourseError for a file that is not saved progress or is somebody else's, before
    anything is written.
    """
    if _graded():
        return Done("Not put back", ["Progress is not put back while a notebook is validated or graded."])
    desk = find_desk()
    found = archive.unpack(_read(file, desk))
    merged = archive.merge(desk, found)
    lines = [words.merged(one) for one in merged] or ["The file holds no answers, so nothing has changed."]
    if any(one.taken for one in merged):
        lines.append("Run the notebook from the top (Run ▸ Run All Cells) to see them on the cards.")
    return Done("Your progress is put back", lines)


def _graded() -> bool:
    return bool(os.environ.get("NBGRADER_EXECUTION"))


def _name() -> str:
    return f"course-progress-{datetime.now():%Y-%m-%d}"


def _target(desk: Path, path: str | Path | None) -> Path:
    if path is not None and not Path(path).is_dir():
        target = Path(path).absolute()
        if os.path.lexists(target):
            raise CourseError(f"There is a file named {target.name} already. Give another name.")
        return target
    folder = (desk if path is None else Path(path)).absolute()
    names = (f"{_name()}{again}.zip" for again in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(folder / name for name in names if not os.path.lexists(folder / name))


def _write(target: Path, data: bytes) -> None:
    """Whole or not at all."""
    try:
        write_whole(target, data, durable=True, prefix=".progress-", suffix=".tmp")
    except OSError as error:
        raise CourseError(
            f"{target} could not be written: {error.strerror or error}. Name another place:"
            ' save_progress("path/to/file.zip").'
        ) from None


def _read(file: str | Path | bytes, desk: Path) -> bytes:
    if isinstance(file, (bytes, bytearray, memoryview)):
        return bytes(file)
    path = Path(file).expanduser()
    found = next((one for one in (path, desk / path) if one.is_file()), None)
    if found is None:
        raise CourseError(
            f"There is no file {str(file)[:200]!r} here or on the desk. Upload it with JupyterLab's file"
            " browser (the arrow pointing up), then give its name."
        )
    try:
        with found.open("rb") as opened:
            return opened.read(archive.MAX_ZIP + 1)
    except OSError as error:
        raise CourseError(f"{found.name} cannot be read: {error.strerror or error}.") from None


def _link(packed: archive.Packed | None) -> dict[str, str] | None:
    """A link that carries the file itself, so that it works without a network and from an old notebook."""
    if packed is None or not packed.answers:
        return None
    if len(packed.data) > _LARGEST_LINK:
        return None
    data = base64.b64encode(packed.data).decode("ascii")
    return {
        "name": f"{_name()}.zip",
        "href": f"data:application/zip;base64,{data}",
        "words": f"{words.packed(packed)}, as of {datetime.now():%H:%M}.",
        "back": f'restore_progress("{_name()}.zip")',
    }


def _page(name: str, **values: Any) -> str:
    from course.questions.cards.render import style_html

    mine = read_scoped(_HERE / "progress.css")
    style = f"{style_html(full=False)}\n<style>\n{mine}</style>"
    page: str = templates(_HERE).get_template(name).render(style=style, **values)
    return page
