"""How much of what a kernel says is listened to: cut while it streams in, before it fills the grader's
memory. And for how long a cell is waited for.
"""

import asyncio
import json
import time
from contextlib import suppress
from typing import Any

import nbformat.v4 as v4
from nbclient.exceptions import CellTimeoutError
from nbgrader.preprocessors import Execute
from traitlets import Integer

from course.grading.isolation.supervisor.clock import PATIENCE

_OVERHEAD = 200  # bytes that even an empty output takes once it is kept
_LOOK = 0.1  # seconds
_LAST_WORD, _LAST_OUTPUT = 20, 4  # seconds that outputs may come after an answer, or after an interruption
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
        self.iopub_timeout = _LAST_WORD  # an answer may be there before its displays, on a busy machine
        self.ran_out_of_time = False
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

    def clock(self) -> float:
        """Seconds of the submission's clock."""
        return time.monotonic()

    async def _async_poll_for_reply(
        self, msg_id: str, cell: Any, timeout: int | None, outputs: Any, alive: Any
    ) -> Any:
        """What a cell's run came to, as nbclient has it; `timeout` is by the submission's clock."""
        if timeout is None:
            return await super()._async_poll_for_reply(msg_id, cell, None, outputs, alive)
        waited_for = super()._async_poll_for_reply(msg_id, cell, None, outputs, alive)
        reply: asyncio.Future[Any] = asyncio.ensure_future(waited_for)
        try:
            if await self._in_time(reply, timeout):
                return reply.result()
        finally:
            reply.cancel()
        alive.cancel()
        self.ran_out_of_time = True
        await self._async_check_alive()
        instead = await self._async_handle_timeout(timeout, cell)
        try:
            await asyncio.wait_for(outputs, _LAST_OUTPUT)
        except TimeoutError:
            raise CellTimeoutError.error_from_timeout_and_cell(
                "Timeout waiting for IOPub output", _LAST_OUTPUT, cell
            ) from None
        return instead

    async def _in_time(self, reply: Any, timeout: int) -> bool:
        """Whether the reply comes before the submission's clock, or the wall's at last, has gone so far."""
        began, spent = time.monotonic(), self.clock()
        wait = float(timeout)
        while not (await asyncio.wait({reply}, timeout=wait))[0]:
            left = timeout - (self.clock() - spent)
            patience = began + PATIENCE * timeout - time.monotonic()
            if min(left, patience) <= 0:
                return False
            wait = max(_LOOK, min(left, patience))
        return True

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
