"""A whole course in a temporary folder: source, faculty, exchange, gradebook, and trainees with a HOME each.

Everything goes through nbgrader's own API and exchange, with this repository's nbgrader_config.py.
"""

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest
import small
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from course.authoring import build
from course.questions import draws
from course.questions.answers import store as answer_file
from course.questions.bank.loading import load_bank, load_keys, load_reference
from course.questions.scoring.score import right_answers

# A new gradebook asks the program `alembic` for its version; an environment that is not activated hides it.
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
# Warnings are errors in these tests; these come from inside nbgrader 0.9.6 and say nothing of ours. For use
# as `pytestmark` in a test file that lets nbgrader grade.
from_nbgrader = [
    # nbgrader adds comments and grades to objects that SQLAlchemy 2 no longer takes along by itself.
    pytest.mark.filterwarnings("ignore:Object of type <.*> not in session:sqlalchemy.exc.SAWarning"),
    # nbgrader's API misspells `authenticator` when it makes ReleaseFeedback.
    pytest.mark.filterwarnings("ignore:Passing unrecognized arguments to super:DeprecationWarning"),
    # nbgrader's ReleaseFeedback reads the time of a submission and leaves the file open.
    pytest.mark.filterwarnings("ignore:unclosed file .*timestamp.txt:ResourceWarning"),
]
REPOSITORY = Path(__file__).resolve().parents[1]
FIXTURES = REPOSITORY / "tests" / "fixtures"


@dataclass
class Box:
    """One course. `api` acts for faculty; `as_trainee` for a trainee."""

    root: Path
    cohort: str = "autumn"
    course: Path = field(init=False)
    exchange: Path = field(init=False)

    def __post_init__(self) -> None:
        self.course, self.exchange = self.root / "course", self.root / "exchange"
        self.course.mkdir(parents=True)
        self.exchange.mkdir()
        self.exchange.chmod(0o777)
        shutil.copy(REPOSITORY / "nbgrader_config.py", self.course)

    def add(self, module: str) -> None:
        """Put a module in: one of tests/fixtures, else one of this repository; build it."""
        if module == "m1":
            small.write_course(self.course)
        elif (FIXTURES / module / "questions.yaml").is_file():
            source, faculty = self.course / "source" / module, self.course / "faculty" / module
            shutil.copytree(FIXTURES / module, faculty)
            source.mkdir(parents=True)
            for released in ("questions.yaml", "pictures"):
                if (faculty / released).exists():
                    shutil.move(faculty / released, source)
        else:
            for side in ("source", "faculty"):
                shutil.copytree(REPOSITORY / side / module, self.course / side / module)
        build([module], self.course, self.course / "faculty")

    @property
    def config(self) -> Any:
        config = PyFileConfigLoader("nbgrader_config.py", path=str(self.course)).load_config()
        config.CourseDirectory.root = str(self.course)
        config.Exchange.root = str(self.exchange)
        config.OwnNumbers.cohort = self.cohort
        return config

    @property
    def api(self) -> Any:
        return NbGraderAPI(config=self.config)

    def release(self, module: str) -> None:
        ok(self.api.generate_assignment(module))
        ok(self.api.release_assignment(module))

    @contextlib.contextmanager
    def as_trainee(self, name: str) -> Iterator[tuple[Any, Path]]:
        """nbgrader as a trainee runs it, in a folder of their own; gives the API and that folder."""
        home = self.root / "homes" / name
        home.mkdir(parents=True, exist_ok=True)
        config = Config()
        config.CourseDirectory.course_id = self.config.CourseDirectory.course_id
        config.CourseDirectory.root = str(home)
        config.CourseDirectory.student_id = name
        config.Exchange.root = str(self.exchange)
        config.Exchange.cache = str(home / "cache")
        config.Exchange.assignment_dir = str(home)
        before = os.getcwd()
        os.chdir(home)
        try:
            yield NbGraderAPI(config=config), home
        finally:
            os.chdir(before)

    def fetch(self, name: str, module: str) -> Path:
        """Fetch a released module; returns the trainee's folder of it."""
        from nbgrader.exchange.default import ExchangeFetchAssignment

        self.enrol(name)
        with self.as_trainee(name) as (api, home):
            _exchange(api, ExchangeFetchAssignment, module, name)
            return home / module

    def enrol(self, *names: str) -> None:
        """Put trainees into the gradebook; whoever fetches is there. Who hands in otherwise is a stranger."""
        with self.gradebook() as book:
            for name in names:
                book.update_or_create_student(name)

    def submit(self, name: str, module: str) -> None:
        from nbgrader.exchange.default import ExchangeSubmit

        with self.as_trainee(name) as (api, _):
            _exchange(api, ExchangeSubmit, module, name)

    def fetch_feedback(self, name: str, module: str) -> list[Path]:
        from nbgrader.exchange.default import ExchangeFetchFeedback

        with self.as_trainee(name) as (api, home):
            _exchange(api, ExchangeFetchFeedback, module, name)
            return sorted((home / module / "feedback").rglob("*.html"))

    def collect(self, module: str) -> dict[str, Any]:
        return self.api.collect(module)

    def autograde(self, module: str, name: str = "*") -> dict[str, Any]:
        return self.api.autograde(module, name)

    def feedback(self, module: str, name: str = "*") -> str:
        """Generate feedback; the page of one trainee, or nothing for all."""
        ok(self.api.generate_feedback(module, name))
        return self.page(module, name) if name != "*" else ""

    def page(self, module: str, name: str) -> str:
        return (self.course / "feedback" / name / module / f"{module}.html").read_text(encoding="utf-8")

    def autograded(self, module: str, name: str) -> Any:
        path = self.course / "autograded" / name / module / f"{module}.ipynb"
        return nbformat.read(path, as_version=4)

    def gradebook(self) -> Any:
        own = f"sqlite:///{self.course / 'gradebook.db'}"
        return Gradebook(self.config.CourseDirectory.get("db_url") or own)

    def scores(self, module: str, name: str) -> dict[str, tuple[float, bool]]:
        """What the gradebook holds: points and whether a person must look, by question."""
        with self.gradebook() as book:
            submission = book.find_submission(module, name)
            return {
                grade.name: (grade.score, bool(grade.needs_manual_grade))
                for notebook in submission.notebooks
                for grade in notebook.grades
            }

    # ---- what trainees do ----

    def bank(self, module: str) -> Any:
        return load_bank(self.course / "source" / module)

    def right(self, module: str, name: str) -> dict[str, Any]:
        """Values that earn all points, from the engine."""
        bank, secret = self.bank(module), self.course / "faculty" / module
        return right_answers(bank, load_keys(secret, bank), name, self.cohort, load_reference(secret))

    def write_answers(self, folder: Path, values: dict[str, Any], name: str | None) -> None:
        """An answers.json as the course writes it."""
        bank = load_bank(folder).own(self.cohort, name)
        entries = {}
        for question, value in values.items():
            mark = draws.drawn_for(bank.find(question), self.cohort, name)
            entry = answer_file.Entry(value=value, at="2026-11-23T14:02:00+00:00", attempts=1, drawn_for=mark)
            entries[question] = entry
        saved = answer_file.Answers(module=bank.module, id=name, answers=entries)
        (folder / "answers.json").write_bytes(answer_file.dump(saved))

    def write_code(self, folder: Path, module: str, code: dict[str, str]) -> None:
        """Write a trainee's code into answer cells, by question."""

        def change(cell: Any) -> None:
            name = cell.metadata.get("nbgrader", {}).get("grade_id", "").removesuffix("-code")
            if cell.metadata.get("nbgrader", {}).get("solution") and name in code:
                cell.source = code[name]

        edit(folder / f"{module}.ipynb", change)

    def solve_code(self, folder: Path, module: str, solved: bool = True) -> None:
        """Put the faculty's solutions into the answer cells of a fetched notebook."""
        if not solved:
            return
        path = folder / f"{module}.ipynb"
        own = json.loads((self.course / "source" / module / f"{module}.ipynb").read_text())
        solutions = {cell["id"]: "".join(cell["source"]) for cell in own["cells"]}
        edit(path, lambda cell: _solve(cell, solutions))

    def hand_in(
        self,
        name: str,
        module: str,
        values: dict[str, Any] | None = None,
        *,
        solved: bool = False,
        trainee: str | None = "",
        change: Any = None,
    ) -> Path:
        """Fetch, answer, change the folder, submit. trainee: the id in answers.json, if it is not `name`."""
        folder = self.fetch(name, module)
        if values is not None:
            self.write_answers(folder, values, name if trainee == "" else trainee)
        self.solve_code(folder, module, solved)
        if change is not None:
            change(folder)
        self.submit(name, module)
        return folder


def edit(path: Path, change: Any) -> None:
    """Apply `change` to every cell of a notebook file."""
    path.chmod(0o644)
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        change(cell)
    nbformat.write(notebook, path)


def rewrite(path: Path, change: Any) -> None:
    """Apply `change` to a notebook file as plain JSON, however invalid the outcome."""
    path.chmod(0o644)
    notebook = json.loads(path.read_text())
    change(notebook)
    path.write_text(json.dumps(notebook))


def ok(outcome: dict[str, Any]) -> dict[str, Any]:
    """The outcome of an nbgrader call that must have worked."""
    assert outcome["success"], f"{outcome.get('log')}\n{outcome.get('error')}"
    return outcome


def _solve(cell: Any, solutions: dict[str, str]) -> None:
    if cell.metadata.get("nbgrader", {}).get("solution"):
        cell.source = solutions[cell.id]


def _exchange(api: Any, kind: Any, module: str, name: str) -> None:
    api.coursedir.assignment_id, api.coursedir.student_id = module, name
    config = api.config
    kind(coursedir=api.coursedir, authenticator=api.authenticator, config=config).start()
