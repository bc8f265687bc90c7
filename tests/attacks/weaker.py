"""Named weaker configurations: each leaves out one thing that grading relies on, or all of isolation."""

import contextlib
import json
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from unittest import mock

from course.grading.intake import notebooks, repair
from course.grading.isolation import protocol
from course.grading.isolation.confinement import MEGABYTE, Confinement, Limits
from course.grading.outputs import charts
from course.grading.pipeline import execute, score
from course.grading.pipeline.execute import ExecuteSubmission
from course.questions.answers import data as answerdata
from course.questions.answers import store as answers

# Small, so that a bomb is stopped soon. The same in every configuration that does not lift them.
BOUNDS = Limits(
    memory=400 * MEGABYTE, seconds=30, cpu_seconds=20, processes=64, open_files=256,
    file_bytes=16 * MEGABYTE, folder_bytes=24 * MEGABYTE, folder_files=400, said_bytes=4 * MEGABYTE,
    grader_bytes=150 * MEGABYTE,
)  # fmt: skip
SECONDS_A_CELL = 5
_STOCK_SANITIZE = [
    "ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells", "CheckCellMetadata"
]  # fmt: skip
_STOCK_GRADE = ["Execute", "LimitOutput", "SaveAutoGrades", "AssignLatePenalties", "CheckCellMetadata"]


@dataclass(frozen=True)
class Weaker:
    """One configuration. settings: changes nbgrader's configuration in place; calls: made for its time."""

    confinement: Confinement = field(default_factory=lambda: Confinement(limits=BOUNDS))
    environment: dict[str, str] = field(default_factory=dict)
    settings: Callable[[Any], None] = lambda config: None
    around: Callable[[], Any] = contextlib.nullcontext

    @contextlib.contextmanager
    def in_force(self) -> Iterator[None]:
        """Everything but the settings, while it lasts."""
        before, old = ExecuteSubmission.confinement, {name: os.environ.get(name) for name in self.environment}
        ExecuteSubmission.confinement = self.confinement
        os.environ.update(self.environment)
        try:
            with self.around():
                yield
        finally:
            ExecuteSubmission.confinement = before
            for name, value in old.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def _without(*switches: str, **limits: Any) -> Weaker:
    off = {name: False for name in switches}
    return Weaker(confinement=Confinement(**off, limits=replace(BOUNDS, **limits)))


def _stock(config: Any) -> None:
    """What nbgrader does by itself; only how a file is read and who may enter stay ours."""
    config.Autograde.sanitize_preprocessors = [f"nbgrader.preprocessors.{name}" for name in _STOCK_SANITIZE]
    config.Autograde.autograde_preprocessors = [f"nbgrader.preprocessors.{name}" for name in _STOCK_GRADE]
    config.Execute.timeout = SECONDS_A_CELL


def _left_out(line: str) -> Weaker:
    """One line of nbgrader_config.py taken out of the two lists of preprocessors."""

    def change(config: Any) -> None:
        for name in ("sanitize_preprocessors", "autograde_preprocessors"):
            listed = config.Autograde[name]
            config.Autograde[name] = [one for one in listed if not one.endswith(f".{line}")]

    return Weaker(settings=change)


def _any_output(config: Any) -> None:
    """No bound of what cells display, and nothing that cuts it afterwards."""
    config.ExecuteSubmission.cell_output_kb = config.ExecuteSubmission.notebook_output_kb = 10**6
    for name in ("Sanitise", "LimitOutput"):
        _left_out(name).settings(config)


def _look_at_each_step(config: Any) -> None:
    """As nbconvert does by itself; in the end Sanitise has mended what would make a notebook invalid."""
    config.ReadSubmission.optimistic_validation = False


def _any_time(config: Any) -> None:
    config.ExecuteSubmission.timeout = 60


def _stock_reader(config: Any) -> None:
    config.Autograde.exporter_class = "nbconvert.exporters.NotebookExporter"


@contextlib.contextmanager
def _any_letter() -> Iterator[None]:
    """The log as nbgrader writes it."""
    log = logging.getLogger("traitlets")
    before, log.filters = log.filters, []
    try:
        with mock.patch.object(repair, "guard_log", lambda log: None):
            yield
    finally:
        log.filters = before


@contextlib.contextmanager
def _any_json() -> Iterator[None]:
    """Whatever Python's json can read, of any size and depth, is taken for answers."""
    with (
        mock.patch.object(answerdata, "_read_json", json.loads),
        mock.patch.object(answerdata, "depth", lambda value: 0),
        mock.patch.object(answerdata, "MAX_FILE", 10**8),
        mock.patch.object(protocol, "MAX_FILE", 10**8),
        mock.patch.object(answers, "dump", lambda found: found.model_dump_json().encode()),
    ):
        yield


def _believed() -> Any:
    """The id in the file says whose numbers an answer is scored with."""
    usual = score.grade_answer

    def grade(module: Any, question: Any, submitted: Any, before: Any, student: str, cohort: Any) -> Any:
        return usual(module, question, submitted, before, before.trainee or student, cohort)

    return mock.patch.object(score, "grade_answer", grade)


STRICT = Weaker()
CONFIGURATIONS: dict[str, Weaker] = {
    # Another way to say: the grader's own rights.
    "COURSE_ISOLATION=none": Weaker(environment={"COURSE_ISOLATION": "none"}),
    "COURSE_ISOLATION=none, without Sanitise": replace(
        _left_out("Sanitise"), environment={"COURSE_ISOLATION": "none"}
    ),
    "stock nbgrader": Weaker(settings=_stock),
    # PYTHONPATH, by which a checkout is tested, would be looked at before the submission's folder.
    "stock nbgrader, only installed packages": Weaker(settings=_stock, environment={"PYTHONPATH": ""}),
    "COURSE_ISOLATION=none, without OverwriteKernelspec": replace(
        _left_out("OverwriteKernelspec"), environment={"COURSE_ISOLATION": "none"}
    ),
    "without ReadSubmission": Weaker(settings=_stock_reader),
    "a notebook of any size is read": replace(
        _without(folder_bytes=None, file_bytes=None),
        around=lambda: mock.patch.object(notebooks, "LARGEST", 10**9),
    ),
    # The function that counts gives up at a depth of its own.
    "metadata of any depth is read": Weaker(around=lambda: mock.patch.object(notebooks, "_DEEPEST", 10**9)),
    "markup of any length is read": Weaker(around=lambda: mock.patch.object(charts, "MOST_READ", 10**9)),
    "the log takes any letter": Weaker(around=_any_letter),
    "without bounds of output": Weaker(settings=_any_output),
    "without a bound of time": replace(_without(seconds=None), settings=_any_time),
    "without a bound of talk": _without(said_bytes=None),
    # Root in the sandbox, with all that root may do there.
    "with capabilities": _without("capabilities", "nobody", "syscalls", "namespaces"),
    "without namespaces and syscalls": _without("namespaces", "syscalls"),
    "without WithholdHiddenTests": _left_out("WithholdHiddenTests"),
    "without WithholdMarkScheme": _left_out("WithholdMarkScheme"),
    "any JSON is taken for answers": Weaker(around=_any_json),
    "the id in the file is believed": Weaker(around=_believed),
    "without RestoreCells": _left_out("RestoreCells"),
    "without Sanitise": _left_out("Sanitise"),
    **{
        f"without {switch}": _without(switch)
        for switch in ("network", "processes", "ipc", "hostname", "environment", "devices", "syscalls")
    },
    # Everything of the machine is there, and can be read and written by the account that grades.
    "without files": _without("files", "readonly", "nobody", "capabilities"),
    "without folder": _without("folder", "nobody"),
    "without a look at the numbers of runs": Weaker(
        settings=_look_at_each_step,
        around=lambda: mock.patch.object(execute, "_drop_false_counts", lambda nb: None),
    ),
    "without a bound of the grader's memory": _without(grader_bytes=None),
    "without a bound of memory": _without(memory=None),
    "without a bound of processes": _without(processes=None),
    "without a bound of locks": _without(locks=None),
    "without a bound of signals": _without(signals=None),
    "without a bound of open files": _without(open_files=None),
    "without a bound of file sizes": _without(file_bytes=None),
    "without a bound of the folder": _without(folder_bytes=None, file_bytes=None),
    "without a bound of files": _without(folder_files=None),
    "without a bound of processor time": _without(cpu_seconds=None),
}
