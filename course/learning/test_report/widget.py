"""The results of the test as an anywidget: it shows HTML that Python makes, and sends one button's press."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from course.errors import CourseError
from course.learning.test_report.view import LABEL
from course.questions.cards import card
from course.styles import read_scoped

HERE = Path(__file__).parent


def _esm() -> str:
    """The cards' small helpers and the view, joined into the one module that anywidget wants."""
    return "\n".join(file.read_text(encoding="utf-8") for file in (card.HERE / "dom.js", HERE / "form.js"))


class FormCard(anywidget.AnyWidget):
    """The card of `test_results`: `look()` gives its HTML afresh, `close()` closes the form and gives it."""

    _esm = _esm()
    _css = card.css() + "\n" + read_scoped(HERE / "form.css")

    html = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode(LABEL).tag(sync=True)

    def __init__(self, look: Callable[[], str], close: Callable[[], str]) -> None:
        super().__init__(html=look())
        self._look, self._close = look, close
        self._turn = threading.RLock()  # answers come over several threads; the last look is the newest
        self.on_msg(self._receive)

    def refresh(self) -> None:
        """Show how the form stands now; called after an answer was saved on a card."""
        with self._turn, suppress(CourseError):  # the answer is saved, whatever cannot be read now
            self.html = self._look()

    def _receive(self, widget: Any, content: Any, buffers: Any) -> None:
        if isinstance(content, dict) and content.get("do") == "close":
            with self._turn:
                self.html = self._close()
