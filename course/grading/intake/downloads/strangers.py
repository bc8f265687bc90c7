"""People on the platform to whom nobody in the gradebook answers: named once each, their files left."""

from dataclasses import dataclass, field
from typing import Any

from course.grading.intake.tree import shown

_MOST_SHOWN = 20
_ADD = "`nbgrader db student add ID --first-name=… --last-name=…`"
# What the gradebook must have for a platform's files to find somebody.
_NEEDED = {
    "canvas": f"the same first and last name, or the number in brackets as lms_user_id ({_ADD})",
    "moodle": f"the same first and last name ({_ADD})",
    "blackboard": "the Blackboard username as id (`nbgrader db student add ID`)",
    "brightspace": f"the same first and last name ({_ADD})",
}


@dataclass
class Strangers:
    """Whose files were left out, by what the platform calls them."""

    platform: str
    files: dict[str, int] = field(default_factory=dict)

    def add(self, called: str, name: str) -> None:
        """One more file of somebody."""
        self.files[called] = self.files.get(called, 0) + 1

    def report(self, log: Any, again: str) -> None:
        """Name them in one entry of the log, with what would let them be found. again: the next command."""
        if not self.files:
            return
        names = sorted(self.files)
        listed = "; ".join(shown(name) for name in names[:_MOST_SHOWN])
        more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
        log.error(
            "Not collected, because nobody enrolled goes by this name, or more than one does: %s%s. For a "
            "trainee of yours, the gradebook needs %s. Then run %s. Where two have one name, copy the files "
            "by hand.",
            listed,
            more,
            _NEEDED[self.platform],
            again,
        )
