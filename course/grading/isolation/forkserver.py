"""The warm process: has imported what notebooks import, and forks for each submission.

It is started by itself, within bubblewrap, where of all files only Python and this package are: whoever reads
its memory, which every kernel gets a copy of, finds nothing there that was ever a secret. It takes one
connection a submission and forks at once; what the grader says is read by the fork, never here.

The fork is a supervisor (`supervisor/`), as of a kernel that starts anew. In place of starting Python inside
the sandbox it forks once more and lets that process join it (`join.py`).
"""

import atexit
import gc
import importlib
import json
import os
import select
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from course.charts import drawing
from course.grading.isolation import supervisor
from course.grading.isolation.join import Joined
from course.notebook import session, status
from course.questions.cards import render

IDLE_SECONDS = 600
HEADER, MOST_HANDLES = 16, 16
_IMPORTS = """
    pandas altair ipykernel.kernelapp ipykernel.ipkernel ipykernel.zmqshell ipykernel.embed
    course.notebook.api course.questions.cards.render course.notebook.world course.charts
    course.learning.progress.progress course.learning.test_report.report course.learning.game.cynic
    IPython.core.completerlib IPython.core.oinspect IPython.core.logger IPython.core.historyapp
    pandas.io.formats.html pandas.io.formats.string pyarrow.pandas_compat
    markdown_it yaml pydantic jinja2.sandbox jinja2.meta bdb sqlite3 statistics difflib
""".split()


def main() -> None:
    """Import, say so, and fork for whoever connects until the grader is gone or nobody comes."""
    listening, above = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    atexit.register(_take_away, above, sys.argv[3])
    _import_all()
    os.makedirs("/tmp/box", exist_ok=True)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's signals are the grader's to judge
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks: their ends are told by files
    gc.collect()
    gc.freeze()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        watched: list[Any] = [listening, 0]
        ready = select.select(watched, [], [], IDLE_SECONDS)[0]
        if not ready:
            return
        if 0 in ready and not _hear():
            return
        if listening not in ready:
            continue
        talk, _ = listening.accept()
        if os.fork() == 0:
            listening.close()
            os.close(above)
            _serve(talk)
        talk.close()


def _take_away(above: int, name: str) -> None:
    """The folder of the socket: a grader that was killed cannot do it."""
    with suppress(OSError):
        for file in ("socket", "number"):
            os.unlink(f"{name}/{file}", dir_fd=above)
        os.rmdir(name, dir_fd=above)


def _import_all() -> None:
    # What jsonschema checks IRIs with takes most of altair's import, to build a grammar that nobody asks for.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    for name in _IMPORTS:
        with suppress(ImportError):
            importlib.import_module(name)
    if sys.modules["rfc3987_syntax"] is None:
        del sys.modules["rfc3987_syntax"]


def _hear() -> bool:
    """What a module's released files hold, from who started this; False at the end of the lifeline."""
    data = supervisor.read_orders()
    if not data:
        return False
    told = json.loads(data)
    drawing.remember(told["pictures"])
    with suppress(Exception):  # whatever is wrong there, a kernel meets it itself
        _practise(told["questions"])
    gc.collect()
    gc.freeze()
    return True


def _practise(questions: str) -> None:
    """Read questions and show their cards once: parsers, models and templates are then ready in each fork."""
    if not questions:
        return
    folder = Path("/tmp/practice")
    folder.mkdir(exist_ok=True)
    (folder / "questions.yaml").write_text(questions, encoding="utf-8")
    here = session.open_session(folder)
    for question in here.bank:
        with suppress(Exception):
            entry = here.answers.get(question.id)
            saved = status.saved_status(here, question, entry)
            render.card_html(status.card_spec(here, question), entry.value, saved)


def _serve(talk: socket.socket) -> None:
    """Be the supervisor of one submission; does not return."""
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        size = struct.calcsize("3i")
        pid, _, _ = struct.unpack("3i", talk.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
        grader = supervisor.Grader(pid)
        # As many bytes as the handles come with: the system never puts what follows into the same read.
        header, handles, _, _ = socket.recv_fds(talk, HEADER, MOST_HANDLES, socket.MSG_CMSG_CLOEXEC)
        data = b""
        while len(data) < int(header) and (more := talk.recv(int(header) - len(data))):
            data += more
        os.dup2(talk.fileno(), 0)  # the lifeline, and the way to say that a kernel is there
        talk.close()
        orders = json.loads(data)
        names = orders["inside"]["sockets"]
        submission, parent, *others = handles
        orders["sockets"], orders["groups"] = others[: len(names)], others[len(names) :]
        orders["submission"] = f"/proc/self/fd/{submission}"
        orders["private"] = f"/proc/self/fd/{parent}/{orders['private']}"
        orders["inside"]["sockets"] = dict(zip(names, orders["sockets"], strict=True))
        supervisor.serve(orders, grader, Joined)
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
