"""The page on which a trainee of a cohort lands: each state, and an exchange that cannot be trusted."""

import json
import os
import shutil
from datetime import datetime
from hashlib import md5
from pathlib import Path

import pytest

from course.errors import DeskError
from course.learning.desk import due_dates, exchange, landing
from course.learning.desk.enrol import enrol, write_nbgrader_config
from course.notebook import session

ROOT = Path(__file__).resolve().parents[3]
ORIENTATION = "00-orientation"
AT = "2026-12-01 09:24:11.123456 UTC"


class Desk:
    """A trainee's desk and the exchange that it names."""

    def __init__(self, root: Path) -> None:
        self.desk, self.exchange = root / "desk", root / "exchange"
        self.settings = enrol("ada", self.desk, "nights", self.exchange)
        write_nbgrader_config(self.desk, self.settings)
        self.course = self.exchange / "discernment"

    def release(self, *modules: str) -> None:
        for module in modules:
            (self.course / "outbound" / module).mkdir(parents=True)

    def fetch(self, module: str = ORIENTATION) -> Path:
        folder = self.desk / module
        folder.mkdir()
        shutil.copy(ROOT / "source" / ORIENTATION / "questions.yaml", folder)
        (folder / f"{module}.ipynb").write_text("{}")
        return folder

    def hand_in(self, module: str = ORIENTATION, at: str = AT) -> str:
        """Hand in as nbgrader's cache shows it; gives the name of the feedback page."""
        kept = self.desk / ".nbgrader-cache" / "discernment" / f"ada+{module}+{at}"
        kept.mkdir(parents=True)
        (kept / "submission_secret.txt").write_text("s" * 128)
        return md5(b"s" * 128 + module.encode()).hexdigest() + ".html"

    def page(self) -> str:
        return landing.write_page(self.desk, self.settings).read_text(encoding="utf-8")

    def row(self, module: str = ORIENTATION) -> str:
        (row,) = [line for line in self.page().splitlines() if f"<code>{module}</code>" in line]
        return row


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    for name in ("COURSE_DESK", "JUPYTERHUB_USER", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path / "none"))
    return Desk(tmp_path)


def test_a_released_module_has_title_id_minutes_and_due_date(desk: Desk) -> None:
    desk.release("03-numbers", ORIENTATION, "t1-before")
    due = {"03-numbers": datetime(2026, 12, 4, 18)}
    (desk.course / due_dates.FILE).write_bytes(due_dates.pack(due))
    page = desk.page()
    assert (
        "| **Recompute the number**<br><code>03-numbers</code> "
        "| 90 minutes<br>due Friday 4 December 2026, 18:00 UTC | To fetch. |" in page
    )
    assert "| **Orientation**<br><code>00-orientation</code> | 25 minutes | To fetch. |" in page
    assert page.index(ORIENTATION) < page.index("t1-before") < page.index("03-numbers")
    assert "**Nbgrader ▸ Assignment List**" in page and "You work as **ada** in nights." in page


def test_a_fetched_module_says_how_far_it_is_and_links_to_the_notebook(desk: Desk) -> None:
    desk.release(ORIENTATION)
    here = session.open_session(desk.fetch())
    here.answers.record("who-discerns", "mei")
    said = "On your desk, 1 of 21 answered.<br>[Open Orientation](00-orientation/00-orientation.ipynb) |"
    assert said in desk.row()


def test_handed_in_then_feedback_that_waits_then_feedback_that_came(desk: Desk) -> None:
    desk.release(ORIENTATION)
    folder = desk.fetch()
    desk.hand_in(at="2026-11-30 08:00:00.000000 UTC")
    name = desk.hand_in()
    assert "Handed in on Tuesday 1 December 2026, 09:24 UTC. |" in desk.row()
    there = desk.course / "feedback" / name
    there.parent.mkdir()
    there.write_text("12 points")
    assert "09:24 UTC.<br>**Feedback is waiting.** |" in desk.row()
    for at in ("2026-11-30 08:00:00.000000 UTC", AT):
        (folder / "feedback" / at).mkdir(parents=True)
        (folder / "feedback" / at / f"{ORIENTATION}.html").write_text("12 points")
    assert "09:24 UTC.<br>You have the feedback. |" in desk.row()
    there.write_text("14 points")
    assert "Feedback is waiting" in desk.row(), "it was marked anew"


def test_work_of_another_id_or_in_another_zone(desk: Desk) -> None:
    desk.release(ORIENTATION)
    (desk.desk / ".nbgrader-cache" / "discernment" / f"ben+{ORIENTATION}+{AT}").mkdir(parents=True)
    assert "Handed in" not in desk.row()
    desk.hand_in(at="2026-12-01 11:24:11.123456 EET")
    assert "Handed in on 2026-12-01 11&#58;24&#58;11&#46;123456 EET." in desk.row()


def test_a_missing_exchange_is_said_and_the_desk_is_shown(desk: Desk) -> None:
    assert "The exchange is not there" in desk.page() and "| Module |" not in desk.page()
    desk.fetch()
    page = desk.page()
    assert "The exchange is not there" in page and "Your answers are safe there" in page
    assert "On your desk, 0 of 21 answered" in page and "press **Fetch**" not in page


def test_an_exchange_without_a_module_is_empty(desk: Desk) -> None:
    desk.exchange.mkdir()
    assert "No module has been released in the course <code>discernment</code> yet" in desk.page()
    (desk.course / "outbound").mkdir(parents=True)
    assert "No module has been released" in desk.page()


def test_an_exchange_that_cannot_be_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.exchange.write_text("no folder")
    assert "The exchange cannot be read" in desk.page()

    def refuse(path: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(exchange.os, "scandir", refuse)  # root, who may run these tests, can read all
    assert "The exchange cannot be read" in desk.page()


def test_an_exchange_that_is_no_folder_is_left_to_the_list(desk: Desk) -> None:
    with (desk.desk / "nbgrader_config.py").open("a") as config:
        config.write("c.ExchangeFactory.list = 'ngshare_exchange.ExchangeList'\n")
    assert "This page cannot look into the exchange of your course." in desk.page()


def test_modules_in_a_folder_per_course(desk: Desk) -> None:
    with (desk.desk / "nbgrader_config.py").open("a") as config:
        config.write("c.Exchange.path_includes_course = True\n")
    desk.release(ORIENTATION)
    (desk.desk / "discernment").mkdir()
    shutil.move(desk.fetch(), desk.desk / "discernment" / ORIENTATION)
    assert "(discernment/00-orientation/00-orientation.ipynb)" in desk.row()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"[" * 100_000,
        b'{"due": []}',
        b'{"due": {"00-orientation": 5}}',
        b'{"due": {"00-orientation": "soon"}}',
        b'{"due": {"00-orientation": "2026-12-04T18:00:00"}}',  # in which zone?
        b'{"due": {"00-orientation": "0001-01-01T00:00:00+14:00"}}',
        b'{"due": {"00-orientation": "%s"}}' % (b"9" * 100_000),
        b'{"due": {"00-orientation": "2026-12-04T18:00:00+00:00"}}' + b" " * due_dates.MOST_BYTES,
        json.dumps({"due": {ORIENTATION: "2026-12-04T18:00:00Z | <script>"}}).encode(),
    ],
)
def test_garbage_for_due_dates_is_no_due_date(desk: Desk, data: bytes) -> None:
    desk.release(ORIENTATION)
    (desk.course / due_dates.FILE).write_bytes(data)
    assert desk.row() == "| **Orientation**<br><code>00-orientation</code> | 25 minutes | To fetch. |"


def test_a_pipe_a_link_or_a_folder_for_due_dates_stops_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.release(ORIENTATION)
    file = desk.course / due_dates.FILE
    os.mkfifo(file)
    assert "due" not in desk.row()
    file.unlink()
    (tmp_path / "elsewhere").write_bytes(due_dates.pack({ORIENTATION: datetime(2026, 12, 4)}))
    file.symlink_to(tmp_path / "elsewhere")
    assert "due" not in desk.row()
    file.unlink()
    file.mkdir()
    assert "due" not in desk.row()


def test_thousands_of_folders_hide_no_module_and_are_not_all_listed(desk: Desk) -> None:
    outbound = desk.course / "outbound"
    outbound.mkdir(parents=True)
    for number in range(3_000):
        (outbound / f"junk-{number}").mkdir()
    desk.release(ORIENTATION, "07-spread")
    page = desk.page()
    assert page.count("To fetch.") == 2 + exchange.MOST_OTHERS and len(page) < 20_000
    assert "Orientation" in page and "07-spread" in page and "more modules than this page shows" in page


def test_a_module_that_the_syllabus_lacks_comes_last_under_its_own_name(desk: Desk) -> None:
    desk.release("00-a-warm-up", "07-spread")
    page = desk.page()
    assert "| <code>00-a-warm-up</code> |  | To fetch. |" in page
    assert page.index("07-spread") < page.index("00-a-warm-up")


def test_names_in_the_exchange_stay_text(desk: Desk) -> None:
    hostile = [
        "<img src=x onerror=alert(1)>",
        "a|b](javascript:alert(1))",
        "$x$ \\(y\\) `c` www.evil.example",
        "**b**",
    ]
    desk.release(*hostile, "two\nlines", "bidi\u202ename", "a+b", ".hidden", "n" * 101)
    (desk.course / "outbound" / "a-file").write_text("")
    (desk.course / "outbound" / "a-link").symlink_to("/")
    page = desk.page()
    table = page[page.index("| Module |") : page.index("The **Tabs** menu")].strip().splitlines()
    assert len(table) == 2 + len(hostile)
    for row in table[2:]:
        assert row.count("|") == 4 and row.endswith("To fetch. |")
    body = (
        "".join(table[2:])
        .replace("<br>", "")
        .replace("<span>", "")
        .replace("</span>", "")
        .replace("<code>", "")
        .replace("</code>", "")
    )
    assert not set("<>$`[]().") & set(body.replace("To fetch.", ""))


def test_the_page_is_written_anew_and_never_over_somebodys_own(desk: Desk) -> None:
    assert "not there" in desk.page()
    desk.release(ORIENTATION)
    assert "not there" not in desk.page()
    own = desk.desk / landing.NAME
    own.write_text("my notes\n")
    with pytest.raises(DeskError, match="rename your file"):
        desk.page()
    assert own.read_text() == "my notes\n"
    assert sorted(path.name for path in desk.desk.glob("*.md*")) == [landing.NAME]
