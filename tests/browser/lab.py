"""A real JupyterLab and a real Chromium for the browser tests: one server, no network, a home of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The route below sees what a page asks for; this stops whatever the browser itself might ask for.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
TOKEN = "tests"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Lab:
    """A running JupyterLab: its root folder, its home, and where it answers."""

    root: Path
    home: Path
    url: str
    process: subprocess.Popen[bytes]

    def address(self, path: str = "", simple: bool = True) -> str:
        """Where a notebook opens, alone (`simple`) or in the whole of JupyterLab."""
        return f"{self.url}/{'doc' if simple else 'lab'}/tree/{path}?token={TOKEN}"

    def api(self, path: str) -> Any:
        """What the server says about itself, such as its `sessions`."""
        with urllib.request.urlopen(f"{self.url}/api/{path}?token={TOKEN}", timeout=5) as answer:
            return json.load(answer)

    def theme(self, name: str) -> None:
        """Choose the light or the dark theme for pages opened from now on."""
        self.settings("@jupyterlab/apputils-extension", "themes", {"theme": THEMES[name]})

    def settings(self, extension: str, plugin: str, values: dict[str, Any]) -> None:
        """Write a user setting of JupyterLab."""
        folder = self.home / ".jupyter" / "lab" / "user-settings" / extension
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{plugin}.jupyterlab-settings").write_text(json.dumps(values), encoding="utf-8")


@contextmanager
def running_lab(root: Path, home: Path, *options: str, env: dict[str, str] | None = None) -> Iterator[Lab]:
    """JupyterLab on a free port of 127.0.0.1 with `root` as its folder; it ends with the block."""
    root.mkdir(parents=True, exist_ok=True)
    home.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={TOKEN}",
        f"--ServerApp.root_dir={root}",
        *(["--allow-root"] if os.geteuid() == 0 else []),
        *options,
    ]
    mine = {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / ".jupyter"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / ".ipython"),
    }
    gone = {"COURSE_DESK", "COURSE_FACULTY", "JUPYTERHUB_USER", "NBGRADER_EXECUTION"}
    inherited = {name: value for name, value in os.environ.items() if name not in gone}
    with (home / "lab.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=root, env={**inherited, **mine, **(env or {})}, stdout=log, stderr=log
        )
    lab = Lab(root, home, f"http://127.0.0.1:{port}", process)
    # JupyterLab would greet with a question about news, over whatever is to be seen.
    lab.settings(
        "@jupyterlab/apputils-extension", "notification", {"fetchNews": "false", "checkForUpdates": False}
    )
    try:
        _await_answer(lab)
        yield lab
    finally:
        end(process)


def end(process: subprocess.Popen[bytes], seconds: float = 20) -> None:
    """End a server kindly, and if it does not listen, at once."""
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _await_answer(lab: Lab, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if lab.process.poll() is not None:
            break
        try:
            lab.api("status")
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("JupyterLab did not start:\n" + (lab.home / "lab.log").read_text()[-3000:])


@dataclass
class Watch:
    """What a page did that it must not do: requests to elsewhere, errors on the console."""

    strays: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def fresh_page(
    browser: Browser, width: int = 1280, height: int = 900, **context: Any
) -> Iterator[tuple[Page, Watch]]:
    """A page with a profile of its own; only 127.0.0.1 answers, and whatever else is asked for is noted."""
    profile: BrowserContext = browser.new_context(viewport={"width": width, "height": height}, **context)
    watch = Watch()

    def gate(route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            watch.strays.append(route.request.url)
            route.abort()

    profile.route("**/*", gate)
    page = profile.new_page()
    page.on(
        "websocket", lambda one: urlsplit(one.url).hostname == "127.0.0.1" or watch.strays.append(one.url)
    )
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    try:
        yield page, watch
    finally:
        profile.close()


def open_notebook(page: Page, lab: Lab, path: str, simple: bool = True) -> Locator:
    """Open a notebook and wait until its kernel is ready; gives the notebook panel."""
    page.goto(lab.address(path, simple))
    panel = page.locator(".jp-NotebookPanel:visible")
    panel.locator(".jp-CodeCell").first.wait_for(timeout=60_000)
    _await_kernel(page, lab, path)
    return panel


def _await_kernel(page: Page, lab: Lab, path: str, seconds: float = 60) -> None:
    """Ask the server: the page says "idle" even before there is a kernel."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        kernels = [one["kernel"] for one in lab.api("sessions") if one["path"] == path]
        if any(one["execution_state"] == "idle" and one["connections"] for one in kernels):
            page.wait_for_timeout(300)
            return
        page.wait_for_timeout(200)
    raise RuntimeError(f"No kernel for {path}: {lab.api('sessions')}")


# Cells that are scrolled away are not in the page; Run All leaves the last one in view, and it runs last.
_PROMPTS = "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]"
_LAST_PROMPT = f"() => {_PROMPTS}.at(-1)?.textContent ?? ''"


def run_all(page: Page, seconds: float = 60) -> None:
    """Run every cell by the menu, and wait until the last has run anew."""
    before = page.evaluate(_LAST_PROMPT)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator(".lm-Menu-item[data-command='runmenu:run-all']").click()
    page.wait_for_function(
        f"before => {{ const now = ({_LAST_PROMPT})(); return /\\d/.test(now) && now !== before; }}",
        arg=before,
        timeout=seconds * 1000,
    )


def write_notebook(path: Path, cells: list[str]) -> Path:
    """A notebook of code cells; a text that starts with `#` and a blank is a Markdown cell."""
    import nbformat.v4 as v4

    made = [v4.new_markdown_cell(c) if c.startswith("# ") else v4.new_code_cell(c) for c in cells]
    book = v4.new_notebook(
        cells=made,
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
        },
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(book), encoding="utf-8")
    return path


def violations(page: Page, selector: str) -> list[str]:
    """axe-core's findings against WCAG 2.2 AA inside `selector`, one line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=selector, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['failureSummary']}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]
