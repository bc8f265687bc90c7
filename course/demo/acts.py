"""The acts of a term: each in a process of its own, with a HOME of its own, through nbgrader's commands.

One process for each trainee's sitting and two for faculty, because every start of nbgrader costs seconds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.grading.isolation import SWITCH

_OTHERS = ("COURSE_", "JUPYTER", "NBGRADER", "IPYTHON")  # settings of whoever plays the demo


class DemoError(CourseError):
    """A step of the demo that did not work."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The folder of a demo, and where everything is in it."""

    folder: Path

    @property
    def course(self) -> Path:
        """The faculty's course folder."""
        return self.folder / "course"

    @property
    def exchange(self) -> Path:
        """Where work is exchanged."""
        return self.folder / "exchange"

    @property
    def log(self) -> Path:
        """What nbgrader said."""
        return self.folder / "nbgrader.log"

    def home(self, who: str) -> Path:
        """Somebody's home folder."""
        return self.folder / "homes" / who

    def desk(self, trainee: str) -> Path:
        """A trainee's desk, in their home folder."""
        return self.home(trainee) / "desk"

    @contextmanager
    def gradebook(self) -> Iterator[Any]:
        """The faculty's gradebook, open."""
        from nbgrader.api import Gradebook

        book = Gradebook(f"sqlite:///{self.course / 'gradebook.db'}")
        try:
            yield book
        finally:
            book.close()


@dataclass(frozen=True, slots=True)
class Act:
    """What one person does in one sitting. who: a trainee's id or "faculty". steps: lines it prints."""

    name: str
    who: str
    module: str
    steps: int

    def perform(self, stage: Stage, tell: Callable[[str], None]) -> None:
        """Play the act in a process of its own; raises DemoError if a step fails."""
        where = stage.course if self.who == "faculty" else stage.desk(self.who)
        stage.home(self.who).mkdir(parents=True, exist_ok=True)
        words = [
            sys.executable,
            "-m",
            "course.demo.steps",
            str(stage.folder),
            self.name,
            self.who,
            self.module,
        ]
        step = self.name
        with stage.log.open("a", encoding="utf-8") as log:
            playing = subprocess.Popen(
                words, cwd=where, env=_environment(stage.home(self.who)), stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=log, text=True, errors="replace",
            )  # fmt: skip
            with playing:
                for line in playing.stdout or ():
                    if line.startswith("step "):
                        step = json.loads(line.removeprefix("step "))
                        tell(step)
        if playing.returncode:
            last = "\n".join(stage.log.read_text(encoding="utf-8").strip().splitlines()[-3:])
            raise DemoError(f"This step failed: {step}.\n{last[:900]}\nThe whole log: {stage.log}")


def _environment(home: Path) -> dict[str, str]:
    names = [name for name in os.environ if not name.startswith(_OTHERS) or name == SWITCH]
    kept = {name: os.environ[name] for name in names}
    # nbgrader asks the program `alembic` about a new gradebook; an environment not activated hides it.
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}"
    return {**kept, "HOME": str(home), "PATH": path}
