"""One module as lint sees it: its texts in reading order, its questions and keys, what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from course.authoring.lint.finding import Finding
from course.authoring.lint.texts import (
    Piece,
    Text,
    key_texts,
    lines_of,
    markdown_file,
    pieces_of,
    question_texts,
)
from course.errors import BankError
from course.questions.bank.explain import yaml_fault
from course.questions.bank.keys import Key, KeyBank, key_of
from course.questions.bank.loading import load_bank, load_keys
from course.questions.bank.models import Bank, Question


@dataclass
class Module:
    """A module's folder contents. bank and keys are None where they cannot be loaded; `faults` says why."""

    id: str
    source: Path
    faculty: Path
    names: dict[str, str]
    notebook: Text | None = None
    questions: list[Text] = field(default_factory=list)
    keys: list[Text] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    bank: Bank | None = None
    key_bank: KeyBank | None = None
    lines: dict[str, dict[str, int]] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)
    _pieces: list[Piece] | None = None

    @property
    def pieces(self) -> list[Piece]:
        """Every block of every text, in the order in which it is read: see `_in_order`."""
        if self._pieces is None:
            self._pieces = [piece for text in _in_order(self) for piece in text]
        return self._pieces

    def key(self, question: Question) -> Key | None:
        """The key by which a question is judged, practice included."""
        return key_of(question, self.key_bank)

    def finding(
        self, rule: str, question: str, name: str, found: str, remedy: str, file: str = "questions"
    ) -> Finding:
        """A finding about a question (or key) as a whole, at the line where it begins."""
        line = self.lines.get(file, {}).get(question, 0)
        return Finding(self.names[file], line, rule, f"{question}.{name}", found, remedy)


def read_module(module: str, root: Path, faculty: Path) -> Module:
    """Read one module; what cannot be read becomes a finding of the rule `keys`, never an exception."""
    source, secret = root / "source" / module, faculty / module
    files = {
        "notebook": secret / "notebook.md",
        "questions": source / "questions.yaml",
        "keys": secret / "key.yaml",
        "excuses": secret / "lint.yaml",
    }
    names = {name: _shown(path, root) for name, path in files.items()}
    found = Module(module, source, secret, names)
    if files["notebook"].is_file():
        found.notebook = markdown_file(files["notebook"], names["notebook"])
    for path in sorted(secret.rglob("*.md")):
        # The archive's pages are written as what they imitate; `course archive check` reads those.
        if path != files["notebook"] and secret / "archive" not in path.parents:
            found.notes.append(markdown_file(path, _shown(path, root)))
    for name, read in (("questions", question_texts), ("keys", key_texts)):
        try:
            texts = list(read(files[name], names[name]))
            found.lines[name] = lines_of(files[name], name)
        except yaml.YAMLError as error:
            found.faults.append(_unreadable(names[name], f"It is not YAML: {yaml_fault(error)}"))
        except (OSError, UnicodeDecodeError) as error:
            found.faults.append(_unreadable(names[name], f"It cannot be read: {error}."))
        else:
            (found.questions if name == "questions" else found.keys).extend(texts)
    if not found.faults:
        _load(found, files)
    return found


def _load(found: Module, files: dict[str, Path]) -> None:
    for name in ("questions", "keys"):
        try:
            if name == "questions":
                found.bank = load_bank(files[name])
            elif found.bank is not None:
                found.key_bank = load_keys(files[name], found.bank)
        except BankError as error:
            found.faults += [_fault(found, name, line) for line in str(error).splitlines()]


def _fault(found: Module, file: str, said: str) -> Finding:
    """A line of a BankError: `key.yaml, question NAME, field FIELD: what`; the models' checks are reused."""
    head, _, what = said.partition(": ")
    parts = [part.strip() for part in head.split(",")]
    named = {part.split(" ")[0]: part.partition(" ")[2].strip("'`") for part in parts[1:] if " " in part}
    question = named.get("question", "")
    place = ".".join(part for part in (question, named.get("field", "")) if part) or found.id
    line = found.lines.get(file, {}).get(question, 0)
    return Finding(found.names[file], line, "keys", place, what or said, "Mend it; other rules wait for it.")


def _unreadable(file: str, found: str) -> Finding:
    return Finding(file, 0, "keys", file.rpartition("/")[2], found, "Mend the file, then run lint again.")


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _in_order(module: Module) -> Iterator[list[Piece]]:
    """The notebook with each question where it is asked, then reasons, then what only faculty read."""
    asked: dict[str, list[Piece]] = {}
    for text in module.questions:
        asked.setdefault(text.question, []).extend(pieces_of(text))
    order: list[str] = []
    for piece in pieces_of(module.notebook) if module.notebook else []:
        yield [piece]
        kind, name = piece.block.kind, piece.block.plain
        if kind in ("question", "deck"):
            here = [one for one in asked if one == name or (kind == "deck" and one.startswith(f"{name}-"))]
            for one in here:
                order.append(one)
                yield asked.pop(one)
    yield from asked.values()
    place = {name: at for at, name in enumerate(order)}
    for text in sorted(module.keys, key=lambda one: place.get(one.question, len(place))):
        yield list(pieces_of(text))
    for text in module.notes:
        yield list(pieces_of(text))
