"""Runs inside a sandbox that is made for drawing: reads specifications, writes the pictures it could draw.

`charts.json` in its folder holds a list of Vega-Lite specifications. The pictures go to `answers.json`, the
one file that comes out of a sandbox: a line of JSON for each chart that was tried, as soon as it was. Vega
runs in a process of its own, which is ended when a chart takes too long, and started again for the next.
"""

import json
import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any

SPECS, PICTURES = "charts.json", "answers.json"
_LOOK_EVERY = 0.2


def main() -> None:
    """Draw all charts. Arguments: seconds of processor time a chart, bytes a picture, bytes all together."""
    seconds, most, left = float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    with open(SPECS, encoding="utf-8") as file:
        specs = json.load(file)
    with open(PICTURES, "w", encoding="utf-8") as out:
        for line in drawn(specs, seconds, most):
            left -= len(line)
            if left < 0:
                return
            out.write(line.decode("utf-8", "replace") + "\n")
            out.flush()


def drawn(specs: list[Any], seconds: float, most: int) -> Iterator[bytes]:
    """A line for each chart, in order: `[number, svg, why not]`."""
    at = 0
    while at < len(specs):
        pid, source = _start(specs, at)
        used, heard = 0.0, b""
        while True:
            ready = select.select([source], [], [], _LOOK_EVERY)[0]
            data = os.read(source, 1 << 16) if ready else b""
            heard += data
            *lines, heard = heard.split(b"\n")
            for line in lines:
                yield line if len(line) <= most else _without(at, "its picture is too large")
                at, used = at + 1, _processor_seconds(pid)
            if ready and not data:
                why = "it took more memory than is allowed, or broke what draws it"
            elif len(heard) > most:
                why = "its picture is too large"
            elif _processor_seconds(pid) - used > seconds:
                why = f"it took longer than {seconds:g} seconds"
            else:
                continue
            break
        os.close(source)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        if at < len(specs):
            yield _without(at, why)
            at += 1


def _start(specs: list[Any], first: int) -> tuple[int, int]:
    """A process that draws the charts from a number on; its number, and where it writes."""
    source, target = os.pipe()
    pid = os.fork()
    if pid:
        os.close(target)
        return pid, source
    try:
        os.close(source)
        with os.fdopen(target, "w", encoding="utf-8", errors="replace") as out:
            for number in range(first, len(specs)):
                out.write(json.dumps([number, *_draw(specs[number])], ensure_ascii=False) + "\n")
                out.flush()
    finally:
        os._exit(0)


def _draw(spec: Any) -> tuple[str, str]:
    import vl_convert

    try:
        return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]), ""
    except Exception:  # whatever Vega says of a stranger's chart helps nobody
        return "", "Vega cannot read it"


def _without(number: int, why: str) -> bytes:
    return json.dumps([number, "", why]).encode()


def _processor_seconds(pid: int) -> float:
    """What a process has used so far, all of its threads."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return time.monotonic()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
