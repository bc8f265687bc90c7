"""nbgrader's exchange, where its own would stop a whole batch or carry in what should stay outside."""

import contextlib
import fnmatch
import os
import stat
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect
from traitlets import Bool, Float

from course.grading.intake.admission import refusal
from course.grading.intake.enrolment import Roll, enrolled_ids
from course.grading.intake.exchange.arrival import FILE as STAMP
from course.grading.intake.exchange.arrival import Arrival, arrival, note, time_in
from course.grading.intake.exchange.owners import Owners, account, note_owners
from course.grading.intake.exchange.release_feedback import SECRET, is_secret
from course.grading.intake.notebooks import restore_name
from course.grading.intake.refusals import Refusals
from course.grading.intake.tree import Bounds, NotTaken, Taken, opened_below, read_plain, shown, take_over
from course.grading.outputs.logs import guard_log
from course.names import is_safe_id
from course.questions.answers.store import NAME as ANSWERS

MOST_FILES = 2_000
DEEPEST = 20
_REFUSED = "\0"  # no trainee's id can be this


class CollectSubmissions(ExchangeCollect):
    """Collect submissions; leave out unsafe ids, links and special files, each with a line in the log.

    The inbound folder is open to everybody on the machine, and nbgrader copies with the collector's rights:
    a link to a key would arrive as the key. So each folder is taken over as tree.py does it.
    """

    src_records: list[dict[str, Any]]

    enrolled_only = Bool(
        True,
        help="Take work only under ids that are in the gradebook. False: whoever hands in becomes a trainee, "
        "here, from zip files and when grading; for courses without a list of trainees.",
    ).tag(config=True)
    refuse_other_owners = Bool(
        None,
        allow_none=True,
        help="Leave out a submission that belongs to another system account than the trainee it names. None: "
        "where accounts tell. True: always. False: never, where all trainees share one account.",
    ).tag(config=True)

    grace_minutes = Float(
        10,
        help="How far the time in a folder's name may be from the folder's own, before that one counts: "
        "clocks differ, and a large submission takes a while to be handed in.",
    ).tag(config=True)
    believe_names = Bool(
        False,
        help="Let the time in a folder's name count in any case. For an exchange that was moved or restored: "
        "every folder in it is as young as that. What differs is noted all the same.",
    ).tag(config=True)

    def _path_to_record(self, path: str) -> dict[str, Any]:
        # nbgrader reads a time from whatever lies there, and stops for everybody where there is none.
        folder, name = os.path.split(path)
        if (problem := _not_a_submission(Path(path))) is None:
            record: dict[str, Any] = super()._path_to_record(path)
            try:
                if self._is_welcome(record):
                    return record  # what is refused here cannot stand in the way of older work that is not
            except OSError:
                problem = "was taken away while it was looked at"
        if problem is not None:
            self._refusals.say(_owner_of(path), "Not collected: %s in %s %s", shown(name), folder, problem)
        return {"username": _REFUSED, "filename": name, "timestamp": datetime.min}

    def init_src(self) -> None:
        """Find the newest submission of each trainee, and drop those that are refused."""
        guard_log(self.log)
        self._roll = Roll(enrolled_ids(self.coursedir), open=not self.enrolled_only)
        self._owners: Owners | None = None
        self._refusals = Refusals(self.log)
        super().init_src()
        self._refusals.end()
        self.src_records = [record for record in self.src_records if record["username"] != _REFUSED]
        self._roll.report(self.log, Path(self.coursedir.root), "collect again")

    def _sort_by_timestamp(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The newest first, by the time that counts: any time can be written into a name."""
        for record in records:
            self._date(record)
        found: list[dict[str, Any]] = super()._sort_by_timestamp(records)
        return found

    def _date(self, record: dict[str, Any]) -> None:
        """Let the folder's own time count where its name says another."""
        if record["username"] == _REFUSED or "named" in record:
            return
        record["named"] = record["timestamp"]
        with contextlib.suppress(OSError):
            changed = os.lstat(os.path.join(self.inbound_path, record["filename"])).st_ctime
            record["timestamp"] = self._arrival(record["named"], record["named"], changed).counts

    def _arrival(self, named: datetime, stamped: datetime | None, changed: float) -> Arrival:
        grace = timedelta(minutes=self.grace_minutes)
        return arrival(named, stamped, changed, grace, self.believe_names)

    def copy_files(self) -> None:
        """Copy each submission by itself: one that cannot be copied does not stop the others."""
        if not self.src_records:
            super().copy_files()  # it says that there is nothing to collect
            return
        self._ask_for_sticky_root()
        self.log.info("Processing %d submissions of %r", len(self.src_records), self.coursedir.assignment_id)
        self._differing = 0
        for record in self.src_records:
            try:
                self._collect(record)
            except NotTaken as error:
                self.log.error("Not collected: %s %s", shown(record["filename"]), error)
            except Exception as error:
                name, why = shown(record["filename"]), type(error).__name__
                self.log.error("Not collected: %s could not be copied (%s: %s)", name, why, error)
        if self._differing > max(2, len(self.src_records) // 2):
            self.log.warning(
                "%d of %d folders were changed long after the time in their names. If the exchange was moved "
                "or restored from a backup, collect again with --update and CollectSubmissions.believe_names",
                self._differing,
                len(self.src_records),
            )

    def _collect(self, record: dict[str, Any]) -> None:
        trainee, module = record["username"], self.coursedir.assignment_id
        target = Path(self.coursedir.format_path(self.coursedir.submitted_directory, trainee, module))
        updating = target.is_dir()
        if updating and not self._is_newer(record, target):
            remedy = "No newer submission to collect" if self.update else "Use --update to update"
            self.log.info("%s: %s %s was collected before", remedy, trainee, module)
            return
        self.log.info("%s: %s %s", "Updating" if updating else "Collecting", trainee, module)
        with opened_below(Path(self.root), self.coursedir.course_id, "inbound", record["filename"]) as top:
            record["owner"] = os.fstat(top).st_uid  # of this very folder, whatever lay there before
            if not self._is_welcome(record):
                return
            target.parent.mkdir(parents=True, exist_ok=True)
            finish = partial(self._finish, record)
            self._take(top, target, record["filename"], replacing=updating, finish=finish)

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Take a folder over as it is, into one that is not there yet."""
        parent, name = os.path.split(src)
        try:
            with opened_below(Path(parent), name) as top:
                self._take(top, Path(dest), name)
        except NotTaken as error:
            self.log.error("Not collected: %s %s", shown(name), error)

    def _is_newer(self, record: dict[str, Any], target: Path) -> bool:
        """nbgrader's own rule; it then took the old one away before the new one had come."""
        with opened_below(target) as old:
            existing = time_in(read_plain(old, STAMP, 1_000))
        if self.update and (existing is None or record["timestamp"] > existing):
            return True
        # Names that are believed from now on may be earlier than what counted until now.
        again = self.before_duedate or (self.update and self.believe_names)
        return bool(again and existing != record["timestamp"])

    def _take(self, top: int, target: Path, name: str, **how: Any) -> None:
        most, shared = self.coursedir, bool(self.coursedir.groupshared)
        taken = take_over(
            top,
            target,
            Bounds(MOST_FILES, DEEPEST, 1000 * most.max_file_size, 1000 * most.max_dir_size),
            skip=self._skip,
            modes=(0o664, 0o2775) if shared else (0o644, 0o755),
            **how,
        )
        for entry in taken.left_out:
            self.log.error("Not collected: %s of %s %s", entry.name, shown(name), entry.reason)

    def _skip(self, path: str, is_folder: bool) -> str | None:
        """What the course's settings leave out, and a folder where the answers should be."""
        name = os.path.basename(path)
        if any(fnmatch.fnmatch(name, pattern) for pattern in self.coursedir.ignore):
            return ""
        included = is_folder or any(fnmatch.fnmatch(name, pattern) for pattern in self.coursedir.include)
        if self.coursedir.include and not included:
            return ""
        if is_folder and path in (ANSWERS, STAMP, SECRET):
            return "is a folder where a file is expected"
        return None

    def _finish(self, record: dict[str, Any], folder: Path, taken: Taken) -> None:
        """What must be in place before anybody finds the folder: its time, its secret, its notebook."""
        name, module = shown(record["filename"]), self.coursedir.assignment_id
        with opened_below(folder) as new:
            stamped = time_in(read_plain(new, STAMP, 1_000))
            secret = read_plain(new, SECRET, 1_000)
        arrived = self._arrival(record.get("named", record["timestamp"]), stamped, taken.changed)
        if arrived.differs:
            self._differing += abs(arrived.changed - arrived.named) > timedelta(minutes=self.grace_minutes)
            self.log.warning("The folder %s %s", name, arrived.says)
        (folder / STAMP).unlink(missing_ok=True)
        (folder / STAMP).write_text(arrived.stamp, encoding="utf-8")
        note(Path(self.coursedir.root), module, record["username"], arrived)
        if not is_secret(secret):
            self.log.warning("%s has no secret of nbgrader's form: its feedback cannot be released", name)
            (folder / SECRET).unlink(missing_ok=True)
        if restore_name(folder, module) is not None:
            self.log.warning("%s has no notebook of the released name; one was put under it", name)

    def _ask_for_sticky_root(self) -> None:
        mode = os.stat(self.root).st_mode
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            self.log.warning(
                "Whoever has an account here can put another folder in the place of the course's in %s. "
                "Forbid it once: chmod +t %s",
                self.root,
                self.root,
            )

    def _is_welcome(self, record: dict[str, Any]) -> bool:
        name, owner = record["username"], self._owner(record)
        if not is_safe_id(name):
            self._refusals.say(owner, "Not collected. %s", refusal(name))
            return False
        if (problem := self._known_owners().problem(name, owner)) is not None:
            self._refusals.say(owner, "Not collected: a submission under the id %s %s", name, problem)
            return False
        return self._roll.admits(name, account(owner))

    def _owner(self, record: dict[str, Any]) -> int:
        """The account that owns a folder: of the open one, once it is open."""
        owner: int | None = record.get("owner")
        if owner is None:
            owner = os.lstat(os.path.join(self.inbound_path, record["filename"])).st_uid
        return owner

    def _known_owners(self) -> Owners:
        """Who handed in under which id, over the whole inbound folder: looked up once."""
        if self._owners is None:
            self._owners = Owners(self.refuse_other_owners, self._roll.ids)
            note_owners(self._owners, self.inbound_path, self.coursedir.assignment_id)
        return self._owners


def _not_a_submission(path: Path) -> str | None:
    """Why an entry of the inbound folder cannot be a submission; None if it can."""
    parts = path.name.rsplit("+", 3)
    if len(parts) != 4 or time_in(parts[2]) is None:
        return "is not named as a submission is"
    return None if _is_folder(path) else "is a link or a file, not a folder"


def _owner_of(path: str) -> int:
    """The account that owns an entry; -1 for one that is gone."""
    try:
        return os.lstat(path).st_uid
    except OSError:
        return -1


def _is_folder(path: Path) -> bool:
    """Whether this is a folder itself, and no link to one."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False
