"""How much of what a kernel says is listened to: cut while it streams in, before it fills the grader's
memory.
"""

import json
from contextlib import suppress
from typing import Any

import nbformat.v4 as v4
from nbgrader.preprocessors import Execute
from traitlets import Integer

_OVERHEAD = 200  # bytes that even an empty output takes once it is kept
_DISPLAYS = ("stream", "display_data", "execute_result", "error", "update_display_data")


class TooMuchOutput(Exception):
    """A kernel said more than a whole notebook may; it is ended."""


class BoundedExecute(Execute):
    """Execute, with bounds on output for each cell and for the notebook."""

    cell_output_kb = Integer(
        2_000, help="Kilobytes of output of one cell that are kept; what follows is left out."
    ).tag(config=True)
    notebook_output_kb = Integer(
        50_000, help="Kilobytes of output of one notebook, kept or not, after which its kernel is ended."
    ).tag(config=True)

    def begin_listening(self) -> None:
        """Start counting anew, for a new notebook."""
        self._all, self._of_cell, self._cell = 0, 0, -1
        # Widgets' messages would be answered, and their state kept: a graded page shows none.
        self.comm_open_handlers: dict[str, Any] = {}
        self.store_widget_state = False

    async def _async_poll_kernel_alive(self) -> None:
        """Watch the kernel, as nbclient does; end quietly once there is none to watch.

        nbclient leaves this task behind when it gives up a cell, and asyncio then showed its end to faculty
        as an error.
        """
        with suppress(AssertionError):
            await super()._async_poll_kernel_alive()

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        """Take one message in, if it still fits; raises TooMuchOutput."""
        if cell_index != self._cell:
            self._cell, self._of_cell = cell_index, 0
        if msg["msg_type"] in _DISPLAYS or msg["msg_type"].startswith("comm"):
            size = _size(msg)
            self._all += size
            if self._all > 1000 * self.notebook_output_kb:
                raise TooMuchOutput("it displayed more than is allowed")
            before, bound = self._of_cell, 1000 * self.cell_output_kb
            self._of_cell += size
            if self._of_cell > bound:
                if before <= bound:
                    self.log.warning("The output of a cell was cut at %s kB", self.cell_output_kb)
                    cell.outputs.append(_cut(self.cell_output_kb))
                return None
        return super().process_message(msg, cell, cell_index)


def _size(message: Any) -> int:
    content = message.get("content")
    text = content.get("text") if isinstance(content, dict) else None
    if isinstance(text, str):
        return len(text) + _OVERHEAD
    buffers = sum(len(one) for one in message.get("buffers") or [])
    return len(json.dumps(content, default=str)) + buffers + _OVERHEAD


def _cut(kilobytes: int) -> Any:
    return v4.new_output(
        "stream",
        name="stdout",
        text=f"\n[The output of this cell goes on; the first {kilobytes} kB are kept.]\n",
    )
