"""From the orders to the outcome of one sandbox."""

import json
import os
import select
import shutil
import signal
import sys

from .box import NOBODY, Refused, copy_in, enter_namespaces, make_box, take_out
from .sandbox import Sandbox


class Grader:
    """The process that wants the outcome. Its handle stays its own, whoever gets its number later."""

    def __init__(self, pid):
        self.pid, self.handle = pid, os.pidfd_open(pid)

    def gone(self):
        """Whether nobody waits for the outcome any more."""
        return bool(select.select([self.handle], [], [], 0)[0])


def main():
    """Read the orders from standard input, and do what they say."""
    grader = Grader(os.getppid())
    serve(json.loads(read_orders()), grader, Sandbox)


def serve(orders, grader, sandbox):
    """Do what the orders say; the outcome goes to `result.json` in the private folder."""
    outcome = {"reason": "", "said": "", "answers": False}
    try:
        two = enter_namespaces(orders["nobody"])
        box = make_box(orders)
        copy_in(orders["submission"], f"{box}/work", NOBODY if two else None)
        child = sandbox(orders, box, nested=not two)
        outcome["reason"] = child.watch(grader)
        outcome["said"] = child.said.decode("utf-8", "replace")
        if not grader.gone():
            take_out(f"{box}/work/answers.json", orders, outcome)
    except Refused as error:
        outcome["reason"] = f"refused: {error}"
    except OSError as error:
        outcome["reason"] = f"refused: {error.strerror or error}"
    if not grader.gone():
        with open(os.path.join(orders["private"], "result.json"), "w", encoding="utf-8") as file:
            json.dump(outcome, file)
    else:
        shutil.rmtree(orders["private"], ignore_errors=True)


def read_orders():
    """As many bytes of standard input as its first line says, and no more: what follows is the lifeline."""
    length = bytearray()
    while (byte := os.read(0, 1)) not in (b"\n", b""):
        length += byte
    got = bytearray()
    while len(got) < int(length or 0) and (more := os.read(0, int(length) - len(got))):
        got += more
    return bytes(got)


def alone():
    """As a program of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's signals are the grader's to judge
    main()
    sys.exit(0)
