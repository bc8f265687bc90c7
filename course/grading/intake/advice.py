"""What `course doctor --for faculty` says of a course folder: keys, who is enrolled, whose work is whose."""

from pathlib import Path
from typing import Any

from course.grading.intake.enrolment import enrolled_ids, is_open
from course.grading.intake.exchange.owners import compared
from course.grading.intake.exchange.release_assignment import keys_of, said, settings
from course.grading.intake.published import CannotLook, published_keys
from course.learning.doctor import Check, nbgrader_config


def faculty_notes(folder: Path) -> list[Check]:
    """What faculty should know of the folder before they release for credit; nothing of it is a gap."""
    config, _ = nbgrader_config(folder)
    ids = _enrolled(config, folder)
    return [_keys(config, folder), _roll(config, ids), _owners(config, ids or frozenset())]


def _keys(config: Any, folder: Path) -> Check:
    told, private = settings(config)
    try:
        found = published_keys(keys_of(folder), folder, private)
    except CannotLook as why:
        return _note("Keys", False, f"whether they are public is not known. {why}")
    if not found:
        return _note("Keys", True, "in no git remote that others can read, as far as git knows")
    fine = " You said that this is fine." if told else " For credit see: course release-check"
    return _note("Keys", False, said(found) + fine)


def _roll(config: Any, ids: frozenset[str] | None) -> Check:
    if is_open(config):
        return _note("Enrolled", False, "whoever hands in becomes a trainee (enrolled_only = False)")
    if ids is None:
        return _note("Enrolled", False, "the gradebook cannot be read")
    if not ids:
        told = "nobody yet, and work of others is not collected: nbgrader db student import students.csv"
        return _note("Enrolled", False, told)
    return _note("Enrolled", True, f"{len(ids)} in the gradebook; work under other ids is left where it is")


def _owners(config: Any, ids: frozenset[str]) -> Check:
    known, told = compared(config.get("CollectSubmissions", {}).get("refuse_other_owners"), ids)
    return _note("Owners of submissions", known, told)


def _enrolled(config: Any, folder: Path) -> frozenset[str] | None:
    """The ids in the gradebook; none where there is no gradebook yet, None where it cannot be read."""
    from nbgrader.coursedir import CourseDirectory

    config = config.copy()
    config.CourseDirectory.root = str(folder)
    coursedir = CourseDirectory(config=config)
    url = str(coursedir.db_url)
    if url.startswith("sqlite:///") and not Path(folder, url.removeprefix("sqlite:///")).is_file():
        return frozenset()
    try:
        return enrolled_ids(coursedir)
    except Exception:  # whatever a database and its driver raise; `course doctor` looks at it elsewhere
        return None


def _note(name: str, good: bool, found: str) -> Check:
    return Check(name, True, found, ("faculty",), note=not good)
