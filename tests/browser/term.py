"""A school in a temporary folder, and the JupyterLabs of a term as `course open` starts them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Locator, Page, expect

from tests.browser.cards import card, slide
from tests.browser.lab import TOKEN, Lab, end, free_port

REPOSITORY = Path(__file__).resolve().parents[2]
MODULE = "00-orientation"
WORDS = "You lose the true ones as well, such as a recall. I look up who runs the page, and then I decide."
SCRIPT = (
    "<script>window.hostile = true; document.title = 'hostile'</script>"
    "<img src=x onerror='window.hostile = true'>"
)


class School:
    """A copy of the course with an exchange of its own, and a HOME for each person."""

    def __init__(self, root: Path) -> None:
        self.root, self.course, self.exchange = root, root / "course", root / "exchange"
        self.course.mkdir(parents=True)
        self.exchange.mkdir()
        self.exchange.chmod(0o777)
        for name in ("source", "faculty"):
            shutil.copytree(REPOSITORY / name, self.course / name)
        config = (REPOSITORY / "nbgrader_config.py").read_text(encoding="utf-8")
        (self.course / "nbgrader_config.py").write_text(
            f"{config}\nc.Exchange.root = {str(self.exchange)!r}\n"
        )

    def desk(self, person: str) -> Path:
        return self.root / "desks" / person

    def environment(self, person: str) -> dict[str, str]:
        return environment(self.root / "homes" / person)

    def run(self, person: str, *command: str, cwd: Path | None = None) -> None:
        """A command of the course or of nbgrader, as a person types it."""
        where = cwd or self.root
        done = subprocess.run(
            [sys.executable, "-m", *command],
            env=self.environment(person),
            cwd=where,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"

    def enrol(self, person: str) -> None:
        self.run(
            person,
            "course",
            "enrol",
            person,
            "--exchange",
            str(self.exchange),
            "--desk",
            str(self.desk(person)),
        )
        self.run("faculty", "nbgrader", "db", "student", "add", person, cwd=self.course)

    @contextmanager
    def open(self, person: str, *options: str) -> Iterator[Lab]:
        """`course open` for a person; it ends with the block."""
        folder = self.course if "--faculty" in options else self.desk(person)
        environment = self.environment(person)
        with course_open(folder, environment, self.root / f"{person}.log", *options) as lab:
            yield lab

    def hand_in_hostile(self, person: str) -> None:
        """A submission that tries to run script in the grader's and in the reader's browser."""
        self.enrol(person)
        self.run(person, "course", "open", "--cohort", "--lay-only", "--desk", str(self.desk(person)))
        self.run(person, "nbgrader", "fetch_assignment", MODULE, cwd=self.desk(person))
        folder = self.desk(person) / MODULE
        notebook = nbformat.read(folder / f"{MODULE}.ipynb", as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "markdown" and "nbgrader" not in cell.metadata:
                cell.source = SCRIPT + cell.source
            if cell.cell_type == "code":
                cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": SCRIPT})]
        code = f"from IPython.display import HTML, display\ndisplay(HTML({SCRIPT!r}))"
        notebook.cells.insert(1, nbformat.v4.new_code_cell(code))
        nbformat.write(notebook, folder / f"{MODULE}.ipynb")
        answer = {
            "value": SCRIPT + " I doubt nothing.",
            "at": "2026-11-23T03:10:00Z",
            "attempts": 1,
            "hints": 0,
        }
        answers = {
            "version": 1,
            "module": MODULE,
            "id": person,
            "answers": {"at-handover": answer},
            "trails": {},
        }
        (folder / "answers.json").write_text(json.dumps(answers))
        (folder / "<img src=x onerror=alert(1)>.txt").write_text(SCRIPT)
        self.run(person, "nbgrader", "submit", MODULE, cwd=self.desk(person))


@contextmanager
def course_open(folder: Path, environment: dict[str, str], log: Path, *options: str) -> Iterator[Lab]:
    """`course open` with its JupyterLab on a free port; what it prints goes to `log`."""
    port = free_port()
    command = [sys.executable, "-m", "course", "open", "--no-browser", "--port", str(port), *options]
    with log.open("wb") as out:
        server = subprocess.Popen(command, env=environment, cwd=log.parent, stdout=out, stderr=out)
    try:
        _await(f"http://127.0.0.1:{port}/api/status?token={TOKEN}", server, log)
        yield Lab(folder, Path(environment["HOME"]), f"http://127.0.0.1:{port}", server)
    finally:
        end(server)


def environment(home: Path) -> dict[str, str]:
    """What a person's programs inherit: a HOME, and nothing of the one who runs the tests."""
    home.mkdir(parents=True, exist_ok=True)
    strange = ("JUPYTER", "COURSE", "IPYTHON", "NBGRADER")
    mine = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    path = f"{Path(sys.executable).parent}{os.pathsep}{mine['PATH']}"
    return {**mine, "HOME": str(home), "PATH": path, "JUPYTER_TOKEN": TOKEN}


def _await(address: str, server: subprocess.Popen[bytes], log: Path, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("`course open` did not start JupyterLab:\n" + log.read_text()[-3000:])


def answer_orientation(page: Page) -> None:
    """Answer the tour with a mouse: all of it right but the evidence card, which is left at 40 %."""
    card(page, "who-discerns").get_by_text("Mei").click()
    for words in ("I looked up who", "their table does", "I have left it open"):
        card(page, "doubt-or-discern").get_by_text(words).click()
    one = card(page, "handover-sheet")
    one.locator(".qc-option").first.click()
    slide(one.get_by_role("slider"), 1.0)
    card(page, "fewer-falls").get_by_role("textbox").fill("15,0")
    card(page, "fewer-falls").get_by_role("textbox").press("Tab")
    card(page, "who-shared").get_by_text("cannot be computed").click()
    card(page, "quiet-vests").get_by_role("radio", name="40 %").click()
    order = card(page, "hops-order")
    order.get_by_role("button", name="Move up: Paper").click()
    for _ in range(2):
        order.get_by_role("button", name="Move up: University press").click()
    order.get_by_role("button", name="Move up: Tern Valley").click()
    for line, words in (
        ("Paper to press", "numbers left out"),
        ("Press office to", "stronger verb"),
        ("Newspaper to", "new claim"),
    ):
        choose(card(page, "hops-changed").get_by_role("combobox", name=line), words)
    card(page, "named-source").locator(".qc-step").nth(2).click()
    card(page, "at-handover").get_by_role("textbox").fill(WORDS)
    card(page, "forecast").get_by_role("textbox").fill("17")
    card(page, "forecast").get_by_role("textbox").press("Tab")
    for name in (
        "who-discerns",
        "doubt-or-discern",
        "handover-sheet",
        "fewer-falls",
        "who-shared",
        "quiet-vests",
        "hops-order",
        "hops-changed",
        "named-source",
        "at-handover",
        "forecast",
    ):
        expect(card(page, name)).to_have_attribute("data-state", "saved")


def choose(select: Locator, words: str) -> None:
    """Choose the option of a list that holds some words."""
    label = select.locator("option", has_text=words).first.inner_text()
    select.select_option(label=label)


def saved(folder: Path) -> dict[str, Any]:
    """What answers.json holds, by question."""
    answers = json.loads((folder / "answers.json").read_text(encoding="utf-8"))["answers"]
    return {name: entry["value"] for name, entry in answers.items()}


def press(page: Page, row: Locator, column: str) -> str:
    """Press a button of formgrader's table, wait for its verdict, close it, and give what it said."""
    row.locator(f"td.{column} a").click()
    dialog = page.locator(".modal.in")
    expect(dialog).to_be_visible(timeout=120_000)
    words = dialog.inner_text()
    dialog.get_by_role("button", name="OK").click()
    expect(dialog).to_be_hidden()
    return words
