"""Modules as they are released, in a JupyterLab for self-study, run from the top with every card drawn."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.lab import Lab, Watch, open_notebook, run_all, running_lab

ROOT = Path(__file__).resolve().parents[2]
# anywidget gives up on a card after two seconds, which sixty cards at once need on a busy machine.
GAVE_UP = "[anywidget] Failed to initialize model."
TRIES = 4


@contextmanager
def released_lab(root: Path, home: Path, *modules: str) -> Iterator[Lab]:
    """JupyterLab on copies of these released modules."""
    for module in modules:
        shutil.copytree(ROOT / "release" / module, root / module)
    settings = {"mode": "self-study", "id": "self-study", "faculty": str(ROOT / "faculty")}
    (root / ".course.json").write_text(json.dumps(settings))
    with running_lab(root, home) as lab:
        # Otherwise cells that scroll away take their cards out of the page.
        lab.settings("@jupyterlab/notebook-extension", "tracker", {"windowingMode": "none"})
        yield lab


def open_and_run(page: Page, lab: Lab, path: str, watch: Watch, seconds: float = 120) -> None:
    """Open a notebook and run it from the top, once more where anywidget gave up on a card, as people do.

    What it gives up on to the last stays among the errors of `watch`.
    """
    for left in reversed(range(TRIES)):
        open_notebook(page, lab, path)
        run_all(page, seconds)
        page.wait_for_timeout(2_500)
        if GAVE_UP not in watch.errors or not left:
            return
        watch.errors[:] = [error for error in watch.errors if error != GAVE_UP]


def open_whole(page: Page, lab: Lab, module: str, watch: Watch, seconds: float = 120) -> None:
    """Open a module and run it from the top: every card and picture drawn and no error among them."""
    open_and_run(page, lab, f"{module}/{module}.ipynb", watch, seconds)
    cells = json.loads((ROOT / "release" / module / f"{module}.ipynb").read_text())["cells"]
    asked = sum("".join(cell["source"]).startswith("ask(") for cell in cells)
    expect(page.locator("section.qc[data-question], section.aw")).to_have_count(asked, timeout=60_000)
    for kind in ("error", "stderr"):
        assert page.locator(f'.jp-OutputArea-output[data-mime-type*="{kind}"]').all_inner_texts() == []
