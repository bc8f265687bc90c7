"""How long the archived web takes to open, and a page or a search in it, in a real JupyterLab and Chromium.

Opening is timed from the execute request to the frame in which the first page stands, running the cell again
and again in one kernel; the first time in a kernel, which loads the library and the module's archive, stands
beside it. A page or a search is timed from the key that asks for it to the frame that shows it; every one is
asked for the first time, so that each goes to the kernel and back.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.cards import CLOCK, ROOT, SAMPLES
from bench.measure import Measure

KERNELS = 5  # of which each opens the archive for the first time
MODULE = "01-viral-claims"
QUERIES = (
    "dose first double verdazine night ward nurse patients trial study label pump fever hours clinic alarm "
    "sepsis patch heat picture letter"
).split()
# Asked when the key goes down, before anything of ours hears of it; drawn as in bench.cards.
WAIT = """
([heading]) => {
  const web = document.querySelector("section.aw");
  window.bench.asked = window.bench.done = 0;
  const clock = () => { window.bench.asked = performance.now(); };
  window.addEventListener("keydown", clock, {capture: true, once: true});
  const headed = (one) => one.textContent.startsWith(heading);
  const shown = () => [...web.querySelectorAll(".aw-view h1")].some(headed);
  const look = new MutationObserver(() => {
    if (window.bench.done || !shown()) return;
    look.disconnect();
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { window.bench.done = performance.now(); };
    requestAnimationFrame(() => channel.port2.postMessage(0));
  });
  look.observe(web, {childList: true, subtree: true, characterData: true});
}
"""


def run() -> list[Measure]:
    """Medians in milliseconds: opening, a page, a search. Empty where the module has no archive yet."""
    sys.path.insert(0, str(ROOT))
    from course.archive import ArchiveError, open_archive

    try:
        archive = open_archive(MODULE, "bench", "bench")
    except ArchiveError as error:
        print(f"archive: not measured. {error}", file=sys.stderr)
        return []
    return _measure(archive)


def _measure(archive: Any) -> list[Measure]:
    from playwright.sync_api import sync_playwright

    from tests.browser.lab import CHROMIUM, FLAGS, running_lab

    with tempfile.TemporaryDirectory(prefix="course-bench-") as scratch, sync_playwright() as play:
        root, home = Path(scratch, "desk"), Path(scratch, "home")
        story = _desk(root, archive)
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with running_lab(root, home) as lab:
            lab.settings("@jupyterlab/notebook-extension", "tracker", {"windowingMode": "none"})
            pages = [one.url for one in archive.pages.values() if one.url != story.start and not one.redirect]
            first = [_first(browser, lab, number) for number in range(KERNELS)]
            page = _ready(browser, lab, "bench.ipynb")
            again = [_open(page, number) for number in range(1, SAMPLES + 2)][1:]
            page.close()
            page = _ready(browser, lab, "read.ipynb")
            _open(page, 1)
            opened = _ask(page, [(url, archive.pages[url].title) for url in pages[: SAMPLES + 1]])[1:]
            found = _ask(page, [(word, _counted(archive, word)) for word in QUERIES])[1:]
        browser.close()
    note = f"median of {len(again)}; {len(archive.pages)} pages"
    start = "from execute request to first paint"
    return [
        Measure.of(f"archive, {start}", again, "ms", 300, note),
        Measure.of(f"archive, {start}, first in its kernel", first, "ms", 300, f"median of {KERNELS}"),
        Measure.of("archive, a page, from key to paint", opened, "ms", 100, f"median of {len(opened)}"),
        Measure.of("archive, a search, from key to paint", found, "ms", 100, f"median of {len(found)}"),
    ]


def _counted(archive: Any, word: str) -> str:
    """The heading of a search's results."""
    count = len(archive.search(word))
    return f"{count or 'Nothing found'}{['', ' result', ' results'][min(count, 2)]} for “{word}”"


def _desk(root: Path, archive: Any) -> Any:
    """A desk with a module that keeps the trail of the archive's first story; returns that story."""
    import yaml

    from tests.browser.lab import write_notebook

    story = next(iter(archive.stories.values()))
    trail = {"id": "bench-trail", "kind": "trail", "prompt": "Read.", "concept": "rates", "story": story.id}
    asked = {"id": "which", "kind": "text", "prompt": "What is so?", "concept": "rates", "points": 1}
    questions = [{**trail, "points": 0}, asked]
    bank = {"module": MODULE, "title": "M", "minutes": 5, "points": 1, "questions": questions}
    folder = root / MODULE
    folder.mkdir(parents=True)
    (folder / "questions.yaml").write_text(yaml.safe_dump(bank), encoding="utf-8")
    settings = {"mode": "cohort", "id": "bench", "cohort": "bench"}
    (root / ".course.json").write_text(json.dumps(settings), encoding="utf-8")
    show = f'browse("{story.id}")'
    write_notebook(folder / "bench.ipynb", ["from course import browse", *[show] * (SAMPLES + 1)])
    write_notebook(folder / "read.ipynb", ["from course import browse", show])
    for number in range(KERNELS):
        write_notebook(folder / f"first-{number}.ipynb", ["from course import browse", show])
    return story


def _ready(browser: Any, lab: Any, name: str) -> Any:
    """A page with the notebook, its first cell run and the second chosen."""
    from tests.browser.lab import open_notebook

    page = browser.new_page(viewport={"width": 1280, "height": 1200})
    page.add_init_script(CLOCK)
    open_notebook(page, lab, f"{MODULE}/{name}")
    page.locator(".jp-Cell").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Enter")
    page.wait_for_function("() => window.bench.replied > 0", polling=50)
    page.wait_for_timeout(300)
    return page


def _first(browser: Any, lab: Any, number: int) -> float:
    page = _ready(browser, lab, f"first-{number}.ipynb")
    try:
        return _open(page, 1)
    finally:
        page.close()


def _open(page: Any, count: int) -> float:
    """Run the selected cell and wait until `count` browsers show their first page; ms since the request."""
    page.evaluate("([what, count]) => window.bench.await(what, count)", ["section.aw .aw-view h1", count])
    page.keyboard.press("Shift+Enter")
    return _taken(page)


def _ask(page: Any, wanted: Iterable[tuple[str, str]]) -> list[float]:
    """Type each text into the address bar and wait until a page headed so is drawn; ms since Enter."""
    bar = page.locator("section.aw .aw-address")
    taken = []
    for text, heading in wanted:
        bar.fill(text)
        page.evaluate(WAIT, [heading])
        bar.press("Enter")
        taken.append(_taken(page))
    return taken


def _taken(page: Any) -> float:
    page.wait_for_function("() => window.bench.done > 0", timeout=60_000, polling=50)
    page.wait_for_timeout(150)  # let JupyterLab finish, so that samples do not run into each other
    found = page.evaluate("() => window.bench")
    return float(found["done"] - found["asked"])
