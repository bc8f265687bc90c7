"""How long a question takes to appear, and an answer to be checked, in a real JupyterLab in a real Chromium.

The clock runs in the page and starts when the page sends the execute request to the kernel. First paint is
when the element is in the document and the browser has drawn a frame with it; `check` has answered when the
kernel's reply is back in the page. The first card of a kernel is not counted: it loads the library, which
`start` measures. What JupyterLab itself takes for a printed line is measured beside them, with no bound.

The bound of `check` is held against its time between request and reply at the kernel: in the page a printed
line alone takes longer than that bound, for which JupyterLab is busy with the cell and nothing of ours runs.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.measure import Measure

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = 20
QUESTION = "who-discerns"
Times = dict[str, float]
# A request is known by its name in the message; a frame is drawn when a task queued in its callback runs.
CLOCK = """
window.bench = {asked: 0, replied: 0, done: 0};
const text = (data) => {
  const view = data instanceof ArrayBuffer ? data : data.buffer;
  return view ? new TextDecoder("latin1").decode(new Uint8Array(view)) : String(data);
};
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", (event) => {
      if (text(event.data).includes('"execute_reply"')) window.bench.replied = performance.now();
    });
  }
  send(data) {
    if (text(data).includes('"execute_request"')) window.bench.asked = performance.now();
    super.send(data);
  }
};
window.bench.await = (selector, count) => {
  window.bench.done = 0;
  const drawn = () => {
    if (window.bench.done || document.querySelectorAll(selector).length < count) return;
    look.disconnect();
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { window.bench.done = performance.now(); };
    requestAnimationFrame(() => channel.port2.postMessage(0));
  };
  const look = new MutationObserver(drawn);
  look.observe(document.body, {childList: true, subtree: true});
};
"""


def run() -> list[Measure]:
    """Medians of 20 in milliseconds: a card's first paint, and `check`."""
    sys.path.insert(0, str(ROOT))
    from playwright.sync_api import sync_playwright

    from tests.browser.lab import FLAGS, running_lab
    from tests.tools import CHROMIUM

    with tempfile.TemporaryDirectory(prefix="course-bench-") as scratch, sync_playwright() as play:
        root, home = Path(scratch, "desk"), Path(scratch, "home")
        _desk(root)
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with running_lab(root, home) as lab:
            page = browser.new_page(viewport={"width": 1280, "height": 2000})
            page.add_init_script(CLOCK)
            # Otherwise cells that scroll away take their cards out of the document.
            lab.settings("@jupyterlab/notebook-extension", "tracker", {"windowingMode": "none"})
            cards, checks, prints = _watch(page, lab)
        browser.close()
        replies = _at_the_kernel(root / "00-orientation")
    name, note = "from execute request to", f"median of {SAMPLES}"
    ratio = [check["replied"] / line["replied"] for check, line in zip(checks, prints, strict=True)]
    return [
        Measure.of(f"card, {name} first paint", [one["done"] for one in cards], "ms", 150, note),
        Measure.of(f"check, {name} reply, at the kernel", replies, "ms", 50, note),
        Measure.of(f"check, {name} reply, in the page", [one["replied"] for one in checks], "ms", None, note),
        Measure.of("check, reply in the page, to that of print", ratio, "times", None, note),
        Measure.of(f"check, {name} first paint", [one["done"] for one in checks], "ms", None, note),
        Measure.of(f"print, {name} reply", [one["replied"] for one in prints], "ms", None, note),
        Measure.of(f"print, {name} first paint", [one["done"] for one in prints], "ms", None, note),
    ]


def _at_the_kernel(folder: Path) -> list[float]:
    """Milliseconds from request to reply of a `check` that records a value, without a browser."""
    from jupyter_client.manager import KernelManager

    manager = KernelManager(transport="ipc", ip=str(folder.parent / "k"))
    manager.start_kernel(cwd=str(folder))
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)

        def run(code: str) -> float:
            start = time.perf_counter()
            client.execute(code)
            reply = client.get_shell_msg(timeout=60)
            assert reply["content"]["status"] == "ok", reply["content"]
            return (time.perf_counter() - start) * 1000

        run("from course import ask, check")
        run(f'check("{QUESTION}", "mei")')
        return [run(f'check("{QUESTION}", "{("mei", "kofi")[number % 2]}")') for number in range(SAMPLES)]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _desk(root: Path) -> None:
    from tests.browser.lab import write_notebook

    folder = root / "00-orientation"
    shutil.copytree(ROOT / "release" / "00-orientation", folder)
    settings = {"mode": "cohort", "id": "bench", "cohort": "bench"}
    (root / ".course.json").write_text(json.dumps(settings), encoding="utf-8")
    cells = ["from course import ask, check", f'ask("{QUESTION}")']
    cells += [f'ask("{QUESTION}")'] * SAMPLES + [f'check("{QUESTION}")'] * (SAMPLES + 1)
    cells += ['print("Saved 14:02")'] * (SAMPLES + 1)
    write_notebook(folder / "bench.ipynb", cells)


def _watch(page: Any, lab: Any) -> tuple[list[Times], ...]:
    from tests.browser.lab import open_notebook

    open_notebook(page, lab, "00-orientation/bench.ipynb")
    page.locator(".jp-Cell").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Enter")
    card, said = (
        f'section.qc[data-question="{QUESTION}"]',
        ".jp-OutputArea-output:not(:has(section.qc)):not(:empty)",
    )
    cards = [_one(page, card, number) for number in range(1, SAMPLES + 2)]
    page.locator(card).first.locator("input[type=radio]").first.check()
    page.locator(f'{card}[data-state="saved"]').first.wait_for()
    # Answering has selected another cell.
    page.locator(".jp-Cell").nth(SAMPLES + 2).locator(".jp-InputPrompt").click()
    before = page.locator(said).count()
    checks = [_one(page, said, before + number) for number in range(1, SAMPLES + 2)]
    before += SAMPLES + 1
    prints = [_one(page, said, before + number) for number in range(1, SAMPLES + 2)]
    return cards[1:], checks[1:], prints[1:]


def _one(page: Any, selector: str, count: int) -> Times:
    """Run the selected cell and wait until `count` such elements are drawn; ms since the request."""
    page.evaluate("([selector, count]) => window.bench.await(selector, count)", [selector, count])
    page.keyboard.press("Shift+Enter")
    page.wait_for_function("() => window.bench.done > 0", timeout=60_000, polling=50)
    page.wait_for_timeout(150)  # let JupyterLab finish, so that samples do not run into each other
    found = page.evaluate("() => window.bench")
    return {part: float(found[part] - found["asked"]) for part in ("replied", "done")}
