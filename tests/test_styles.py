"""Style sheets: each rule stands under a root that `course.styles` knows.

A host's rule and our own reset outweigh any other.
"""

import re
from pathlib import Path

import pytest

import course
from course.styles import read_scoped

HOME = Path(course.__file__).parent
# The feedback page is a page of its own: no host styles it.
SHEETS = [path for path in sorted(HOME.rglob("*.css")) if path.name != "feedback.css"]
# What anywidget gives our cards to stand in is a host's, outside every root.
HOSTS = {".qc-host", ".aw-host"}
_BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")


def unrooted(sheet: str) -> set[str]:
    """The selectors of a scoped sheet that no reset knows. What stands inside @keyframes has none."""
    plain = re.sub(r"@keyframes [^{]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheet)
    plain = re.sub(r"@(?:media|supports|container)[^{]*\{", "", plain)
    selectors = {head.strip().splitlines()[-1] for head, _ in _BLOCK.findall(plain)}
    return {selector for selector in selectors if ":is(." not in selector and ":where(" not in selector}


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_each_rule_stands_under_a_root(path: Path) -> None:
    assert unrooted(read_scoped(path)) - HOSTS == set()


def test_a_rule_outside_is_found() -> None:
    assert unrooted(".nobody{margin:0}") == {".nobody"}
