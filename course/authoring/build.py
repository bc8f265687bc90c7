"""`build` and `check_fresh`: source and release folders, and what changed in them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.authoring.errors import AuthoringError
from course.authoring.notebook import build_notebook
from course.authoring.placing import place
from course.authoring.release import files_of, make_release
from course.settings import faculty_folder


@dataclass(frozen=True, slots=True)
class Change:
    """One file of a module: where it is, what a build does to it, and which cells of a notebook that touches.

    what: "added", "changed", "removed" or "unchanged". cells: grade ids, or the first words of other cells.
    """

    module: str
    path: str
    what: str
    cells: tuple[str, ...] = ()

    def __str__(self) -> str:
        cells = f": {', '.join(self.cells)}" if self.cells else ""
        return f"{self.what:9} {self.path}{cells}"


def modules_of(root: Path, faculty: Path | None = None) -> list[str]:
    """The modules whose text is kept here, in order."""
    folder = faculty_folder(root) if faculty is None else faculty
    return sorted(path.parent.name for path in folder.glob("*/notebook.md"))


def build(
    modules: Iterable[str] = (), root: Path | str = ".", faculty: Path | str | None = None
) -> list[Change]:
    """Make source/<module>/<module>.ipynb and release/<module>/ and say what changed.

    modules: their ids; none means every module that has a notebook.md. A source folder without one is left
    alone. Raises BankError for a fault in questions.yaml or key.yaml, AuthoringError for one in the text;
    nothing of any module is written unless all of them build, and all or nothing is (AuthoringError).
    """
    base = Path(root).resolve()
    secrets = faculty_folder(base) if faculty is None else Path(faculty)
    made = [_make(module, base, secrets) for module in _chosen(modules, base, secrets)]
    changes = [change for one in made for change in _compare(one, base)]
    written = {path: content for one in made for path, content in _files(one, base).items()}
    place(written, [path for one in made for path in _superfluous(one, base)])
    return changes


def check_fresh(
    root: Path | str = ".", faculty: Path | str | None = None, modules: Iterable[str] = ()
) -> list[Change]:
    """What a build would change, without changing it: empty if everything built is up to date.

    Takes the modules and raises the errors that `build` does.
    """
    base = Path(root).resolve()
    secrets = faculty_folder(base) if faculty is None else Path(faculty)
    made = (_make(module, base, secrets) for module in _chosen(modules, base, secrets))
    return [change for one in made for change in _compare(one, base) if change.what != "unchanged"]


@dataclass(frozen=True, slots=True)
class _Made:
    module: str
    notebook: bytes
    release: dict[str, bytes]


def _chosen(modules: Iterable[str], root: Path, faculty: Path) -> list[str]:
    known, chosen = modules_of(root, faculty), list(modules)
    if not known:
        raise AuthoringError(
            f"{faculty} has no module's text (<module>/notebook.md), so there is nothing to build. Change to "
            "the course folder (faculty/ and source/ are in it), or name it with --root."
        )
    for module in chosen:
        if module not in known:
            raise AuthoringError(
                f"{faculty / module / 'notebook.md'} does not exist, so there is nothing to build. "
                f"Modules with a text: {', '.join(known) or 'none'}."
            )
    return chosen or known


def _make(module: str, root: Path, faculty: Path) -> _Made:
    import tempfile

    import nbformat

    from course.questions.bank.loading import load_bank, load_keys

    source, secret = root / "source" / module, faculty / module
    bank = load_bank(source / "questions.yaml")
    if bank.module != module:
        raise AuthoringError(
            f"{source / 'questions.yaml'}: it says `module: {bank.module}`, but its folder is {module}. "
            "Make them agree."
        )
    if (source / "answers.json").exists():
        raise AuthoringError(
            f"{source / 'answers.json'} would be released to every trainee. Move it out of source/."
        )
    keys = load_keys(secret / "key.yaml", bank)
    notebook = build_notebook(secret / "notebook.md", bank, keys.keys)
    text = (nbformat.writes(notebook, version=4) + "\n").encode()
    with tempfile.TemporaryDirectory(prefix="course-build-") as scratch:
        copy = Path(scratch, module)
        for name, content in {**files_of(source), f"{module}.ipynb": text}.items():
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        config = root / "nbgrader_config.py"
        return _Made(module, text, make_release(copy, module, config if config.is_file() else None))


def _compare(made: _Made, root: Path) -> Iterator[Change]:
    notebook = f"{made.module}.ipynb"
    source, release = root / "source" / made.module, root / "release" / made.module
    old = source / notebook
    before = {notebook: old.read_bytes()} if old.is_file() else {}
    yield from _changes(made.module, f"source/{made.module}", before, {notebook: made.notebook})
    yield from _changes(made.module, f"release/{made.module}", files_of(release), made.release)


def _changes(module: str, folder: str, old: dict[str, bytes], new: dict[str, bytes]) -> Iterator[Change]:
    for name in sorted({*old, *new}):
        if name not in old:
            what = "added"
        elif name not in new:
            what = "removed"
        else:
            what = "unchanged" if old[name] == new[name] else "changed"
        cells = _cells(old[name], new[name]) if what == "changed" and name.endswith(".ipynb") else ()
        yield Change(module, f"{folder}/{name}", what, cells)


def _cells(old: bytes, new: bytes) -> tuple[str, ...]:
    before, after = _by_cell(old), _by_cell(new)
    named = [
        (ident, cell)
        for ident, cell in [*after.items(), *before.items()]
        if before.get(ident) != after.get(ident)
    ]
    return tuple(dict.fromkeys(_name(cell) for _, cell in named))


def _by_cell(content: bytes) -> dict[str, Any]:
    try:
        return {cell["id"]: cell for cell in json.loads(content)["cells"]}
    except (ValueError, KeyError, TypeError):
        return {}


def _name(cell: dict[str, Any]) -> str:
    grade_id = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id")
    return str(grade_id) if grade_id else repr(" ".join("".join(cell["source"]).split())[:40])


def _files(made: _Made, root: Path) -> dict[Path, bytes]:
    source, release = root / "source" / made.module, root / "release" / made.module
    released = {release / name: content for name, content in made.release.items()}
    return {source / f"{made.module}.ipynb": made.notebook, **released}


def _superfluous(made: _Made, root: Path) -> list[Path]:
    release = root / "release" / made.module
    return [release / name for name in sorted(set(files_of(release)) - set(made.release))]
