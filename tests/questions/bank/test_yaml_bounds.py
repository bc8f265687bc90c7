"""YAML that stands for more than it says: refused with file, line and remedy before anything walks it."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import pytest
import yaml
from course_in_a_box import REPOSITORY
from hypothesis import given
from hypothesis import strategies as st

from course import yamltext
from course.authoring.archive import located
from course.authoring.lint.texts import key_texts, lines_of, question_texts
from course.errors import BankError
from course.questions.bank.loading import load_bank, read_yaml
from course.yamltext import MAX_DEPTH, MAX_NODES, BeyondBounds

BANK = "module: m\ntitle: t\nminutes: 1\npoints: 1\n"


def laughs(levels: int, each: int = 9) -> str:
    lines = [f"x0: &x0 [{', '.join(['lol'] * each)}]"]
    lines += [f"x{at}: &x{at} [{', '.join([f'*x{at - 1}'] * each)}]" for at in range(1, levels)]
    return "\n".join(lines) + "\n"


ATTACKS = {
    "a billion laughs": (BANK + laughs(20) + "questions: *x19\n", 10, "with its aliases written out"),
    "laughs in mappings": (
        "a0: &a0 {k: v}\n"
        + "".join(f"a{n}: &a{n} {{p: *a{n - 1}, q: *a{n - 1}}}\n" for n in range(1, 30))
        + "questions: *a29\n",
        15,
        "with its aliases written out",
    ),
    "laughs as names of fields": (laughs(9) + "? [*x8, *x8]\n: 1\n", 6, "with its aliases written out"),
    "a list in itself": (BANK + "questions: &all\n  - *all\n", 6, "that has no end"),
    "a mapping in itself": ("a: &a\n  b:\n    c: *a\n", 3, "that has no end"),
    "two that lie in each other": ("a: &a\n  - &b\n    - *a\n    - *b\n", 3, "that has no end"),
    "merges of merges": (
        "a0: &a0 {k: v}\n" + "".join(f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30)),
        3,
        "`<<` merges",
    ),
    "brackets without end": ("questions: " + "[" * 5_000 + "]" * 5_000 + "\n", 1, "deep"),
    "braces without end": ("questions: " + "{a: " * 5_000 + "}" * 5_000 + "\n", 1, "deep"),
    "dashes without end": ("questions:\n  " + "- " * 5_000 + "x\n", 2, "deep"),
    "depth by aliases": (
        "a0: &a0 [1]\n" + "".join(f"a{n}: &a{n} [[[*a{n - 1}]]]\n" for n in range(1, 200)),
        14,
        "deep",
    ),
    "too many values": ("questions: [" + "1, " * MAX_NODES + "1]\n", 1, "more than 100,000 values"),
    "too many characters": ("questions: '" + "x" * yamltext.MAX_CHARACTERS + "'\n", 1, "characters"),
}
NUMBERS = {
    "a number of five thousand digits": "a: 1\nb: " + "9" * 5_000 + "\n",
    "a number to the base of sixty": "a: 1\nb: 1" + ":59" * 100_000 + "\n",
    "a day that no calendar has": "a: 1\nb: 2026-02-30\n",
    "a month that no calendar has": "a: 1\nb: 2026-13-01 10:00:00\n",
}


def put(folder: Path, text: str, name: str = "questions.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("attack", ATTACKS)
def test_every_reader_refuses_it_with_file_and_line(tmp_path: Path, attack: str) -> None:
    text, line, says = ATTACKS[attack]
    file = put(tmp_path, text)
    for read in (load_bank, read_yaml):
        with pytest.raises(BankError) as error:
            read(file)
        said = str(error.value)
        if attack != "too many characters":
            assert said.startswith(f"{tmp_path.name}/questions.yaml, line {line}: "), said
        assert says in said and "\n" not in said and len(said) < 300
    for walk in (question_texts, key_texts):
        with pytest.raises(BeyondBounds):
            list(walk(file, "questions.yaml"))
    with pytest.raises(BeyondBounds):
        lines_of(file, "questions")
    with pytest.raises(located.NotYaml) as found:
        located.load(text, first=10)
    assert found.value.line == line + 9 and says in found.value.found and found.value.remedy


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_and_days_that_are_none_are_a_fault_of_their_line(tmp_path: Path, number: str) -> None:
    with pytest.raises(BankError, match="questions.yaml, line 2: .* put it in quotes"):
        read_yaml(put(tmp_path, NUMBERS[number]))


def test_what_is_refused_is_not_built(tmp_path: Path) -> None:
    """Neither memory nor events grow with what the aliases stand for."""
    text = laughs(2_000)
    events = len(list(yaml.parse(text, Loader=yaml.SafeLoader)))
    tracemalloc.start()
    try:
        with pytest.raises(BeyondBounds):
            yamltext.check(text)
        assert tracemalloc.get_traced_memory()[1] < 200 * events
    finally:
        tracemalloc.stop()


# ---- what is written with aliases is still read


def expanded(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(expanded(name) + expanded(part) for name, part in value.items())
    if isinstance(value, list):
        return 1 + sum(map(expanded, value))
    return 1


def test_aliases_that_people_write_are_read(tmp_path: Path) -> None:
    text = "a: &a {cite: x, at: 2026-01-02}\nb: [*a, *a]\nc: &c [*a, 1]\nd: {e: *c}\n"
    assert yamltext.load(text) == yaml.safe_load(text) == read_yaml(put(tmp_path, text))
    assert located.load(text).data == yaml.safe_load(text)


def test_every_file_of_the_course_is_far_below_the_bounds() -> None:
    folders = ("source", "faculty", "course", "tests")
    files = [file for folder in folders for file in (REPOSITORY / folder).rglob("*.yaml")]
    assert len(files) > 20
    for file in files:
        text = file.read_text(encoding="utf-8")
        try:
            there = yaml.safe_load(text)
        except yaml.YAMLError:
            continue  # fixtures named for their fault
        assert expanded(there) < MAX_NODES / 4 and len(text) < yamltext.MAX_CHARACTERS / 4, file
        yamltext.check(text)


small = st.recursive(
    st.integers(0, 9) | st.text(st.sampled_from("ab"), max_size=2),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=20,
)


@given(small, st.booleans())
def test_nodes_and_levels_are_counted_as_the_data_has_them(data: Any, flow: bool) -> None:
    """Twice the same object makes PyYAML write an alias, which counts as what it stands for."""
    whole = [data, data, {"again": data}]
    text = yaml.safe_dump(whole, default_flow_style=flow)
    nodes, levels = expanded(whole), deep(whole)
    for name, just in (("MAX_NODES", nodes), ("MAX_DEPTH", levels)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yamltext, name, just)
            yamltext.check(text)
            patch.setattr(yamltext, name, just - 1)
            with pytest.raises(BeyondBounds):
                yamltext.check(text)


def deep(value: Any) -> int:
    parts = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if parts is None else 1 + max(map(deep, parts), default=0)


def test_depth_that_is_just_allowed_is_read() -> None:
    text = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert yamltext.load(text) == yaml.safe_load(text)
    with pytest.raises(BeyondBounds, match="41 deep"):
        yamltext.load(f"[{text}]")


def test_nothing_reads_yaml_past_the_bounds() -> None:
    """Only `yamltext` loads; whoever composes or parses elsewhere has checked before."""
    allowed = {"course/yamltext.py", "course/authoring/archive/located.py"}
    calls = ("yaml.load(", "yaml.safe_load(", "yaml.compose(", "yaml.parse(", "Loader(text)", "full_load(")
    for file in (REPOSITORY / "course").rglob("*.py"):
        name = file.relative_to(REPOSITORY).as_posix()
        text = file.read_text(encoding="utf-8").replace("yamltext.", "")
        found = [call for call in calls if f" {call}" in text or f"({call}" in text]
        assert not found or name in allowed, (name, found)
    text = (REPOSITORY / "course/authoring/archive/located.py").read_text(encoding="utf-8")
    assert text.index("yamltext.check(text)") < text.index("get_single_node()")
