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
# What anywidget says of a model that was not ready after two seconds, which sixty cards at once can need on a
# busy machine. The card itself may still come.
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


def open_whole(
    page: Page, lab: Lab, module: str, watch: Watch, seconds: float = 120, folder: Path | None = None
) -> None:
    """Open a module and run it from the top: every card and picture drawn and no error among them.

    Once more where anywidget gave up on a card that then did not come, as a person would. Only once every
    card is counted is its word that one was late no error. folder: where the module lies in `lab`, if not
    under its own name.
    """
    where = Path(module) if folder is None else folder.relative_to(lab.root)
    cells = json.loads((ROOT / "release" / module / f"{module}.ipynb").read_text())["cells"]
    asked = sum("".join(cell["source"]).startswith("ask(") for cell in cells)
    for left in reversed(range(TRIES)):
        open_notebook(page, lab, f"{where.as_posix()}/{module}.ipynb")
        run_all(page, seconds)
        try:
            expect(page.locator("section.qc[data-question], section.aw")).to_have_count(asked, timeout=60_000)
            break
        except AssertionError:
            if GAVE_UP not in watch.errors or not left:
                raise
    page.wait_for_timeout(2_500)  # what began last may still be given up
    watch.errors[:] = [error for error in watch.errors if error != GAVE_UP]
    for kind in ("error", "stderr"):
        assert page.locator(f'.jp-OutputArea-output[data-mime-type*="{kind}"]').all_inner_texts() == []
