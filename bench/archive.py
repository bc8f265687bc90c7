"""How long the archived web takes to open, and a page and a search to be drawn, in a real Chromium.

Opening is measured as a card is (`bench.cards`): from the page's execute request to the first frame with the
browser in it; the first of a kernel, which loads library and archive, is not counted. A page or a search is
measured from the key press to the first frame with what was asked for, each time something new, so that the
kernel answers. The archive is the package's own where a module has one, else a made-up one of 90 pages.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.cards import CLOCK, ROOT
from bench.measure import Measure

SAMPLES = 20
MODULE = "bench"
WORDS = "ward lamp fall bed quarter nurse letter count night dose amber bay record month doctor board".split()
# From a key press to the first frame in which `selector` has the text.
DRAWN = """([selector, text]) => {
  const state = (window.bench = {done: 0, pressed: 0});
  window.addEventListener("keydown", (event) => {
    if (event.key === "Enter") state.pressed = performance.now();
  }, {capture: true, once: true});
  const look = new MutationObserver(() => {
    if (state.done || !document.querySelector(selector)?.textContent.includes(text)) return;
    look.disconnect();
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { state.done = performance.now(); };
    requestAnimationFrame(() => channel.port2.postMessage(0));
  });
  look.observe(document.body, {childList: true, subtree: true, attributes: true, characterData: true});
}"""


def run() -> list[Measure]:
    """Medians of 20 in milliseconds: opening, a page, a search."""
    sys.path.insert(0, str(ROOT))
    from playwright.sync_api import sync_playwright

    from tests.browser.lab import FLAGS, running_lab
    from tests.tools import CHROMIUM

    with tempfile.TemporaryDirectory(prefix="course-bench-") as scratch, sync_playwright() as play:
        root, home = Path(scratch, "desk"), Path(scratch, "home")
        pages = _desk(root)
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with running_lab(root, home, env={"COURSE_ARCHIVE": str(root / "web")}) as lab:
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            page.add_init_script(CLOCK)
            lab.settings("@jupyterlab/notebook-extension", "tracker", {"windowingMode": "none"})
            opened = _openings(page, lab)
            drawn = [_asked(page, url, ".aw .aw-site h1", title) for url, title in pages[1 : SAMPLES + 1]]
            words = [f"{one} {WORDS[at % 7]}" for at, one in enumerate([*WORDS, *WORDS][:SAMPLES])]
            words = [f"{one} case{at}" for at, one in enumerate(words)]
            found = [_asked(page, one, ".aw .aw-quiet-title", one) for one in words]
        browser.close()
    note = f"median of {SAMPLES}"
    return [
        Measure.of("archived web, from execute request to first paint", opened, "ms", 300, note),
        Measure.of("archived web, from Enter to first paint of a page", drawn, "ms", 100, note),
        Measure.of("archived web, from Enter to first paint of a search", found, "ms", 100, note),
    ]


def _openings(page: Any, lab: Any) -> list[float]:
    from bench.cards import _one
    from tests.browser.lab import open_notebook

    open_notebook(page, lab, f"{MODULE}/bench.ipynb")
    page.locator(".jp-Cell").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Enter")
    return [_one(page, "section.aw .aw-site", at)["done"] for at in range(1, SAMPLES + 2)][1:]


def _asked(page: Any, typed: str, selector: str, text: str) -> float:
    web = page.locator("section.aw").first
    bar = web.locator(".aw-address")
    bar.fill(typed)
    page.evaluate(DRAWN, [selector, text])
    bar.press("Enter")
    page.wait_for_function("() => window.bench.done > 0", timeout=30_000, polling=20)
    page.wait_for_timeout(100)  # let the step be kept, so that samples do not run into each other
    return float(page.evaluate("() => window.bench.done - window.bench.pressed"))


def _desk(root: Path) -> list[tuple[str, str]]:
    """A desk with the largest archive of the package, or a made-up one; its pages as (address, title)."""
    from course.archive.store import ENVIRONMENT, WEB, open_archive
    from tests.browser.lab import write_notebook

    module = root / MODULE
    module.mkdir(parents=True)
    (root / ".course.json").write_text(json.dumps({"mode": "cohort", "id": "bench", "cohort": "bench"}))
    web = root / "web" / MODULE
    largest = max(WEB.glob("*"), key=lambda one: len(list(one.glob("*.gz"))), default=None)
    if largest is not None:
        shutil.copytree(largest, web)
    else:
        _made_up(web)
    os.environ[ENVIRONMENT] = str(root / "web")
    archive = open_archive(MODULE, "bench", "bench")
    story = sorted(archive.stories)[0]
    question = {"id": "read", "kind": "trail", "story": story, "points": 0, "concept": "c", "prompt": "Read."}
    bank = {"module": MODULE, "title": "Bench", "minutes": 1, "points": 0, "questions": [question]}
    (module / "questions.yaml").write_text(json.dumps(bank))
    write_notebook(
        module / "bench.ipynb", ["from course import browse"] + [f'browse("{story}")'] * (SAMPLES + 1)
    )
    return [(url, one.title) for url, one in sorted(archive.pages.items()) if not one.redirect]


def _made_up(web: Path) -> None:
    web.mkdir(parents=True)
    pages = []
    for at in range(90):
        text = " ".join(WORDS[(at * 7 + step * (at + 3)) % len(WORDS)] for step in range(300))
        url = f"https://site{at % 25}.example/page-{at}"
        page = {"url": url, "site": f"site{at % 25}.example", "title": f"Case {at}: {WORDS[at % 16]}"}
        pages.append({**page, "text": text, "html": f"<p>{text}</p>" * 3})
    held = [{"since": "2014-03-02", "registrant": "Foundation"}]
    looks = ["newspaper", "journal", "shop", "social", "wiki"]
    sites = [
        {
            "domain": f"site{n}.example",
            "name": f"Site {n}",
            "kind": "blog",
            "look": looks[n % 5],
            "registrations": held,
        }
        for n in range(25)
    ]
    story = {
        "id": "made-up",
        "title": "Made up",
        "start": pages[0]["url"],
        "budget": 6,
        "search": "ward",
        "sites": {"forms": sites, "variants": [list(range(25))] * 48},
        "pages": {"forms": pages, "variants": [list(range(90))] * 48},
    }
    (web / "made-up.json.gz").write_bytes(gzip.compress(json.dumps(story).encode()))
