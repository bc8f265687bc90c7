"""`nbgrader list`: of what strangers laid into the exchange nothing is opened; due dates are told anew."""

import itertools
import os
import tempfile
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeList

from course.grading.intake.exchange.due import publish_due_dates
from course.grading.intake.exchange.release_feedback import SECRET, is_secret
from course.grading.intake.tree import NotTaken, bad_name, is_plain, opened_below, read_plain, shown
from course.grading.outputs.logs import guard_log

_MOST = 2_000


class ListExchange(ExchangeList):
    """List the exchange; of what was handed in, only the names of notebooks and the secret are looked at.

    nbgrader reads secrets and notebooks by their paths, in one loop for all trainees. It is given stand-ins:
    folders of the same names, with empty notebooks.
    """

    assignments: list[str]

    def parse_assignments(self) -> Any:
        """What nbgrader finds; an entry that is no submission is named and left out."""
        if not self.inbound:
            if not self.cached:
                # Formgrader lists after each edit: a due date that was moved is told without a new release.
                publish_due_dates(self.coursedir, Path(self.root), self.log)
            return super().parse_assignments()
        guard_log(self.log)
        real = self.assignments
        with tempfile.TemporaryDirectory(prefix="listing-") as made:
            self.assignments = []
            try:
                for path in real:
                    self._stand_in(Path(path), Path(made))
                found = super().parse_assignments()
            finally:
                self.assignments = real
        return _at(found, made, str(Path(self.root)))

    def _stand_in(self, path: Path, made: Path) -> None:
        course, name = path.parts[-3], path.name
        try:
            self.parse_assignment(str(path))
            if (why := bad_name(name)) is not None:
                raise NotTaken(why)
            with opened_below(Path(self.root), course, "inbound", name) as top:
                folder = made / course / "inbound" / name
                folder.mkdir(parents=True)
                with os.scandir(top) as entries:
                    names = [entry.name for entry in itertools.islice(entries, _MOST)]
                for notebook in names:
                    if notebook.endswith(".ipynb") and bad_name(notebook) is None and is_plain(top, notebook):
                        (folder / notebook).touch()
                if is_secret(data := read_plain(top, SECRET, 1_000)):
                    (folder / SECRET).write_bytes(data or b"")
        except RuntimeError:  # nbgrader's, for a name of another form
            self.log.error("Not listed: %s is not named as a submission is", shown(name))
        except (NotTaken, OSError) as error:
            self.log.error("Not listed: %s %s", shown(name), error)
        else:
            self.assignments.append(str(folder))


def _at(found: Any, made: str, root: str) -> Any:
    """The same with the paths of what is really there."""
    if isinstance(found, dict):
        return {key: _at(value, made, root) for key, value in found.items()}
    if isinstance(found, list):
        return [_at(value, made, root) for value in found]
    return root + found[len(made) :] if isinstance(found, str) and found.startswith(made) else found
