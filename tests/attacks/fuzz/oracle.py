"""What must be as it would be without the mutants, and what may never be anywhere."""

import contextlib
import hashlib
import os
import re
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from attacked import active_parts

from fuzz.world import HONEST, MODULE, SECRETS, ZIPPED, World, secret_of

_LARGEST_LOG = (
    3_000_000  # bytes of a step's log; a hundred mutants that say what is wrong with each take a tenth
)

# When a folder came in and a cell ran: the same in no two rounds.
_MOMENT = re.compile(rb"20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?[.\d]*( UTC|Z|[+-]\d\d:\d\d)?")
_LISTS = ("not-enrolled.csv",)  # what collecting writes for faculty


@dataclass
class State:
    """What is seen of the honest trainees after a round: by trainee and place, its content."""

    honest: dict[tuple[str, str], Any] = field(default_factory=dict)
    untouched: dict[str, str] = field(default_factory=dict)


def state_of(world: World) -> State:
    """Look at everything that no mutant may change."""
    state = State()
    scores = _scores(world)
    for name in (*HONEST, *ZIPPED):
        for step in ("submitted", "autograded", "feedback"):
            folder = world.course / step / name / MODULE
            for path in sorted(folder.rglob("*")):
                state.honest[name, f"{step}/{path.relative_to(folder)}"] = (_mode(path), _content(path))
        state.honest[name, "scores"] = scores.get(name)
        if name in HONEST:
            secret = secret_of(name) + MODULE
            released = (
                world.exchange
                / "discernment"
                / "feedback"
                / f"{hashlib.md5(secret.encode()).hexdigest()}.html"
            )
            state.honest[name, "released"] = _content(released) if os.path.lexists(released) else None
            (inbound,) = world.inbound.glob(f"{name}+{MODULE}+*+{HONEST.index(name)}" + "?" * 11)
            for path in sorted(inbound.iterdir()):
                state.honest[name, f"inbound/{path.name}"] = (_mode(path), _content(path))
    for folder in (
        world.course / "faculty",
        world.course / "source",
        world.course / "release",
        world.outside,
    ):
        for path in _all(folder):
            state.untouched[str(path.relative_to(world.root))] = f"{_mode(path)} {_content(path)}"
    state.untouched["course"] = " ".join(sorted({*os.listdir(world.course)} - {*_LISTS}))
    state.untouched["root"] = " ".join(sorted(name for name in os.listdir(world.root) if name != "collected"))
    return state


def complaints(
    world: World,
    before: State,
    now: State,
    steps: dict[str, Any],
    enrolled: set[str],
    handed_in: dict[str, str],
) -> Iterator[str]:
    """What went wrong in a round, one line each. handed_in: mutants by id, with the name they gave."""
    yield from _steps(steps)
    for place in sorted({*before.honest, *now.honest}):
        was, is_now = before.honest.get(place), now.honest.get(place)
        if was != is_now:
            yield f"changed for {place[0]}: {place[1]}: {_short(was)} -> {_short(is_now)}"
    for path in sorted({*before.untouched, *now.untouched}):
        if before.untouched.get(path) != now.untouched.get(path):
            was, is_now = before.untouched.get(path), now.untouched.get(path)
            yield f"changed: {path}: {_short(was)} -> {_short(is_now)}"
    strangers = _students(world) - enrolled
    if strangers:
        yield f"students who are not enrolled: {sorted(strangers)}"
    yield from _leaks(world)
    yield from _bad_files(world)
    yield from _unmentioned(world, steps, handed_in)
    if any(
        os.path.lexists(path) for path in ("/tmp/escaped", world.root / "escaped", world.course / "escaped")
    ):
        yield "a file was written outside"


def _steps(steps: dict[str, Any]) -> Iterator[str]:
    for name, step in steps.items():
        if not step["success"]:
            said = f"{step.get('error', '')[-1500:]} {step.get('log', '')[-500:]}"
            yield f"{name} did not come to its end: {said}"
        log = step.get("log", "")
        if len(log) > _LARGEST_LOG:
            yield f"{name} wrote a log of {len(log)} bytes"
        if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", log):
            yield f"{name} put orders to a terminal into its log"
        if re.search(r"^\[ERROR\] forged", log, re.M):
            yield f"{name} let a name look like an entry of the log"
    for name, written, reason in steps.get("feedback", {}).get("pages", []):
        if not written:
            yield f"no page for {name}: {reason}"
    said = str(steps.get("grade", {}).get("results", ""))
    if any(secret in said for secret in SECRETS.values()):
        yield "a secret stands in the outcome of grading"


def _leaks(world: World) -> Iterator[str]:
    """Secrets where a mutant could read them: in what was taken, in pages, in what is released."""
    own = {hashlib.md5((secret_of(name) + MODULE).encode()).hexdigest() for name in HONEST}
    released = world.exchange / "discernment" / "feedback"
    for folder in (*(world.course / step for step in ("submitted", "autograded", "feedback")), released):
        for path in _all(folder):
            if not path.is_file() or path.is_symlink() or path.stem in own:
                continue
            if {*path.relative_to(folder).parts[:1]} & {*HONEST, *ZIPPED}:
                continue
            data = path.read_bytes() if path.stat().st_size < 20_000_000 else b""
            for what, word in SECRETS.items():
                if what == "hidden tests" and folder.name == "autograded":
                    continue  # faculty's own copy: Score puts them back once no submission runs
                if word.encode() in data:
                    yield f"the secret of the {what} stands in {path.relative_to(world.root)}"
            is_shown = folder.name != "submitted"  # which keeps what was handed in, for nobody's browser
            if (
                is_shown
                and path.suffix == ".html"
                and (found := active_parts(data.decode("utf-8", "replace")))
            ):
                yield f"something in {path.relative_to(world.root)} could run: {found[:3]}"


def _bad_files(world: World) -> Iterator[str]:
    """Whatever is taken over is ours, plain, and nobody's but the grader's to write."""
    for step in ("submitted", "autograded", "feedback"):
        folder = world.course / step
        owner = os.lstat(folder).st_uid if folder.exists() else 0
        for path in _all(folder):
            found = os.lstat(path)
            kind, mode = stat.S_IFMT(found.st_mode), stat.S_IMODE(found.st_mode)
            problem = ""
            if kind not in (stat.S_IFREG, stat.S_IFDIR):
                problem = "is no plain file"
            elif kind == stat.S_IFREG and (mode & ~0o644 or found.st_nlink != 1):
                problem = f"has mode {mode:o} and {found.st_nlink} names"
            elif kind == stat.S_IFDIR and mode & ~0o755:
                problem = f"is a folder of mode {mode:o}"
            elif found.st_uid != owner:
                problem = f"belongs to {found.st_uid}"
            elif os.listxattr(path, follow_symlinks=False):
                problem = "has extended attributes"
            if problem:
                yield f"{path.relative_to(world.root)!s} {problem}".encode(
                    "utf-8", "backslashreplace"
                ).decode()


def _unmentioned(world: World, steps: dict[str, Any], handed_in: dict[str, str]) -> Iterator[str]:
    """Nobody vanishes without a word: a submission is taken, or the log says why not."""
    said = steps["collect"].get("log", "") + steps["zip_collect"].get("log", "")
    for trainee, outer in handed_in.items():
        if (world.course / "submitted" / trainee / MODULE).is_dir():
            continue
        if not outer.startswith(f"{trainee}+{MODULE}+") and not re.match(rf"{trainee}\b.*\.zip$", outer):
            continue  # it names another module, or another trainee, whose submission it is not
        start = outer.encode("utf-8", "replace").decode()[:3]
        if trainee not in said and start not in said:
            yield f"nothing is said of {outer!r}, which was not taken"


def _scores(world: World) -> dict[str, Any]:
    sql = """select student.id, base_cell.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade
        from grade join submitted_notebook on grade.notebook_id = submitted_notebook.id
        join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
        join student on submitted_assignment.student_id = student.id
        join base_cell on grade.cell_id = base_cell.id order by 1, 2"""
    found: dict[str, Any] = {}
    with contextlib.closing(sqlite3.connect(world.course / "gradebook.db")) as book:
        for name, *score in book.execute(sql):
            found.setdefault(name, []).append(score)
    return found


def _students(world: World) -> set[str]:
    with contextlib.closing(sqlite3.connect(world.course / "gradebook.db")) as book:
        return {name for (name,) in book.execute("select id from student")}


def _all(folder: Path) -> Iterator[Path]:
    for at, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            yield Path(at, name)


def _mode(path: Path) -> str:
    found = os.lstat(path)
    return f"{found.st_mode:o}"


def _content(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        return "-"
    return hashlib.sha256(_MOMENT.sub(b"", path.read_bytes())).hexdigest()[:16]


def _short(value: Any) -> str:
    return repr(value)[:200]
