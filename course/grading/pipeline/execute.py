"""Run a submission's cells in an isolated kernel, with nothing in reach that grading will rely on."""

import os
from dataclasses import replace
from typing import Any

import nbformat.v4 as v4
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from traitlets import Bool, Integer

from course.grading.isolation.confinement import MEGABYTE, Confinement, Limits
from course.grading.isolation.output import BoundedExecute, TooMuchOutput
from course.grading.isolation.protocol import Outcome
from course.grading.isolation.ready import NotIsolated, is_isolated
from course.grading.scoring.cohort import OwnNumbers
from course.grading.scoring.module import Module, handed_in, module_of, submission_folder
from course.grading.scoring.submission import Submitted, drop_code_answers, keep_answers, read_submitted

# Trainees for whom time ran out in this process, until whoever grades them takes them out: beside others it
# may have been the others' doing.
out_of_time: set[str] = set()


class ExecuteSubmission(OwnNumbers, BoundedExecute):
    """Run the cells; before it, forget what code answers the file already holds.

    A value that the trainee's machine recorded says nothing about the code that was submitted: only what
    the code gives here counts. Who is being graded is told to the kernel by the environment, never by the
    submission.

    The kernel is isolated (course.grading.isolation); grading stops where that cannot be, unless
    COURSE_ISOLATION=none allows it. The kernel is chosen here, on this class alone: set for all of nbgrader
    it would also govern Validate on trainees' machines.
    """

    notebook_seconds = Integer(
        600, help="Seconds that all cells of a notebook may take together, by the submission's own clock."
    ).tag(config=True)
    memory_mb = Integer(2_000, help="Megabytes of memory for a notebook and all it starts.").tag(config=True)
    processes = Integer(256, help="Processes and threads that a notebook may have at once.").tag(config=True)
    folder_mb = Integer(128, help="Megabytes that a notebook may write, its own files included.").tag(
        config=True
    )
    folder_files = Integer(5_000, help="Files that a notebook may make, its own included.").tag(config=True)
    warm_start = Bool(
        True, help="Fork kernels from a process that has imported the libraries, where one can be."
    ).tag(config=True)

    # What only tests change, to show what each mechanism is for.
    confinement: Confinement = Confinement()

    def preprocess(self, nb: Any, resources: Any, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
        """Run one notebook; what was in answers.json before is kept in `resources` for Score."""
        self._isolated = is_isolated(self.log)
        resources["course_isolated"] = self._isolated
        module = module_of(self, resources)
        self._bank = module.bank
        if module.has_bank:
            self._prepare(module, resources)
        self._running: Any = None
        self._manager: Any = None
        self.begin_listening()
        self.shutdown_kernel = "immediate"  # nothing that a submission wants to do at its end is waited for
        trouble: Exception | None = None
        with _environment(resources["nbgrader"]["student"], self.cohort):
            try:
                nb, resources = super().preprocess(nb, resources, *args, **kwargs)
            except (DeadKernelError, CellTimeoutError, TooMuchOutput) as error:
                trouble = error
            except Exception as error:
                # Whatever a kernel says comes from the submission, and can be made to break who listens.
                if not self._isolated or self._running is None:
                    raise self._not_started(error) from error
                trouble = error
        _drop_false_counts(nb)
        outcome = self._outcome()
        if self.ran_out_of_time or outcome.out_of_time:
            out_of_time.add(resources["nbgrader"]["student"])
        if trouble is not None:
            self._explain(trouble, outcome)
        if self._isolated and module.has_bank:
            self._keep(outcome, resources)
        return nb, resources

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        """Run one cell, and remember which one it is: of test cells Score replaces what they show."""
        if cell.cell_type != "code" or self._is_shown_anew(cell):
            return cell, resources
        if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("grade"):
            self._running = cell
        return super().preprocess_cell(cell, resources, index)

    def _is_shown_anew(self, cell: Any) -> bool:
        """Whether nothing would be left of a run: a released cell that only shows a card, or looks at one.

        Score and Sanitise write what such a cell shows, whatever it showed, and it changes no answer. Two
        cells of three are of this kind. A check of what code has made is none: it records that value.
        """
        about, known = cell.metadata.get("course"), cell.metadata.get("nbgrader")
        if self._bank is None or not isinstance(about, dict) or not known or not known.get("locked"):
            return False
        question = self._bank.find(str(about.get("question")))
        if question is None:
            return False
        if about.get("role") == "ask":
            return bool(cell.source.strip() == f'ask("{question.id}")')
        checked = about.get("role") == "grade" and known.get("grade") and known["grade_id"] == question.id
        return bool(checked and not question.is_code and cell.source.strip() == f'check("{question.id}")')

    def create_kernel_manager(self) -> Any:
        """The isolated kernel's manager, or the usual one where isolation is switched off."""
        if not self._isolated:
            return super().create_kernel_manager()
        from course.grading.isolation.kernel import IsolatedManager

        self.km = self._manager = IsolatedManager(config=self.config)
        self.km.confinement = replace(self.confinement, limits=self._limits())
        self.km.warm = self.warm_start
        return self.km

    def clock(self) -> float:
        """What the supervisor's clock shows; the wall's where there is none."""
        if self._manager is None:
            return super().clock()
        try:
            return float((self._manager.private / "clock").read_text())
        except (OSError, ValueError):
            return 0.0  # it has not begun

    def _limits(self) -> Limits:
        """The limits of the settings, but for those that a test has set."""
        if self.confinement.limits != Limits():
            return self.confinement.limits
        return replace(
            Limits(),
            seconds=self.notebook_seconds,
            cpu_seconds=2 * self.notebook_seconds,
            memory=self.memory_mb * MEGABYTE,
            processes=self.processes,
            folder_bytes=self.folder_mb * MEGABYTE,
            folder_files=self.folder_files,
        )

    def _outcome(self) -> Outcome:
        provisioner = getattr(self._manager, "provisioner", None)
        return (provisioner.outcome if provisioner is not None else None) or Outcome()

    def _not_started(self, error: Exception) -> Exception:
        outcome = self._outcome()
        if not self._isolated or isinstance(error, NotIsolated) or self._manager is None:
            return error
        said = outcome.said.strip().splitlines()
        why = outcome.reason or (said[-1][:300] if said else str(error))
        return NotIsolated(f"The isolated kernel did not start: {plain_line(why)}")

    def _explain(self, trouble: Exception, outcome: Outcome) -> None:
        """Say in the log and in the notebook that the run ended early: what was answered on cards still
        scores.
        """
        if outcome.reason:
            why = outcome.reason
        elif isinstance(trouble, CellTimeoutError):
            why = f"a cell did not end when its {self.timeout} seconds were over"
        elif isinstance(trouble, TooMuchOutput):
            why = str(trouble)
        elif isinstance(trouble, DeadKernelError):
            why = ""
        else:
            why = "its kernel sent what no kernel sends"
        self.log.warning(
            "A cell ended the kernel%s; the cells after it did not run", f" ({why})" if why else ""
        )
        if self._running is not None:
            self._running.outputs = [*self._running.get("outputs", []), _ended(why)]

    def _prepare(self, module: Module, resources: Any) -> None:
        folder = submission_folder(resources)
        before = read_submitted(folder, module.name, handed_in(self, resources))
        resources["course_submitted"] = before
        if module.bank is not None:
            drop_code_answers(folder, before, module.bank)

    def _keep(self, outcome: Outcome, resources: Any) -> None:
        """Put the answers as the run left them into the working copy: bytes that nobody vouches for."""
        if not self.confinement.folder or outcome.refused:
            return
        keep_answers(submission_folder(resources), outcome.answers)
        if outcome.problem:
            resources["course_left"] = Submitted(problem=outcome.problem)


def plain_line(text: str) -> str:
    """A text from inside as one line that no terminal obeys."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _drop_false_counts(nb: Any) -> None:
    """Forget what a kernel gave as the number of a run if it is none: nbconvert would refuse the notebook."""
    for cell in nb.cells:
        if cell.cell_type == "code" and type(cell.get("execution_count")) is not int:
            cell.execution_count = None


def _ended(why: str) -> Any:
    said = "Python ended in this cell, or right before or after it; the cells below did not run."
    said += f" The reason: {why}." if why else ""
    return v4.new_output("error", ename="DeadKernelError", evalue=said, traceback=[said])


class _environment:
    """What the kernel inherits: who is graded, in place of who runs the grading, and no way to the keys."""

    def __init__(self, student: str, cohort: str) -> None:
        self.set = {"COURSE_TRAINEE": student, "COURSE_COHORT": cohort}
        self.hidden = ["COURSE_FACULTY", "COURSE_DESK", "JUPYTERHUB_USER", "JUPYTERHUB_API_TOKEN"]

    def __enter__(self) -> None:
        names = [*self.set, *self.hidden]
        self.before = {name: os.environ.get(name) for name in names}
        for name in self.hidden:
            os.environ.pop(name, None)
        os.environ.update(self.set)

    def __exit__(self, *_: object) -> None:
        for name, value in self.before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
