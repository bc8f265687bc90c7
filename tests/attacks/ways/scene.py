"""A course of one's own for each attack, and what faculty do in it."""

import hashlib
import io
import logging
import os
import pwd
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from fuzz import steps, world
from fuzz.world import HONEST, MODULE, SECRETS, World, give, hand_in, secret_of, uid_of

EVE = "x1"  # who attacks: an ordinary trainee, enrolled, with an account
OLD = "2020-01-01 00:00:00.000000 UTC"


@dataclass(frozen=True)
class Attack:
    """tries: one sentence; weaker: the setting in which it succeeds; run: does it, gives evidence or ""."""

    name: str
    tries: str
    weaker: str
    run: Callable[["Scene"], str]


ATTACKS: dict[str, Attack] = {}


def attack(tries: str, weaker: str) -> Callable[[Callable[["Scene"], str]], Callable[["Scene"], str]]:
    """List an attack."""

    def listed(run: Callable[["Scene"], str]) -> Callable[["Scene"], str]:
        ATTACKS[run.__name__] = Attack(run.__name__, tries, weaker, run)
        return run

    return listed


@dataclass
class Scene:
    """What an attack sees and does. settings: lines of nbgrader_config.py; ended: steps that broke off."""

    world: World
    settings: str = ""
    ended: list[str] = field(default_factory=list)
    log: str = ""

    @property
    def course(self) -> Path:
        return self.world.course

    @property
    def key(self) -> Path:
        return self.course / "faculty" / MODULE / "key.yaml"

    # ---- what Eve does

    def hand_in(
        self, name: str = EVE, outer: str = "", uid: int | None = None, letters: str = "e" * 12
    ) -> Path:
        """A submission like others under this id; outer: another name of its folder; uid: whose it is."""
        folder = hand_in(self.world, EVE, self.world.root / "template", letters)
        new = folder.with_name(outer or folder.name.replace(EVE, name, 1))
        folder.rename(new)
        give(new, uid_of(EVE) if uid is None else uid)
        return new

    def zip(self, name: str, members: dict[str, bytes]) -> Path:
        """A zip file among the downloads."""
        import zipfile

        path = self.world.archive / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for inside, data in members.items():
                archive.writestr(inside, data)
        return path

    @contextmanager
    def as_soon_as_copied(self, name: str, act: Callable[[], None]) -> Iterator[None]:
        """Do something once a file of this name begins to arrive in submitted/."""
        done = threading.Event()

        def watch() -> None:
            while not done.is_set():
                if any((self.course / "submitted").rglob(name)):
                    act()
                    return
                time.sleep(0.0005)

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    # ---- what faculty do

    def api(self) -> Any:
        from nbgrader.apps import NbGraderAPI
        from traitlets.config.loader import PyFileConfigLoader

        config = PyFileConfigLoader("nbgrader_config.py", path=str(self.course)).load_config()
        config.CourseDirectory.root = str(self.course)
        return NbGraderAPI(config=config)

    def collect(self, api: Any = None) -> None:
        self._did("collect", (api or self.api()).collect(MODULE))

    def release(self) -> None:
        self._did("release_feedback", self.api().release_feedback(MODULE))

    def autograde(self, name: str) -> dict[str, Any]:
        return dict(self.api().autograde(MODULE, name))

    def zip_collect(self) -> None:
        """`nbgrader zip_collect m1 --force`"""
        from nbgrader.apps.zipcollectapp import ZipCollectApp

        before, said = os.getcwd(), io.StringIO()
        os.chdir(self.course)
        ZipCollectApp.clear_instance()
        app = ZipCollectApp(log_level=logging.INFO)
        handler = logging.StreamHandler(said)
        try:
            app.initialize([MODULE, "--force"])
            getattr(app.log, "logger", app.log).addHandler(handler)
            app.start()
        except (SystemExit, Exception) as error:
            self.ended.append(f"zip_collect: {type(error).__name__}")
        finally:
            getattr(app.log, "logger", app.log).removeHandler(handler)
            ZipCollectApp.clear_instance()
            os.chdir(before)
            self.log += said.getvalue()

    def _did(self, what: str, outcome: dict[str, Any]) -> None:
        self.log += outcome.get("log") or ""
        if not outcome["success"]:
            self.ended.append(f"{what}: {(outcome.get('error') or '').strip().splitlines()[-1:]}")

    # ---- what can be seen afterwards

    def submitted(self, name: str = EVE) -> Path:
        return self.course / "submitted" / name / MODULE

    def taken(self) -> set[str]:
        """The ids in submitted/."""
        return {path.parent.name for path in (self.course / "submitted").glob(f"*/{MODULE}")}

    def leaked(self) -> str:
        """A secret that lies where Eve's submission was put."""
        for path in (self.course / "submitted" / EVE).rglob("*"):
            if path.is_file() and any(word.encode() in path.read_bytes() for word in SECRETS.values()):
                return f"a secret lies in {path.name}"
        return ""

    def stamp(self, name: str = EVE) -> str:
        path = self.submitted(name) / "timestamp.txt"
        return path.read_text() if path.is_file() else ""

    def stopped(self) -> str:
        """Whether a step ended before everybody's turn."""
        return "; ".join(self.ended)

    def lost(self) -> str:
        """Honest trainees whose work was not collected."""
        return ", ".join(sorted(set(HONEST) - self.taken()))

    def page(self, name: str, text: str = "") -> Path:
        """A feedback page as `generate_feedback` leaves it, with what release looks for beside it."""
        folder = self.course / "feedback" / name / MODULE
        folder.mkdir(parents=True)
        graded = self.course / "autograded" / name / MODULE
        graded.mkdir(parents=True)
        (graded / f"{MODULE}.ipynb").write_text("{}")
        (folder / f"{MODULE}.html").write_text(text or f"the page of {name}")
        (folder / "timestamp.txt").write_text(world.TIME)
        (folder / "submission_secret.txt").write_text(secret_of(name))
        return folder

    def released(self, name: str, notebook: str = MODULE) -> str:
        """What lies under the name where this trainee looks for their page."""
        named = hashlib.md5((secret_of(name) + notebook).encode()).hexdigest()
        path = self.world.exchange / "discernment" / "feedback" / f"{named}.html"
        return path.read_text() if path.is_file() else ""


def make(clean: World, place: Path, settings: str) -> Scene:
    """A course for one attack."""
    made = clean.copy_to(place)
    made.enrol([EVE, "x2"])
    with (made.course / "nbgrader_config.py").open("a") as file:
        file.write(settings)
    return Scene(made, settings)


@contextmanager
def accounts() -> Iterator[None]:
    """Every trainee has an account of the machine."""
    by_number, by_name = steps.accounts()
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(pwd, "getpwuid", by_number))
        stack.enter_context(mock.patch.object(pwd, "getpwnam", by_name))
        yield
