"""The game as an anywidget: it draws the state that Python keeps, and sends what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from course.errors import CourseError
from course.questions.cards import card
from course.styles import read_scoped

HERE = Path(__file__).parent


def _esm() -> str:
    """The cards' small helpers and the game, joined into the one module that anywidget wants."""
    files = (card.HERE / "dom.js", HERE / "cynic_screens.js", HERE / "cynic.js")
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


class Cynic(anywidget.AnyWidget):
    """Beat the Cynic on the page.

    `cards` is what each card shows before it is answered, `play` the state made by `cynic_play.play`. The
    browser sends `{"do": "answer" | "predict", "id": …, "value": …, "n": …}`; `on_move(do, id, value)`
    saves it and returns the new state and a line that says so. Then `{"ack": n, …}` goes back with `saved`,
    or with `error` when it was not saved.
    """

    _esm = _esm()
    _css = card.css() + "\n" + read_scoped(HERE / "cynic.css")

    cards = traitlets.List().tag(sync=True)
    play = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        cards: list[dict[str, Any]],
        play: dict[str, Any],
        on_move: Callable[[str, str, Any], tuple[dict[str, Any], str]],
    ) -> None:
        super().__init__(cards=cards, play=play)
        self._on_move = on_move
        self.on_msg(self._receive)

    def _receive(self, widget: Any, content: Any, buffers: Any) -> None:
        if not isinstance(content, dict):
            return
        says = {"error": "Not saved: the game met a fault of its own. Run this cell again."}
        try:
            do, name = str(content.get("do")), str(content.get("id"))
            self.play, line = self._on_move(do, name, content.get("value"))
            says = {"saved": line}
        except CourseError as error:
            says = {"error": str(error)}
        finally:
            self.send({"ack": content.get("n"), **says})
