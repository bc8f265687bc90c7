"""When a submission was handed in: what its folder says, held against what nobody but the system can set.

The time in a folder's name and in timestamp.txt is the trainee's word. When the folder and its files were
last changed (ctime) is the system's: whoever copies, renames or writes sets it to now, and no ordinary
account can set it to anything else.
"""

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nbgrader.utils import parse_utc

from course.files import write_whole

FILE = "timestamp.txt"
_NOTES = (".grading", ".arrivals")  # in the course folder; no trainee's id begins with a dot
_FORM = re.compile(r"[\w :.+-]{1,60}")  # dateutil would open a file that a time zone names by its path
_SHOWN = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class Arrival:
    """When a submission came in. Times are UTC without a zone, as nbgrader keeps them.

    counts: what is written to timestamp.txt, and a late penalty is worked out from; named: in the folder's
    name; stamped: in its timestamp.txt, None where that held no time; changed: the system's own.
    """

    counts: datetime
    named: datetime
    stamped: datetime | None
    changed: datetime
    differs: bool

    @property
    def stamp(self) -> str:
        """As nbgrader writes it."""
        return f"{self.counts:%Y-%m-%d %H:%M:%S.%f} UTC"

    @property
    def says(self) -> str:
        """What differs, in a sentence without its subject."""
        stamped = f"{self.stamped:{_SHOWN}}" if self.stamped else "no time"
        return (
            f"says {self.named:{_SHOWN}} in its name and {stamped} in {FILE}, and was last changed "
            f"{self.changed:{_SHOWN}} UTC; {self.counts:{_SHOWN}} counts"
        )


def arrival(
    named: datetime, stamped: datetime | None, changed: float, grace: timedelta, believed: bool = False
) -> Arrival:
    """What counts: the name's time where the system's is within `grace` of it, else the system's.

    changed: seconds since 1970; believed: the name's time counts in any case.
    """
    own = datetime.fromtimestamp(changed, UTC).replace(tzinfo=None)
    other = abs(own - named) > grace
    differs = other or stamped is None or abs(stamped - named) > grace
    return Arrival(own if other and not believed else named, named, stamped, own, differs)


def time_in(text: str | bytes | None) -> datetime | None:
    """A time as nbgrader reads it, UTC without a zone; None for anything that is none.

    >>> time_in("2026-11-23 10:00:00 UTC"), time_in("no time"), time_in(b"\\xff")
    (datetime.datetime(2026, 11, 23, 10, 0), None, None)
    """
    try:
        words = (text.decode() if isinstance(text, bytes) else text or "").strip()
        found = parse_utc(words) if _FORM.fullmatch(words) else None
    except Exception:  # dateutil stumbles over strange numbers and zones in a dozen ways
        return None
    return found if isinstance(found, datetime) and found.tzinfo is None else None


def note(root: Path, module: str, trainee: str, arrived: Arrival) -> None:
    """Keep what differs for faculty, beside the marks of grading; take away what an earlier one left."""
    path = _path(root, module, trainee)
    if not arrived.differs:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps({**asdict(arrived), "says": arrived.says}, default=str)
    write_whole(path, content, mode=None)


def noted(root: Path, module: str, trainee: str) -> str:
    """What was kept of a trainee's submission, as a sentence without its subject; "" for nothing."""
    try:
        return str(json.loads(_path(root, module, trainee).read_text(encoding="utf-8"))["says"])
    except (OSError, ValueError, KeyError):
        return ""


def _path(root: Path, module: str, trainee: str) -> Path:
    return root.joinpath(_NOTES[0], module, _NOTES[1], f"{trainee}.json")
