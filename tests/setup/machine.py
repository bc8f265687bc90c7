"""A clone of what is here, as somebody else would have it, and a JupyterLab started in it."""

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def clone(target: Path) -> Path:
    """Every file that is, or would be, in the repository; no virtual environment, no desk."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    return target


def environment(home: Path, **more: str) -> dict[str, str]:
    """This machine's environment for somebody with a HOME of their own and no environment activated."""
    gone = ("COURSE_", "JUPYTER", "VIRTUAL_ENV", "PYTHON", "MAKE", "IPYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(gone)}
    cache = os.environ.get("PIP_CACHE_DIR") or str(Path.home() / ".cache" / "pip")
    home.mkdir(parents=True, exist_ok=True)
    return {**kept, "HOME": str(home), "PIP_CACHE_DIR": cache, **more}


@contextmanager
def server(command: list[str], cwd: Path, env: dict[str, str], seconds: float) -> Iterator["Server"]:
    """Run a command that ends in JupyterLab until it answers; everything it started ends with the block."""
    log = Path(env["HOME"]) / "server.log"
    with log.open("wb") as out:
        running = subprocess.Popen(command, cwd=cwd, env=env, stdout=out, stderr=out, start_new_session=True)
    try:
        yield Server(Path(env["HOME"]), running, log, time.monotonic() + seconds)
    finally:
        for ask in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(running.pid, ask)
                running.wait(20)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue


class Server:
    """A JupyterLab that is starting or running."""

    def __init__(self, home: Path, running: "subprocess.Popen[bytes]", log: Path, end: float) -> None:
        self.log = log
        while time.monotonic() < end and running.poll() is None:
            for info in home.rglob("jpserver-*.json"):
                found = self._answers(info)
                if found:
                    self.url, self.token, self.root, self.pid = found
                    return
            time.sleep(0.1)
        raise AssertionError("JupyterLab did not answer:\n" + log.read_text(errors="replace")[-3000:])

    @staticmethod
    def _answers(info: Path) -> tuple[str, str, Path, int] | None:
        try:
            found = json.loads(info.read_text())
            with urllib.request.urlopen(f"{found['url']}api/status?token={found['token']}", timeout=2):
                return found["url"], found["token"], Path(found["root_dir"]), found["pid"]
        except (OSError, ValueError, KeyError, urllib.error.URLError):
            return None

    def get(self, path: str) -> Any:
        """A page of its REST API as JSON."""
        with urllib.request.urlopen(f"{self.url}{path}?token={self.token}", timeout=20) as answer:
            return json.load(answer)
