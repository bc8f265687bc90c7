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

    Once more where anywidget gave up on a card that then did not come, as a person would. folder: where the
    module lies in `lab`, if not under its own name.
    """
    where = Path(module) if folder is None else folder.relative_to(lab.root)
    cells = json.loads((ROOT / "release" / module / f"{module}.ipynb").read_text())["cells"]
    asked = sum("".join(cell["source"]).startswith("ask(") for cell in cells)
    for left in reversed(range(TRIES)):
        before = watch.gave_up
        open_notebook(page, lab, f"{where.as_posix()}/{module}.ipynb")
        run_all(page, seconds)
        try:
            expect(page.locator("section.qc[data-question], section.aw")).to_have_count(asked, timeout=60_000)
            break
        except AssertionError:
            if watch.gave_up == before or not left:
                raise
    for kind in ("error", "stderr"):
        assert page.locator(f'.jp-OutputArea-output[data-mime-type*="{kind}"]').all_inner_texts() == []
