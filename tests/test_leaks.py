"""Nothing secret in what leaves: release/, the exchange, the wheel. And the test finds what is planted."""

import gzip
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from course_in_a_box import REPOSITORY, Box, from_nbgrader, ok
from leaks import files_of_wheel, files_under, leaks_in, secrets_of

from course.authoring.archive.building import build

pytestmark = from_nbgrader
KINDS = ["file", "rationale", "hidden", "solution", "key", "reference", "rubric", "truth", "seed"]
KINDS += ["trail", "template", "variants"]  # of an archived web
PLANTED = [*KINDS, "packed", "label"]  # inside gzip; and what a built page must not say of itself


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(out),
        str(REPOSITORY),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return files_of_wheel(next(out.glob("*.whl")))


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    """The made-up modules, with a truth table and a seed, released by nbgrader with no config at all."""
    box = Box(tmp_path_factory.mktemp("leaks") / "box")
    for module in ("ten-kinds", "m1"):
        box.add(module)
    (box.course / "faculty" / "ten-kinds" / "truth.csv").write_text("post_id,is_planted,campaign\n1,1,a\n")
    (box.course / "faculty" / "ten-kinds" / "seed.txt").write_text("q7Zk-hidden-seed-91\n")
    archive = box.course / "faculty" / "m1" / "archive"
    shutil.copytree(REPOSITORY / "tests" / "fixtures" / "archive", archive)
    build(box.course, box.course / "faculty", "m1")
    (box.course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'bare'\n")
    for module in ("ten-kinds", "m1"):
        ok(box.api.generate_assignment(module))
        ok(box.api.release_assignment(module))
    return box


def test_every_kind_of_secret_is_known(box: Box) -> None:
    assert {secret.kind for secret in secrets_of(box.course)} == set(KINDS)


def test_the_release_of_this_repository() -> None:
    files = files_under(REPOSITORY / "release")
    assert files
    assert leaks_in(files, secrets_of(REPOSITORY)) == []


def test_the_wheel(wheel: dict[str, bytes]) -> None:
    assert "course/questions/bank/models.py" in wheel
    assert leaks_in(wheel, secrets_of(REPOSITORY)) == []
    assert all(name.startswith(("course/", "course_discernment-")) for name in wheel)


def test_nothing_of_the_wheel_is_from_faculty_or_tests(wheel: dict[str, bytes]) -> None:
    assert not [
        name for name in wheel if re.search(r"key\.yaml|reference\.py|notebook\.md|/rubric/|truth", name)
    ]


def test_a_built_archive_holds_no_secret_of_its_source(box: Box) -> None:
    built = files_under(box.course / "course" / "archive" / "web")
    assert {Path(name).name for name in built} >= {"lamps.json.gz", "pictures.json"}
    assert leaks_in(built, secrets_of(box.course)) == []


def test_what_lands_in_the_exchange_without_any_config(box: Box) -> None:
    files = files_under(box.exchange)
    assert {Path(name).name for name in files} >= {"ten-kinds.ipynb", "m1.ipynb", "questions.yaml"}
    assert leaks_in(files, secrets_of(box.course)) == []


def test_what_lands_in_the_exchange_with_ours(tmp_path: Path) -> None:
    box = Box(tmp_path / "box")
    box.add("m1")
    box.release("m1")
    assert leaks_in(files_under(box.exchange), secrets_of(box.course)) == []


def notebook_with(files: dict[str, bytes], source: str) -> dict[str, bytes]:
    name = "m1/m1.ipynb"
    notebook = json.loads(files[name])
    lines = source.splitlines(keepends=True)
    notebook["cells"].append({"cell_type": "markdown", "id": "p", "metadata": {}, "source": lines})
    return {**files, name: json.dumps(notebook).encode()}


def plant(kind: str, files: dict[str, bytes], faculty: Path) -> dict[str, bytes]:
    """The released files with one secret of a kind in them, dressed up as it might slip in."""
    key = yaml.safe_load((faculty / "ten-kinds/key.yaml").read_text())
    if kind == "file":
        return {**files, "m1/picture.png": (faculty / "m1/notebook.md").read_bytes()}
    if kind == "rationale":
        hint = key["keys"]["hops"]["rationale"].replace(" ", "\n  ", 3)
        return {**files, "ten-kinds/questions.yaml": f"hints:\n- >-\n  {hint}\n".encode()}
    if kind == "hidden":
        return notebook_with(files, 'check("which")\n    grade("which")')
    if kind == "solution":
        return notebook_with(files, "posts = [1, 2, 3]\n  n_posts = len(posts)\n")
    if kind == "key":
        bare = {"questions": [{"id": "hops", "answer": ["preprint", "release", "news", "post"]}]}
        return {**files, "ten-kinds/answers-format.json": json.dumps(bare).encode()}
    if kind == "reference":
        return {
            **files,
            "ten-kinds/helpers.py": b'def f(case):\n  birch = case["birch"] / case["birch_days"]\n',
        }
    if kind == "rubric":
        return notebook_with(files, "A good reply:\n" + key["keys"]["reply"]["rubric"]["criteria"][0])
    if kind == "truth":
        return {**files, "ten-kinds/posts.csv": b"post_id,text,is_planted\n1,x,0\n"}
    if kind in ("trail", "template", "variants", "packed", "label"):
        return {**files, **plant_of_archive(kind, faculty / "m1" / "archive")}
    return {**files, "ten-kinds/readme.txt": b"made with q7Zk-hidden-seed-91"}


def plant_of_archive(kind: str, archive: Path) -> dict[str, bytes]:
    """A file with one secret of an archived web in it."""
    story = yaml.safe_load((archive / "stories/lamps.yaml").read_text())
    if kind == "trail":
        return {"m1/notes.md": f"Hint: {story['trail'][0]['why']}\n".encode()}
    if kind == "template":
        return {"m1/page.md": (archive / "sites/ward-letters.example/falls.md").read_bytes()[-500:]}
    if kind == "variants":
        keys = json.loads((archive / "variants.json").read_text())["lamps"]
        return {"m1/data.json": json.dumps({"x": keys}).encode()}
    if kind == "packed":
        return {"m1/lamps.json.gz": gzip.compress(json.dumps(story).encode())}
    page = {"url": "https://ward-letters.example/2026/falls", "title": "Falls", "role": "solution"}
    return {"m1/lamps.json.gz": gzip.compress(json.dumps({"pages": [page]}).encode())}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_leak_is_found(box: Box, kind: str) -> None:
    clean = files_under(box.course / "release")
    secrets = secrets_of(box.course)
    assert leaks_in(clean, secrets) == []
    found = leaks_in(plant(kind, clean, box.course / "faculty"), secrets)
    assert {"packed": "trail"}.get(kind, kind) in {leak.kind for leak in found}


def test_a_whole_key_under_another_name_and_in_another_order_is_found(box: Box) -> None:
    key = yaml.safe_load((box.course / "faculty/m1/key.yaml").read_text())
    wrapped = {"config.json": json.dumps({"x": [{"keys": key["keys"]}]}, default=str).encode()}
    assert {"key", "rationale", "rubric"} <= {leak.kind for leak in leaks_in(wrapped, secrets_of(box.course))}
