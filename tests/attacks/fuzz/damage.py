"""What one file of a submission can be made to hold: each function takes its bytes and gives others.

The same damage is done to files of a folder in the exchange and to members of a zip file.
"""

import json
import random
from collections.abc import Callable
from typing import Any

Damage = Callable[[random.Random, bytes], bytes]
DAMAGE: dict[str, Damage] = {}
# Prints whatever lies beside the notebook, so that what was carried in would stand in the pages.
PRINT_ALL = """\
import os
for at, _, names in os.walk("."):
    for name in names:
        try:
            print(at, name, open(os.path.join(at, name), "rb").read(3000))
        except OSError as error:
            print(at, name, error)
"""
_HUGE = 10**400


def damage(function: Damage) -> Damage:
    """List a function among those that a run draws from."""
    DAMAGE[function.__name__] = function
    return function


def _as_json(change: Callable[[random.Random, Any], Any]) -> Damage:
    """Damage done to what a JSON file says; a file that is none is left as it is."""

    def apply(rng: random.Random, data: bytes) -> bytes:
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            return data
        return json.dumps(change(rng, value)).encode()

    apply.__name__ = change.__name__
    return damage(apply)


@damage
def cut_off(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


@damage
def emptied(rng: random.Random, data: bytes) -> bytes:
    return b""


@damage
def with_flipped_bits(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 20)):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


@damage
def with_bytes_that_are_no_text(rng: random.Random, data: bytes) -> bytes:
    place = rng.randrange(len(data) + 1)
    return data[:place] + rng.choice([b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80", b"\x00" * 9]) + data[place:]


@damage
def in_another_encoding(rng: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(rng.choice(["utf-16", "utf-32", "utf-7", "utf-8-sig", "cp1252"]), "replace")


@damage
def all_bytes(rng: random.Random, data: bytes) -> bytes:
    return rng.randbytes(rng.randint(1, 5000))


@damage
def nested_without_end(rng: random.Random, data: bytes) -> bytes:
    depth = rng.choice([30, 1_000, 100_000])
    return rng.choice([b"[" * depth, b'{"a":' * depth, b'{"cells":' + b"[" * depth + b"]" * depth + b"}"])


@damage
def with_names_twice(rng: random.Random, data: bytes) -> bytes:
    return data.replace(b"{", b'{"module": "m2", "cells": [], "version": 1, "id": "honest-1", ', 1)


@damage
def with_numbers_that_are_none(rng: random.Random, data: bytes) -> bytes:
    number = rng.choice([b"NaN", b"Infinity", b"-Infinity", b"1e999", b"9" * 5_000, b"-0.0", b"1E400"])
    return data.replace(rng.choice([b"null", b"1", b'"a"', b"[]"]), number)


@damage
def with_half_characters(rng: random.Random, data: bytes) -> bytes:
    half = rng.choice([b"\\ud800", b"\\udfff", b"\\u0000", b"\\u202e", b"\\ufeff"])
    return data.replace(b'"a', b'"' + half + b"a").replace(b': "', b': "' + half, rng.randint(0, 3))


@damage
def a_megabyte_of_one_letter(rng: random.Random, data: bytes) -> bytes:
    return data + rng.choice([b" ", b"\n", b"}", b"x"]) * 1_100_000


@damage
def aliases_that_double(rng: random.Random, data: bytes) -> bytes:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    return "\n".join(lines).encode()


@damage
def yaml_with_tags(rng: random.Random, data: bytes) -> bytes:
    return b"module: !!python/object/apply:os.system ['touch /tmp/escaped']\n" + data


@damage
def that_looks_like_a_page(rng: random.Random, data: bytes) -> bytes:
    return b"<html><script>alert(1)</script>" + data


# ---- what JSON says, a notebook or answers


@_as_json
def with_another_version(rng: random.Random, value: Any) -> Any:
    if isinstance(value, dict):
        number = rng.choice([0, 1, 2, 3, 4, 5, 999, -1, "4", None, 4.0, True, 10**30])
        value |= {name: number for name in ("nbformat", "nbformat_minor", "version") if rng.random() < 0.6}
    return value


@_as_json
def without_a_part(rng: random.Random, value: Any) -> Any:
    part = _any_part(rng, value)
    if isinstance(part, dict) and part:
        del part[rng.choice(sorted(part))]
    elif isinstance(part, list) and part:
        part.pop(rng.randrange(len(part)))
    return value


@_as_json
def with_a_part_of_another_type(rng: random.Random, value: Any) -> Any:
    other = [None, True, -1, 1e308, "x", [], {}, [[]], {"a": {"b": []}}, "\x1b[2J", "\u202ex", "a" * 70_000]
    for _ in range(rng.randint(1, 4)):
        part = _any_part(rng, value)
        if isinstance(part, dict) and part:
            part[rng.choice(sorted(part))] = rng.choice(other)
        elif isinstance(part, list) and part:
            part[rng.randrange(len(part))] = rng.choice(other)
    return value


@_as_json
def with_a_part_many_times(rng: random.Random, value: Any) -> Any:
    part = _any_part(rng, value)
    if isinstance(part, list) and part:
        part.extend(part[:1] * rng.choice([2, 20, 300]))
    elif isinstance(part, dict) and part:
        part |= {f"{name}-{n}": part[name] for name in list(part)[:2] for n in range(rng.choice([2, 200]))}
    return value


@_as_json
def with_strange_names(rng: random.Random, value: Any) -> Any:
    part = _any_part(rng, value)
    if isinstance(part, dict):
        for name in [
            "",
            "__proto__",
            "a/b",
            "../x",
            "\x1b]0;x\x07",
            "nbgrader",
            "course",
            "{student_id}",
            "%s",
        ]:
            part[name] = rng.choice([{}, None, "x", {"grade": True, "points": 99}])
    return value


@_as_json
def under_another_id(rng: random.Random, value: Any) -> Any:
    if isinstance(value, dict):
        value["id"] = rng.choice(
            ["honest-1", "", None, 7, "x" * 500, "honest-1\n", "../honest-1", "a,b", "*"]
        )
        value["module"] = rng.choice(["m1", "m1", "m2", "", None, "../m1"])
    return value


@_as_json
def with_numbers_of_great_size(rng: random.Random, value: Any) -> Any:
    for entry in value.get("answers", {}).values() if isinstance(value, dict) else ():
        if isinstance(entry, dict):
            entry["value"] = rng.choice([_HUGE % 10**4000, -(10**30), 1e308, 5e-324, 2**63, True])
            entry["attempts"] = rng.choice([-1, 10**30, 3, 1.5])
    return value


@_as_json
def with_orders_in_texts(rng: random.Random, value: Any) -> Any:
    text = rng.choice(
        ["\x1b[2J\x1b]0;owned\x07", "</script><script>alert(1)</script>", "[red]x[/]", "{{7*7}}"]
    )
    for _ in range(4):
        part = _any_part(rng, value)
        if isinstance(part, dict) and part:
            name = rng.choice(sorted(part))
            if isinstance(part[name], str):
                part[name] = part[name] + text
    return value


@_as_json
def with_cells_that_print_all(rng: random.Random, value: Any) -> Any:
    if isinstance(value, dict) and isinstance(value.get("cells"), list):
        cell = {"cell_type": "code", "id": "prints-all", "metadata": {}, "source": PRINT_ALL, "outputs": []}
        value["cells"].insert(rng.randrange(len(value["cells"]) + 1), cell | {"execution_count": None})
    return value


@_as_json
def with_cells_in_disorder(rng: random.Random, value: Any) -> Any:
    if isinstance(value, dict) and isinstance(value.get("cells"), list):
        rng.shuffle(value["cells"])
        for cell in value["cells"]:
            if isinstance(cell, dict) and rng.random() < 0.3:
                cell["cell_type"] = rng.choice(["raw", "markdown", "code", "heading", "", None])
    return value


@_as_json
def with_bent_grading_metadata(rng: random.Random, value: Any) -> Any:
    cells = value.get("cells") if isinstance(value, dict) else None
    for cell in cells if isinstance(cells, list) else []:
        about = cell.get("metadata") if isinstance(cell, dict) else None
        if isinstance(about, dict) and rng.random() < 0.5:
            bent = {"grade": rng.choice([True, 1, "x", None]), "points": rng.choice([99, -1, 1e400, "9"])}
            bent |= {"grade_id": rng.choice(["which", "why", "", None, "../x", "a b"]), "schema_version": 3}
            bent |= {"schema_version": rng.choice([0, 1, 2, 3, 4, 99, None]), "locked": rng.choice([0, True])}
            kept = about.get("nbgrader") if isinstance(about.get("nbgrader"), dict) else {}
            about["nbgrader"] = {**kept, **dict(rng.sample(sorted(bent.items()), rng.randint(0, 5)))}
    return value


def _any_part(rng: random.Random, value: Any) -> Any:
    """A container somewhere in the value, the value itself among them."""
    part = value
    while rng.random() < 0.75:
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        deeper = [one for one in inner if isinstance(one, dict | list) and one]
        if not deeper:
            break
        part = rng.choice(deeper)
    return part
