"""What people see first: `course open` in a real Chromium, as a self-learner, a trainee and faculty."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from machine import Server, clone, environment, server
from playwright.sync_api import Browser, Page, expect

COURSE = [sys.executable, "-m", "course"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return clone(tmp_path / "course")


@contextmanager
def opened(
    browser: Browser, folder: Path, page: str, *options: str, home: str = "home"
) -> Iterator[tuple[Page, Server]]:
    """`course open` and a page of it, whose address `course open` chose."""
    env = environment(folder.parent / home)
    with server([*COURSE, "open", "--no-browser", *options], folder, env, 90) as lab:
        (address,) = {
            word
            for word in lab.log.read_text().split()
            if word.startswith("http://127.0.0.1") and page in word
        }
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        shown = context.new_page()
        shown.goto(address)
        yield shown, lab
        context.close()


def test_a_self_learner_sees_orientation_and_nothing_in_front_of_it(browser: Browser, folder: Path) -> None:
    with opened(browser, folder, "/doc/tree/00-orientation/00-orientation.ipynb") as (page, lab):
        strays: list[str] = []
        page.on("request", lambda one: "127.0.0.1" in one.url or strays.append(one.url))
        expect(page.get_by_role("heading", name="Orientation", exact=True)).to_be_visible(timeout=60_000)
        page.wait_for_timeout(4000)  # the question about news came within two seconds
        assert page.locator(".jp-Dialog, .Toastify__toast").count() == 0
        assert page.locator("body[data-jp-theme-name]").count() == 1
        expect(page.get_by_role("button", name="Validate")).to_be_visible()
        assert page.get_by_text("Nbgrader", exact=True).count() == 0, "no exchange, so no menu for it"
        assert page.get_by_text("Create Assignment", exact=True).count() == 0
        assert [one for one in strays if one.startswith("http")] == []
        assert lab.root == folder / "desk"
    home = folder.parent / "home"
    mine = [*home.rglob("user-settings"), *home.rglob("workspaces"), *home.rglob("labconfig")]
    assert mine == [], "a person's own JupyterLab is not touched"


def test_a_trainee_of_a_cohort_finds_the_released_module_in_the_assignment_list(
    browser: Browser, folder: Path
) -> None:
    exchange = folder.parent / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Exchange.root = {str(exchange)!r}\n")
    env = environment(folder.parent / "faculty-home")
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    for words in (
        ["generate_assignment", "00-orientation", "--force"],
        ["release_assignment", "00-orientation"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *words], cwd=folder, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    enrolled = [*COURSE, "enrol", "okafor", "--exchange", str(exchange)]
    subprocess.run(enrolled, cwd=folder, env=env, check=True, capture_output=True)
    page_address = "/doc/tree/start-here.md"
    with opened(browser, folder, page_address, "--cohort", home="trainee-home") as (page, lab):
        expect(page.get_by_role("heading", name="Start here")).to_be_visible(timeout=60_000)
        page.get_by_role("menuitem", name="Nbgrader").click(timeout=60_000)
        assert page.locator(".lm-Menu-itemLabel", has_text="Formgrader").count() == 0
        page.locator(".lm-Menu-itemLabel", has_text="Assignment List").click()
        row = page.locator("#released_assignments_list", has_text="00-orientation")
        row.get_by_role("button", name="Fetch").click(timeout=30_000)
        expect(page.locator("#fetched_assignments_list", has_text="00-orientation")).to_be_visible(
            timeout=30_000
        )
        assert page.locator(".jp-Dialog").count() == 0
        assert (folder / "desk" / "00-orientation" / "00-orientation.ipynb").is_file()
        assert lab.root == folder / "desk"


def test_faculty_find_the_course_in_formgrader(browser: Browser, folder: Path) -> None:
    with opened(browser, folder, "/lab", "--faculty") as (page, lab):
        assert lab.root == folder
        page.get_by_role("menuitem", name="Nbgrader").click(timeout=60_000)
        page.get_by_text("Formgrader", exact=True).click()
        inside = page.frame_locator("iframe").first
        expect(inside.get_by_text("00-orientation")).to_be_visible(timeout=60_000)
        assert page.locator(".jp-Dialog").count() == 0
