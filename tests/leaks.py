"""Find what must never leave faculty/ in what does: released folders, the exchange, the wheel.

`secrets_of` gathers every kind of secret from the faculty's side; `leaks_in` looks for each in some files.
"""

import csv
import gzip
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from course.authoring.rubric import BEGIN as SCHEME
from course.grading.scoring.hidden import hidden_part

LEAST = 25  # letters of a sentence that is looked for: shorter ones could stand anywhere
_MARKERS = {"BEGIN HIDDEN TESTS": "hidden", SCHEME: "rubric"}
_EVERYWHERE = ("import ", "from ", "if __name__ ==")  # lines of any module or script: no secret
_KEY_FIELDS = {"answer", "rationale", "reference", "tolerance", "mistakes", "rubric", "evidence", "practice"}
_KEY_FIELDS |= {"key", "shown", "first_page", "first_result"}  # of a story's answers
_PAGE_LABELS = {"role", "when", "copy_of"}  # of an archive's page: which path it lies on, in which variants
_STORY_LABELS = {"slots", "never", "trail", "verdict", "chain", "hops"}


@dataclass(frozen=True)
class Secret:
    """One thing to look for. kind says what it is; where names the faculty's file."""

    kind: str
    where: str
    value: str


@dataclass(frozen=True)
class Leak:
    """A secret found in a released file."""

    kind: str
    file: str
    value: str


def secrets_of(root: Path) -> list[Secret]:
    """Everything secret of a course folder: its faculty/, and what its source notebooks hide."""
    found: list[Secret] = []
    for path in sorted((root / "faculty").rglob("*")):
        if path.is_file() and path.stat().st_size and "__pycache__" not in path.parts:
            where = path.relative_to(root).as_posix()
            if not _is_shown(path):
                found.append(Secret("file", where, hashlib.sha256(path.read_bytes()).hexdigest()))
            found += [Secret(kind, where, value) for kind, value in _of_file(path)]
    for path in sorted((root / "source").glob("*/*.ipynb")):
        where = path.relative_to(root).as_posix()
        found += [Secret(kind, where, value) for kind, value in _of_notebook(path)]
    return list(dict.fromkeys(found))


def leaks_in(files: dict[str, bytes], secrets: list[Secret]) -> list[Leak]:
    """Every secret that one of the files holds, in whatever way it is wrapped as text."""
    found: list[Leak] = []
    graded = {secret.value for secret in secrets if secret.kind == "key"}
    asked = {secret.value for secret in secrets if secret.kind == "variants"}
    for name, content in files.items():
        digest = hashlib.sha256(content).hexdigest()
        text = _flat(_text(name, content))
        lines = {_flat(line) for line in _text(name, content).splitlines()}
        for secret in secrets:
            if secret.value in _MARKERS and name.endswith(".py"):
                continue  # the tools that write and cut these lines name them
            if _is_in(secret, digest, text, lines, content):
                found.append(Leak(secret.kind, name, secret.value))
        found += [Leak("key", name, what) for what in _key_like(name, content, graded | asked)]
        found += [Leak("variants", name, what) for what in _variant_like(name, content, asked)]
        found += [Leak("label", name, what) for what in _labelled(name, content)]
    return found


def files_under(folder: Path) -> dict[str, bytes]:
    """All files of a folder, by path."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def files_of_wheel(wheel: Path) -> dict[str, bytes]:
    """All files of a wheel, by path."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


# ---- gathering


def _is_shown(path: Path) -> bool:
    """Pictures of an archived web: the package shows them as they are."""
    return path.suffix == ".png" and path.parent.name == "pictures" and "archive" in path.parts


def _draws(path: Path) -> bool:
    """Scripts that draw an archive's pictures: how to draw is no secret, and many scripts do it alike."""
    return path.parent.name == "pictures" and "archive" in path.parts


def _of_file(path: Path) -> Iterator[tuple[str, str]]:
    if path.name == "key.yaml":
        yield from _of_key(yaml.safe_load(path.read_text(encoding="utf-8")))
    elif path.suffix == ".py" and not _draws(path):
        yield from (("reference", line) for line in _code_lines(path.read_text(encoding="utf-8")))
    elif path.parent.name == "rubric":
        yield from (("rubric", text) for text in _sentences(path.read_text(encoding="utf-8")))
    elif path.suffix == ".csv" and "truth" in path.name:
        header = next(csv.reader(path.read_text(encoding="utf-8").splitlines()), [])
        yield from (("truth", column) for column in header if len(column) > 3)
    if path.parent.name == "stories" and path.suffix == ".yaml":
        yield from _of_story(yaml.safe_load(path.read_text(encoding="utf-8")))
    elif path.suffix == ".md" and "archive" in path.parts:
        lines = map(_flat, path.read_text(encoding="utf-8").splitlines())
        yield from (("template", line) for line in lines if len(line) >= LEAST and re.search(r"\{[{%]", line))
    if "seed" in path.stem:
        text = path.read_text(encoding="utf-8", errors="replace")
        yield from (("seed", value) for value in re.findall(r"[A-Za-z0-9_+/=-]{6,}", text))


def _of_key(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for question, key in data["keys"].items():
        yield "key", str(question)
        notes = [key.get("rationale"), *(key.get("options") or {}).values()]
        notes += [form.get("rationale") for form in (key.get("forms") or {}).values()]
        notes += [mistake.get("say") for mistake in key.get("mistakes") or []]
        for note in notes:
            yield from (("rationale", text) for text in _sentences(note or ""))
        rubric = key.get("rubric") or {}
        for note in [*(rubric.get("levels") or {}).values(), *(rubric.get("criteria") or [])]:
            yield from (("rubric", text) for text in _sentences(note))


def _of_story(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Why each step of the fact-checker's way is taken, and the questions whose keys hang on the variant."""
    for step in data["trail"]:
        yield from (("trail", text) for text in _sentences(step["why"]))
    yield from (("fact", text) for text in _sentences(data.get("fact") or "") if "{" not in text)
    yield from (("variants", str(question)) for question in data["answers"])
    if chain := data.get("chain"):
        yield "variants", chain.get("question") or f"{data['id']}-chain"
        for hop in chain["hops"]:
            for said in (hop.get("missing"), hop.get("evidence")):
                yield from (("chain", text) for text in _sentences(said or "") if "{" not in text)


def _of_notebook(path: Path) -> Iterator[tuple[str, str]]:
    cells = ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    yield from ((kind, marker) for marker, kind in _MARKERS.items())
    visible = {_flat(line) for cell in cells for line in _outside_solutions(cell)}
    for cell in cells:
        yield from (("hidden", _flat(line)) for line in hidden_part(cell).splitlines() if line.strip())
        for line in _inside_solutions(cell):
            if _flat(line) not in visible and len(_flat(line)) > 3:
                yield "solution", _flat(line)


def _inside_solutions(cell: str) -> list[str]:
    return [line for line, inside in _by_solution(cell) if inside]


def _outside_solutions(cell: str) -> list[str]:
    return [line for line, inside in _by_solution(cell) if not inside]


def _by_solution(cell: str) -> Iterator[tuple[str, bool]]:
    inside = False
    for line in cell.splitlines():
        if "BEGIN SOLUTION" in line or "END SOLUTION" in line:
            inside = "BEGIN" in line
        else:
            yield line, inside


def _code_lines(code: str) -> list[str]:
    lines = (_flat(line) for line in code.splitlines())
    return [line for line in lines if len(line) > 15 and not line.startswith((*_EVERYWHERE, "#", '"""'))]


def _sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[.!?:])\s+|\n\s*\n|\n[-*] ", text)
    return [part for part in map(_flat, parts) if len(part) >= LEAST]


# ---- looking


def _is_in(secret: Secret, digest: str, text: str, lines: set[str], content: bytes) -> bool:
    if secret.kind == "file":
        return digest == secret.value
    if secret.kind in ("solution", "reference"):
        return secret.value in lines
    if secret.kind == "hidden":
        return secret.value in lines or (secret.value.startswith("BEGIN") and secret.value in text)
    if secret.kind == "truth":
        return (
            re.search(rf"(?<![A-Za-z_]){re.escape(secret.value)}(?![A-Za-z_])".encode(), content) is not None
        )
    if secret.kind == "seed":
        return secret.value.encode() in content
    return secret.kind in ("rationale", "rubric", "trail", "template", "chain") and secret.value in text


def _text(name: str, content: bytes) -> str:
    """The file as text, and once more the strings inside it if it is JSON or YAML: folding hides nothing."""
    text = _unpacked(name, content).decode("utf-8", errors="replace")
    return "\n".join([text, *_strings(_data(name, content))])


def _unpacked(name: str, content: bytes) -> bytes:
    """What a gzipped file holds; any other file as it is."""
    try:
        return gzip.decompress(content) if name.endswith(".gz") else content
    except (OSError, EOFError):
        return content


def _data(name: str, content: bytes) -> Any:
    try:
        if name.endswith((".ipynb", ".json", ".json.gz")):
            return json.loads(_unpacked(name, content))
        if name.endswith((".yaml", ".yml")):
            return yaml.safe_load(content)
    except (ValueError, yaml.YAMLError):
        pass
    return None


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from _strings(value)
    elif isinstance(data, list):
        if data and all(isinstance(part, str) for part in data):
            yield "".join(data)  # a notebook's source, line by line
        for part in data:
            yield from _strings(part)


def _key_like(name: str, content: bytes, graded: set[str]) -> Iterator[str]:
    """Records shaped like a key: a graded question's id beside an answer, a rationale or the like."""
    for record in _records(_data(name, content)):
        for question in graded & {str(key) for key in record}:
            inner = record.get(question)
            if isinstance(inner, dict) and (_KEY_FIELDS & set(inner) or _in_forms(inner)):
                yield question
        if record.get("id") in graded and (_KEY_FIELDS & set(record) or _in_forms(record)):
            yield str(record["id"])


def _variant_like(name: str, content: bytes, asked: set[str]) -> Iterator[str]:
    """Records that give two or more of a story's questions a plain value, as variants.json does."""
    for record in _records(_data(name, content)):
        here = [key for key in record if key in asked and not isinstance(record[key], dict)]
        if len(here) > 1:
            yield ", ".join(here)
        chains = [key for key in record if key in asked and isinstance(record[key], dict)]
        yield from (key for key in chains if {"from", "labels"} <= set(record[key]))


def _labelled(name: str, content: bytes) -> Iterator[str]:
    """Pages of the archive with their role or condition, stories with their slots or trail."""
    for record in _records(_data(name, content)):
        if "url" in record and "title" in record:
            yield from sorted(_PAGE_LABELS & set(record))
        if {"doc", "from", "label"} <= set(record):
            yield "hops"
        if "start" in record and "budget" in record:
            yield from sorted(_STORY_LABELS & set(record))


def _in_forms(record: dict[str, Any]) -> bool:
    """Whether one of a question's forms holds what belongs into a key."""
    forms = record.get("forms")
    return isinstance(forms, dict) and any(
        isinstance(form, dict) and _KEY_FIELDS & set(form) for form in forms.values()
    )


def _records(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
        for value in data.values():
            yield from _records(value)
    elif isinstance(data, list):
        for part in data:
            yield from _records(part)


def _flat(text: str) -> str:
    return " ".join(text.split())
