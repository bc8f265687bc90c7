"""Who and what may enter the gradebook: ids that are safe to show and to use as folder names, and a notebook
under the name that the gradebook knows.

nbgrader takes a trainee's id from a folder name, writes it into the gradebook and shows it in formgrader
unescaped. It offers no place to refuse one submission, and swallows what its hooks raise; so the refusal
stands where an id is given to a student record, and the submission fails there, alone and with this
message.
"""

from pathlib import Path
from typing import Any

from course.names import is_safe_id

_guarded = False


def refusal(name: str) -> str:
    """What is said about an id that is not safe."""
    shown = "".join(letter if letter.isalnum() else "?" for letter in name[:40])
    return (
        f"The trainee id written here as '{shown}' is refused: an id has letters, digits and . _ - @ only, "
        "the letters of one script. "
        "Rename the folder in submitted/ after the trainee's enrolled id, then grade again."
    )


def admit(assignment: str = "", notebooks: Any = (), **_: Any) -> None:
    """nbgrader's pre-convert hook of Autograde: from here on the gradebook takes no unsafe id.

    A submission whose notebook was renamed is given its own name back, in the list that nbgrader goes through
    as well: it leaves out what the gradebook does not know, and would find nothing to grade.
    """
    guard_gradebook()
    if not notebooks:
        return
    from course.grading.intake.notebooks import restore_name

    folder = Path(notebooks[0]).parent
    if (folder / "questions.yaml").is_file() and (found := restore_name(folder, assignment)) is not None:
        notebooks[:] = [str(found)]


def guard_gradebook() -> None:
    """Let every new student record of this process refuse an unsafe id."""
    global _guarded
    if _guarded:
        return
    from nbgrader.api import Student
    from sqlalchemy import event

    event.listen(Student.id, "set", _check)
    _guarded = True


def _check(target: Any, value: Any, old: Any, initiator: Any) -> None:
    if not isinstance(value, str) or not is_safe_id(value):
        raise ValueError(refusal(str(value)))
