"""The question card as an anywidget.

The front end lies beside this module in small JavaScript files, which share one scope. They are joined in a
fixed order into the one module that anywidget wants; there is nothing to build and nothing to download.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from course.styles import read_scoped

HERE = Path(__file__).parent
PARTS = ("dom.js", "choice.js", "fields.js", "code.js", "saving.js")
LAST = "main.js"  # it draws with all that stands before it
STYLES = ("base.css", "controls.css")


def _slim(text: str) -> str:
    """The script without indentation, empty lines and whole-line comments: it is sent with every card."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


@cache
def esm(*more: str) -> str:
    """The card's JavaScript as one module, with the scripts of a kind that needs `more`."""
    return "\n".join(_slim((HERE / part).read_text(encoding="utf-8")) for part in (*PARTS, *more, LAST))


@cache
def css(*more: str) -> str:
    """The card's style sheet; the static pages of ``render`` use the same files."""
    return read_scoped(*(HERE / part for part in (*STYLES, *more)))


class Card(anywidget.AnyWidget):
    """A question on the page.

    Python sets ``spec`` (from ``render.card_spec``), ``value`` (the saved answer or None), ``status``
    (``{"state", "text", "html"}``) and ``hints`` (HTML of the hints opened so far). The browser never sets a
    trait: it sends ``{"do": "answer", "value": …, "n": …, "view": …, "knew": […], "acked": …}``,
    ``{"do": "hint"}`` and ``{"do": "check"}``; the value ``None`` takes an answer back. JupyterLab 4.6
    spreads messages over a kernel's threads, so that they may come in another order than they were sent: an
    answer that a later one of the same view has overtaken is dropped. ``knew`` are the values that the answer
    may rest on, ``acked`` the last acknowledgement before it. Handlers are given here or registered with
    ``on_msg``. When all of them are done an acknowledgement goes back, so that the card knows that its
    message arrived even when the status stays the same ("Saved 14:02" twice), and whether the answer was
    ``saved`` or, because another notebook's answer stands there, ``refused``.
    """

    _esm = esm()
    _css = css()

    spec = traitlets.Dict().tag(sync=True)
    value = traitlets.Any(None, allow_none=True).tag(sync=True)
    status = traitlets.Dict().tag(sync=True)
    hints = traitlets.List().tag(sync=True)

    def __init__(
        self,
        spec: dict[str, Any],
        value: Any = None,
        status: dict[str, Any] | None = None,
        hints: Iterable[str] = (),
        *,
        on_answer: Callable[[Any], object] | None = None,
        on_hint: Callable[[], object] | None = None,
        on_check: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(spec=spec, value=value, status=status or {"state": "empty"}, hints=list(hints))
        self._does = {"answer": on_answer, "hint": on_hint, "check": on_check}
        self._turn = threading.RLock()
        self._newest: dict[str, int] = {}
        self._rests: dict[str, tuple[int, list[Any]]] = {}
        self._reply: dict[str, Any] = {}

    def _handle_custom_msg(self, content: Any, buffers: Any) -> None:
        """Give a message to its handlers, then acknowledge it (ipywidgets' own hook for custom messages)."""
        if not isinstance(content, dict):
            return
        with self._turn:
            self._reply = {}
            try:
                if not self._is_overtaken(content):
                    self._handle_in_turn(content, buffers)
            finally:
                if "n" in content:
                    whose = {"view": content["view"]} if "view" in content else {}
                    self.send({"ack": content["n"], **whose, **self._reply})

    def knew(self, content: dict[str, Any]) -> list[Any]:
        """What stood on the card when the answer in a message was given.

        The view says so, unless an earlier message of it has been handled since it last heard from here.
        """
        number, rests = self._rests.get(str(content.get("view")), (0, []))
        acked = content.get("acked")
        if type(acked) is int and acked < number:
            return rests
        said = content.get("knew")
        return said if isinstance(said, list) and said else [self.value]

    def accept(self, content: dict[str, Any]) -> None:
        """The answer in a message is saved: what the view gives next rests on it."""
        self._rest(content, [content.get("value")])
        self._reply = {"saved": content.get("value")}

    def refuse(self, content: dict[str, Any], text: str) -> None:
        """The answer in a message is not saved, as `text` says; what was typed stays on the card."""
        self._rest(content, self.knew(content))
        self._reply = {"refused": text}
        if "n" not in content:
            self.status = {"state": "error", "text": text, "html": ""}

    def _rest(self, content: dict[str, Any], values: list[Any]) -> None:
        number = content.get("n")
        if type(number) is int:
            self._rests[str(content.get("view"))] = (number, values)

    def _handle_in_turn(self, content: dict[str, Any], buffers: Any) -> None:
        super()._handle_custom_msg(content, buffers)
        handler = self._does.get(str(content.get("do")))
        if handler is not None:
            handler(content.get("value")) if content["do"] == "answer" else handler()  # type: ignore[call-arg]

    def _is_overtaken(self, content: dict[str, Any]) -> bool:
        """Whether a later answer of the same view has been handled already."""
        number, view = content.get("n"), str(content.get("view"))
        if content.get("do") != "answer" or type(number) is not int:
            return False
        if number < self._newest.get(view, 0):
            return True
        self._newest[view] = number
        return False


class OrderCard(Card):
    """A card whose rows are moved. A saved notebook has its script with each card: these alone have this."""

    _esm = esm("order.js")


class ChainCard(Card):
    """A card whose control is a chain, of rows that are moved as well."""

    _esm = esm("order.js", "chain.js")
    _css = css("chain.css")


def card_class(kind: str) -> type[Card]:
    """The class for a kind of question."""
    return {"order": OrderCard, "chain": ChainCard}.get(kind, Card)
