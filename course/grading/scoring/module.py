"""The module that is being graded: its folders, questions and keys, all from the faculty's own side."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course.questions.bank.keys import Key, KeyBank, key_of
from course.questions.bank.loading import References, load_bank, load_keys, load_reference
from course.questions.bank.models import Bank, Evidence, Question
from course.settings import faculty_folder


@dataclass(frozen=True)
class Module:
    """A module's folder in source/ and, where it has questions.yaml, what is asked and what is right.

    `secret` is its folder under faculty/.
    """

    name: str
    source: Path
    bank: Bank | None = None
    keys: KeyBank | None = None
    references: References = field(default_factory=dict)
    secret: Path = Path()

    @property
    def has_bank(self) -> bool:
        """Whether its answers are data; without questions.yaml it is an ordinary nbgrader assignment."""
        return self.bank is not None

    def question(self, name: str, form: str | None = None) -> Question | None:
        """The question with this id, in this form where it has forms."""
        found = self.bank.find(name) if self.bank else None
        return found.in_form(form) if isinstance(found, Evidence) and form in found.forms else found

    def key(self, question: Question) -> Key | None:
        """The key of a question, its own released one for practice."""
        return key_of(question, self.keys)


def module_at(root: Path, source_folder: Path, name: str) -> Module:
    """The module in `source_folder`, with keys from the faculty folder of the course at `root`.

    Whether it has questions is read from the faculty's copy, never from what was submitted.
    """
    if not (source_folder / "questions.yaml").is_file():
        return Module(name, source_folder)
    bank = load_bank(source_folder)
    secret = faculty_folder(root) / name
    return Module(name, source_folder, bank, load_keys(secret, bank), load_reference(secret), secret)


def module_of(step: Any, resources: Any) -> Module:
    """The module that an nbgrader preprocessor is working on."""
    coursedir = coursedir_of(step)
    name = resources["nbgrader"]["assignment"]
    folder = coursedir.format_path(coursedir.source_directory, ".", name)
    return module_at(Path(coursedir.root), Path(folder), name)


def coursedir_of(step: Any) -> Any:
    """nbgrader's course directory: a preprocessor's parent is the exporter, whose parent is the converter."""
    return step.parent.parent.coursedir


def handed_in(step: Any, resources: Any) -> Path:
    """The folder in submitted/ that holds what is being graded, as it was collected."""
    coursedir, names = coursedir_of(step), resources["nbgrader"]
    return Path(coursedir.format_path(coursedir.submitted_directory, names["student"], names["assignment"]))


def submission_folder(resources: Any) -> Path:
    """The folder in autograded/ that holds the notebook being graded."""
    return Path(resources["metadata"]["path"])
