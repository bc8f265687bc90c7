"""Imports point one way, and the page that explains the house names what is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "course"
PLACES = [HOUSE, ROOT / "tests", ROOT / "docs", ROOT / "faculty", ROOT / "source"]
# From the top down: each may import what stands below it. Those in one line do not know each other.
LAYERS = [
    {"__main__"},
    {"cli"},
    {"commands"},
    {"demo"},
    {"grading", "authoring"},
    {"learning"},
    {"archive"},
    {"notebook"},
    {"questions"},
    {"charts"},
    {"corpus"},
    {"measures"},
]
# Known to everybody, and knowing only each other.
GROUND = {"errors", "files", "names", "pages", "settings", "styles", "syllabus", "yamltext"}
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
# What still points upwards or across, by name. It may only become shorter.
KNOWN: set[tuple[str, str]] = set()


def imports(path: Path) -> set[str]:
    """The second names of all that a file imports from the package, wherever in the file it does so."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "course":
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("course."):
            names.add(str(node.module).split(".")[1])
        elif isinstance(node, ast.Import):
            names |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("course.")}
    return names


def against(layer: str, imported: str) -> bool:
    """Whether an import points upwards, or across to a neighbour."""
    if imported == layer or imported not in LEVEL.keys() | GROUND:
        return False  # a name of the face, such as `course.ask`
    if layer in GROUND or imported in GROUND:
        return imported not in GROUND
    return LEVEL[imported] <= LEVEL[layer]


def test_imports_point_downwards() -> None:
    wrong = set()
    for path in HOUSE.rglob("*.py"):
        if path.name == "__init__.py" and path.parent == HOUSE:
            continue  # the face: it names homes, and imports none of them
        inside = path.relative_to(HOUSE)
        layer = inside.parts[0] if len(inside.parts) > 1 else inside.stem
        for imported in imports(path):
            if against(layer, imported):
                wrong.add((inside.as_posix(), imported))
    assert wrong == KNOWN


@pytest.mark.parametrize(
    ("layer", "imported"),
    [("measures", "corpus"), ("questions", "notebook"), ("grading", "authoring"), ("errors", "corpus")],
)
def test_an_arrow_that_points_upwards_is_seen(layer: str, imported: str) -> None:
    assert against(layer, imported) and not against("commands", imported)


def test_the_page_on_the_house_names_files_that_are_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = {name.rstrip("/") for name in re.findall(r"`([\w./-]+(?:\.(?:py|yaml|md|js)|/))`", text)} - {
        ".js"
    }
    there = [f"/{path.relative_to(ROOT).as_posix()}" for folder in PLACES for path in folder.rglob("*")]
    missing = sorted(name for name in named if not any(path.endswith(f"/{name}") for path in there))
    assert len(named) > 25 and set(missing) <= {".js", "nbgrader_config.py"}
