"""Read `questions.yaml`, `key.yaml`, `reference.py`; a mistake names file, question, field, remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from course import yamltext
from course.errors import BankError
from course.questions import rotation
from course.questions.bank import explain
from course.questions.bank.bankcheck import bank_faults, key_faults
from course.questions.bank.keys import KeyBank
from course.questions.bank.models import Bank
from course.questions.bank.places import line_of

Record = TypeVar("Record", bound=BaseModel)
Read = TypeVar("Read")
References = Mapping[str, Callable[..., Any]]
_SHOWN = 8
_seen: dict[tuple[object, ...], Any] = {}
_checked: dict[bytes, Bank] = {}  # the last questions that were without fault, by the digest of their file


class _Loader(yamltext.Loader):
    """YAML's safe loader, except that a key given twice is refused instead of the first being dropped."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        names = [self.construct_object(key, deep=True) for key, _ in node.value]
        for name, times in Counter(name for name in names if isinstance(name, (str, int))).items():
            if times > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"`{name}` is given {times} times: keep one", node.start_mark
                )
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def load_bank(path: Path | str) -> Bank:
    """The questions of a module, from its folder or from `questions.yaml`; raises BankError."""
    file = _file(path, "questions.yaml")
    return _once(file, lambda: _read_bank(file), *_stamp(file.with_name(rotation.FILE)))


def load_keys(path: Path | str, bank: Bank, *, trial: bool = True) -> KeyBank:
    """The keys of a module, from its faculty folder or `key.yaml`, checked against `bank`.

    trial: whether the functions of `reference.py` are run for made-up trainees as well. That takes seconds
    where they go through a year of posts, so it is left out where somebody waits for one answer.
    """
    file = _file(path, "key.yaml")
    return _once(file, lambda: _read_keys(file, bank, trial), bank.module, id(bank), trial)


def load_reference(folder: Path | str) -> References:
    """The functions of `reference.py` in a faculty folder; an empty mapping where there is none."""
    file = Path(folder) / "reference.py"
    if not file.is_file():
        return {}
    return _once(file, lambda: _run_reference(file))


def read_yaml(file: Path) -> Any:
    """A YAML file as plain data.

    Raises BankError for text that is not YAML, has a key twice, or is beyond the bounds of `yamltext`.
    """
    try:
        return yamltext.load(file.read_text(encoding="utf-8"), _Loader)
    except FileNotFoundError:
        raise BankError(
            f"{file.name}: there is none in {file.parent}. Name the folder of a module."
        ) from None
    except UnicodeDecodeError as error:
        raise BankError(
            f"{named(file)}: byte {error.start} is not UTF-8 text. Save the file as UTF-8."
        ) from None
    except yaml.YAMLError as error:
        raise BankError(f"{named(file)}, {explain.yaml_fault(error)}") from None


def _read_bank(file: Path) -> Bank:
    # The same bytes hold the same questions, wherever they lie: grading meets them once a submission.
    digest = sha256(file.read_bytes()).digest() if file.is_file() else b""
    if digest not in _checked:
        raw = read_yaml(file)
        _refuse(file, explain.raw_faults(raw))
        bank = _validate(Bank, raw, file)
        _refuse(file, bank_faults(bank))
        _checked.clear()
        _checked[digest] = bank
    bank = _checked[digest].model_copy()
    bank._rotation = load_rotation(file.parent) if bank.forms else None
    return bank


def load_rotation(folder: Path) -> rotation.Rotation | None:
    """The roster's rotation in a module folder, or None without one; raises BankError."""
    file = folder / rotation.FILE
    try:
        return rotation.Rotation.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise BankError(
            f"{file.name}: it cannot be used ({str(error).splitlines()[0][:80]}). Faculty: write it again "
            "with `course rotate ROSTER`. Trainees: fetch the module again."
        ) from None


def _read_keys(file: Path, bank: Bank, trial: bool) -> KeyBank:
    raw = read_yaml(file)
    keys = _validate(KeyBank, raw, file)
    _refuse(file, key_faults(bank, keys, load_reference(file.parent) if trial else None))
    return keys


def _validate(model: type[Record], raw: Any, file: Path) -> Record:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        _refuse(file, explain.model_faults(error, raw))
        raise  # unreachable: a ValidationError has at least one fault


def _refuse(file: Path, faults: list[explain.Fault]) -> None:
    if not faults:
        return
    text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    lines = [fault.line(named(file), line_of(text, fault.question, fault.field)) for fault in faults[:_SHOWN]]
    if len(faults) > _SHOWN:
        lines.append(f"… and {len(faults) - _SHOWN} more.")
    raise BankError("\n".join(lines))


def named(file: Path) -> str:
    """A file with its module's folder, as messages name it."""
    return f"{file.parent.name}/{file.name}"


def _file(path: Path | str, name: str) -> Path:
    path = Path(path)
    return path / name if path.is_dir() else path


def _once(file: Path, make: Callable[[], Read], *more: object) -> Read:
    """Read a file again only when it (or what it was checked against) has changed."""
    seen = _stamp(file)
    if not seen:
        return make()
    stamp = (str(file.resolve()), *seen, *more)
    if stamp not in _seen:
        fresh = make()
        for old in [old for old in _seen if old[0] == stamp[0]]:
            del _seen[old]
        _seen[stamp] = fresh
    value: Read = _seen[stamp]
    return value


def _stamp(file: Path) -> tuple[int, ...]:
    try:
        found = file.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size


def _run_reference(file: Path) -> References:
    """Run a faculty file; it is the faculty's own code, never a submission's."""
    space: dict[str, Any] = {"__name__": f"reference_{file.parent.name}", "__file__": str(file)}
    try:
        exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), space)
    except Exception as error:
        raise BankError(
            f"{named(file)}: it does not run: {type(error).__name__}: {error}. Mend the file."
        ) from error
    return {name: thing for name, thing in space.items() if callable(thing) and not name.startswith("_")}
