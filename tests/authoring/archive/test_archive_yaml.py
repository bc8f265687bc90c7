"""YAML with lines: each value's own, a block's first line of text, and what is no YAML of ours."""

import pytest

from course.authoring.archive.located import NotYaml, load


def test_values_know_their_lines() -> None:
    found = load("a: 1\nb:\n  - x\n  - {c: d}\ne: |\n  first\n  second\nf: 2026-01-02\n", first=10)
    assert found.data["b"] == ["x", {"c": "d"}] and found.data["e"] == "first\nsecond\n"
    assert found.data["f"].isoformat() == "2026-01-02"
    lines = {("a",): 10, ("b",): 11, ("b", 1, "c"): 13, ("e",): 15, ("f",): 17}
    assert {path: found.line(path) for path in lines} == lines
    assert found.line(("b", 1, "missing", "deep")) == 13


def test_what_anchors_share_has_a_line_for_each_place() -> None:
    found = load("a: &x {n: 1}\nb:\n  - *x\n  - *x\n")
    assert found.data["b"] == [{"n": 1}, {"n": 1}]
    assert found.line(("b",)) == 2


@pytest.mark.parametrize(
    ("text", "line", "remedy"),
    [
        ("a: 1\nb: {{ c }}\n", 2, "quotes"),
        ("a: {{ c.d }} and more\n", 1, "quotes"),
        ("- {{ c }}\n", 1, "quotes"),
        ("a: one: two\n", 1, "quotes"),
        ("a: 1\na: 2\n", 2, "one of them"),
        ("b: 1\na: 2026-13-45\n", 2, "quotes"),
        ("a: !!python/object:os.system x\n", 1, "indentation"),
        ("a: [1, 2\nb: 3\n", 2, "indentation"),
        ("a: 1\n\tb: 2\n", 2, "indentation"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, line: int, remedy: str) -> None:
    with pytest.raises(NotYaml) as caught:
        load(text)
    assert (caught.value.line, remedy in caught.value.remedy) == (line, True), caught.value.remedy
