"""Turn what YAML and pydantic say about a bank into: file, question, field, what was found, remedy."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from course.questions.bank import models
from course.yamltext import BeyondBounds

_REMEDIES = {
    "missing": "it is missing: add it",
    "string_type": "text is needed: put it in quotes",
    "int_type": "a whole number is needed",
    "float_type": "a number is needed, without quotes",
    "bool_type": "write `true` or `false`, without quotes",
    "list_type": "a list is needed: start each line with a dash, or use [ ]",
    "dict_type": "named fields are needed: `name: value` on lines of their own",
    "model_type": "named fields are needed: `name: value` on lines of their own",
    "model_attributes_type": "named fields are needed: `name: value` on lines of their own",
    "date_type": "a date is needed: write it as 2026-11-20",
    "finite_number": "a finite number is needed",
}

# Where pydantic tells shapes apart, by tags of ours in `keys` and `shapes`. They are no fields.
_TAGS = ("[key]", "(one)", "(forms)", "(by column)")


@dataclass(frozen=True)
class Fault:
    """One mistake in a bank."""

    question: str | None
    field: str
    message: str

    def line(self, file: str, at: int | None = None) -> str:
        """The mistake as one line: file, its line if known, question, field, what was found, what to do."""
        where = [file]
        if at is not None:
            where.append(f"line {at}")
        if self.question:
            where.append(f"question '{self.question}'")
        if self.field:
            where.append(f"field '{self.field}'")
        return f"{', '.join(where)}: {self.message.rstrip('.')}."


def yaml_fault(error: yaml.YAMLError) -> str:
    """What YAML could not read, with the line."""
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}: " if mark is not None else ""
    problem = getattr(error, "problem", None) or str(error)
    if isinstance(error, BeyondBounds):
        return f"{where}{problem}. {error.remedy}."
    return f"{where}{problem}. Check indentation, dashes and quotes there."


def raw_faults(raw: Any) -> list[Fault]:
    """Faults that are said best before the models see the data: ids given twice, unknown kinds."""
    if not isinstance(raw, dict):
        return [
            Fault(
                None,
                "",
                f"found {short(raw)}: start with `module:`, `title:`, `minutes:`, `points:`, `questions:`",
            )
        ]
    questions = raw.get("questions")
    if not isinstance(questions, list):
        return []
    faults = []
    ids = [entry.get("id") for entry in questions if isinstance(entry, dict)]
    for name in sorted({str(name) for name in ids if name is not None and ids.count(name) > 1}):
        faults.append(Fault(name, "id", f"{ids.count(name)} questions have this id: give each its own"))
    for place, entry in enumerate(questions, 1):
        if not isinstance(entry, dict):
            faults.append(
                Fault(None, f"questions.{place}", f"found {short(entry)}: a question starts with `- id:`")
            )
        elif entry.get("kind") not in models.KINDS:
            found = entry.get("kind")
            near = difflib.get_close_matches(str(found), models.KINDS, 1)
            hint = f"did you mean `{near[0]}`" if near else f"choose one of {', '.join(models.KINDS)}"
            said = "it is missing" if found is None else f"found {short(found)}"
            faults.append(Fault(str(entry.get("id", place)), "kind", f"{said}: {hint}"))
    return faults


def model_faults(error: ValidationError, raw: Any) -> list[Fault]:
    """What pydantic found, in words."""
    faults: list[Fault] = []
    for entry in error.errors(include_url=False):
        question, path = _place(entry["loc"], raw)
        fault = Fault(question, ".".join(path), _message(dict(entry), path))
        if fault not in faults:
            faults.append(fault)
    return faults


def _place(loc: tuple[int | str, ...], raw: Any) -> tuple[str | None, list[str]]:
    """Split a pydantic location into question id and field; list places count from 1, as people do."""
    parts = list(loc)
    question = None
    if len(parts) >= 2 and parts[0] == "questions" and isinstance(parts[1], int):
        entry = raw["questions"][parts[1]]
        question = str(entry.get("id", parts[1] + 1)) if isinstance(entry, dict) else str(parts[1] + 1)
        parts = parts[3:]  # beyond `questions`, its place and the kind that pydantic puts in
    elif len(parts) >= 2 and parts[0] == "keys":
        question, parts = str(parts[1]), parts[2:]
    return question, [
        str(part + 1) if isinstance(part, int) else str(part) for part in parts if part not in _TAGS
    ]


def _message(entry: dict[str, Any], path: list[str]) -> str:
    kind, found = entry["type"], short(entry.get("input"))
    context = entry.get("ctx") or {}
    if kind == "missing":
        return _REMEDIES["missing"]
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(path[-1] if path else "", _all_fields(), 1)
        return f"there is no such field here: {f'did you mean `{near[0]}`' if near else 'remove it'}"
    if kind == "value_error":
        return str(context.get("error", entry["msg"]))
    if kind == "literal_error":
        return f"found {found}: choose one of {context.get('expected')}"
    if kind == "string_pattern_mismatch":
        return (
            f"found {found}: use lower-case letters, digits and hyphens"
            if "-]" in str(context.get("pattern"))
            else f"found {found}: use letters, digits and underscores, as in a Python name"
        )
    if kind == "too_long":
        return f"found {context.get('actual_length')} entries: at most {context.get('max_length')}"
    if kind == "too_short":
        return f"found {context.get('actual_length')} entries: at least {context.get('min_length')}"
    if kind == "string_too_short":
        return "it is empty: write something"
    if kind in _REMEDIES:
        return f"found {found}: {_REMEDIES[kind]}"
    return f"found {found}: {entry['msg'][:1].lower()}{entry['msg'][1:]}"


def _all_fields() -> list[str]:
    from course.questions.bank import base, keys, shapes

    names: set[str] = set()
    for module in (base, models, keys, shapes):
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, shapes.Strict):
                names.update(field.alias or name for name, field in thing.model_fields.items())
    return sorted(names)


def short(value: Any, most: int = 60) -> str:
    """A value as it may stand in a message."""
    text = repr(value)
    return text if len(text) <= most else f"{text[: most - 1]}…"
