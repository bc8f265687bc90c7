"""One round of what faculty do, in a process of its own: `python -m fuzz.steps ROOT OUTCOME`.

Collect, collect zip files, grade, write feedback, release it: with the course's own settings, by the calls
that `nbgrader collect`, `nbgrader zip_collect`, `course grade`, `course feedback` and `nbgrader
release_feedback` make. What came of it is written as JSON: of each step whether it came to its end, and what
it said.
"""

import io
import json
import logging
import os
import pwd
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fuzz.world import FIRST_UID, HONEST, MODULE, ZIPPED

WORKERS = 2
_real_name, _real_account = pwd.getpwuid, pwd.getpwnam


def run(root: Path, outcome: Path) -> None:
    """All steps, one after the other; a step that failed does not keep the next from being tried."""
    from nbgrader.apps import NbGraderAPI

    from course.learning.doctor import nbgrader_config

    pwd.getpwuid, pwd.getpwnam = accounts()
    course = root / "box" / "course"
    os.chdir(course)
    config, broken = nbgrader_config(course)
    assert not broken, broken
    config.CourseDirectory.root = str(course)
    api = NbGraderAPI(config=config)
    steps: dict[str, Any] = {}
    steps["collect"] = _step(lambda: _api(api.collect(MODULE)))
    (root / "collected").touch()  # whoever exchanges files meanwhile may end
    steps["zip_collect"] = _step(lambda: _zip_collect())
    steps["grade"] = _step(lambda: _grade(course, config))
    steps["feedback"] = _step(lambda: _feedback(course, config))
    steps["release"] = _step(lambda: _api(api.release_feedback(MODULE)))
    outcome.write_text(json.dumps(steps))


def accounts() -> Any:
    """The machine as it would be with an account for each trainee, by the numbers from FIRST_UID on.

    Accounts are not made on somebody's machine for a test; what asks for them asks the module `pwd`. Gives
    what replaces its getpwuid and getpwnam.
    """
    names = {FIRST_UID + number: name for number, name in enumerate((*HONEST, *ZIPPED))}

    def by_number(uid: int) -> Any:
        if uid < FIRST_UID or uid > FIRST_UID + 10**6:
            return _real_name(uid)
        name = names.get(uid, f"x{uid - FIRST_UID - 100}")
        return pwd.struct_passwd((name, "x", uid, uid, "", "/nonexistent", "/bin/false"))

    def by_name(name: str) -> Any:
        for uid, known in names.items():
            if known == name:
                return by_number(uid)
        if name[:1] == "x" and name[1:].isdigit():
            return by_number(FIRST_UID + 100 + int(name[1:]))
        return _real_account(name)

    return by_number, by_name


def _step(act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    start = time.monotonic()
    try:
        found = act()
    except BaseException:
        found = {"success": False, "error": traceback.format_exc()}
    return {**found, "seconds": round(time.monotonic() - start, 2)}


def _api(outcome: dict[str, Any]) -> dict[str, Any]:
    return {
        "success": outcome["success"],
        "log": outcome.get("log") or "",
        "error": outcome.get("error") or "",
    }


def _zip_collect() -> dict[str, Any]:
    from nbgrader.apps.zipcollectapp import ZipCollectApp

    said = io.StringIO()
    app = ZipCollectApp(log_level=logging.INFO)
    app.initialize([MODULE, "--force"])
    handler = logging.StreamHandler(said)
    getattr(app.log, "logger", app.log).addHandler(handler)
    try:
        app.start()
        return {"success": True, "log": said.getvalue()}
    except SystemExit as left:
        return {
            "success": left.code in (0, None),
            "log": said.getvalue(),
            "error": f"it ended with {left.code}",
        }
    finally:
        getattr(app.log, "logger", app.log).removeHandler(handler)
        ZipCollectApp.clear_instance()


def _grade(course: Path, config: Any) -> dict[str, Any]:
    from course.grading.batch.pool import grade_all, prepare, submitted

    names = submitted(course, config, MODULE, [])
    prepare()
    notes: list[str] = []
    found = [one.data() for one in grade_all(course, MODULE, names, workers=WORKERS, note=notes.append)]
    lost = sorted(set(names) - {one["trainee"] for one in found})
    return {
        "success": not lost,
        "results": found,
        "log": "\n".join(notes),
        "error": f"{lost}" if lost else "",
    }


def _feedback(course: Path, config: Any) -> dict[str, Any]:
    from course.grading.batch.pool import feedback_all, graded

    names = graded(course, config, MODULE, [])
    found = [
        [one.trainee, one.written, one.reason] for one in feedback_all(course, MODULE, names, workers=WORKERS)
    ]
    lost = sorted(set(names) - {name for name, _, _ in found})
    return {"success": not lost, "pages": found, "error": f"{lost}" if lost else ""}


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]))
