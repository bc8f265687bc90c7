"""Weaker settings: each leaves out one thing that the ways in and out rely on, or uses nbgrader's own."""

import glob
import logging
import os
import re
import shutil
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseFeedback

from course.grading.intake import copying, enrolment, notebooks, refusals, tree
from course.grading.intake.downloads import bulk, filing, taking, zips
from course.grading.intake.exchange import arrival, owners
from course.grading.intake.exchange import collect as exchange
from course.grading.intake.exchange import release_feedback as release
from course.grading.intake.tree import Bounds, Taken


@dataclass(frozen=True)
class Weaker:
    """settings: lines of nbgrader_config.py; around: patches in force while the attack runs."""

    settings: str = ""
    around: tuple[Callable[[], Any], ...] = ()

    @contextmanager
    def in_force(self):  # type: ignore[no-untyped-def]
        with ExitStack() as stack:
            for patch in self.around:
                stack.enter_context(patch())
            yield


def _replaced(owner: Any, name: str, value: Any) -> Callable[[], Any]:
    return lambda: mock.patch.object(owner, name, value)


def _everywhere(name: str, value: Any) -> tuple[Callable[[], Any], ...]:
    """The same name in each module of the intake that has imported it."""
    modules = (arrival, bulk, enrolment, exchange, filing, release, taking, tree, zips)
    return tuple(_replaced(module, name, value) for module in modules if hasattr(module, name))


def _copied_by_paths(top: int, target: Path, bounds: Any = None, *, finish: Any = None, **how: Any) -> Taken:
    """As it was done: a look at each path, then copytree, which opens the paths again."""
    source = os.readlink(f"/proc/self/fd/{top}")
    looked_at = [(at, sorted(names)) for at, _, names in sorted(os.walk(source))]
    links = {Path(at, name) for at, names in looked_at for name in names if Path(at, name).is_symlink()}
    if how.get("replacing"):
        shutil.rmtree(target)
    for at, names in looked_at:
        new = target / Path(at).relative_to(source)
        new.mkdir(parents=True, exist_ok=True)
        for name in names:
            if Path(at, name) not in links:
                shutil.copy2(Path(at, name), new / name)
        shutil.copystat(at, new)
    taken = Taken(os.fstat(top).st_uid, os.fstat(top).st_ctime)
    if finish is not None:
        finish(target, taken)
    return taken


def _note_all(self: owners.Owners, name: str, uid: int) -> None:
    self._by_id[name].add(uid)


def _find_all(self: ExchangeCollect) -> None:
    """All submissions of all trainees, the oldest first, each taken in the place of the one before."""
    self.inbound_path = os.path.join(self.root, self.coursedir.course_id, "inbound")
    self.duedate, self.before_duedate = None, True
    found = sorted(glob.glob(os.path.join(self.inbound_path, f"*+{self.coursedir.assignment_id}+*")))
    self.src_records = [self._path_to_record(path) for path in found]
    start = datetime(2026, 1, 1)
    for number, record in enumerate(self.src_records):
        record["timestamp"] = start + timedelta(days=number)


@contextmanager
def _any_letter():  # type: ignore[no-untyped-def]
    """The log as nbgrader writes it."""
    log = logging.getLogger("traitlets")
    before, log.filters = log.filters, []
    try:
        yield
    finally:
        log.filters = before


def _without_skip(top: int, target: Path, bounds: Any = None, *, skip: Any = None, **how: Any) -> Taken:
    """Only what the settings leave out stays outside."""
    usual = lambda path, is_folder: "" if path.endswith(".ipynb") else None  # noqa: E731
    return tree.take_over(top, target, bounds, skip=usual, **how)


class OldRelease(ExchangeReleaseFeedback):
    """Whoever could not be released was put into nbgrader's list of excluded ids, with commas between."""

    def copy_files(self) -> None:
        folders = glob.glob(str(Path(self.coursedir.root, "feedback", "*", self.coursedir.assignment_id)))
        without = [
            Path(path).parent.name for path in folders if not Path(path, "submission_secret.txt").is_file()
        ]
        self.coursedir.student_id_exclude = ",".join(without)
        super().copy_files()


_OWN_COLLECT = 'c.ExchangeFactory.collect = "nbgrader.exchange.default.ExchangeCollect"\n'
_OWN_RELEASE = 'c.ExchangeFactory.release_feedback = "nbgrader.exchange.default.ExchangeReleaseFeedback"\n'
_OWN_ZIPS = """
c.ZipCollectApp.extractor_plugin = "nbgrader.plugins.ExtractorPlugin"
c.ZipCollectApp.collector_plugin = "nbgrader.plugins.FileNameCollectorPlugin"
"""
_OPEN = "c.CollectSubmissions.enrolled_only = False\n"
_ANY_ID = (*_everywhere("is_safe_id", lambda name: True),)
_HUGE = Bounds(10**9, 10**9, 10**15, 10**15)

WEAKER = {
    "nbgrader's own collect": Weaker(_OWN_COLLECT, (_any_letter,)),
    "nbgrader's own release": Weaker(_OWN_RELEASE),
    "nbgrader's own zip_collect": Weaker(_OWN_ZIPS),
    "copying by paths": Weaker(around=_everywhere("take_over", _copied_by_paths)),
    "without bounds of a folder": Weaker(around=_everywhere("Bounds", lambda *_: _HUGE)),
    "whoever hands in is a trainee": Weaker(_OPEN),
    "any id, and whoever hands in": Weaker(_OPEN, _ANY_ID),
    "any id": Weaker(around=_ANY_ID),
    "owners are not compared": Weaker("c.CollectSubmissions.refuse_other_owners = False\n"),
    "times in names are believed": Weaker("c.CollectSubmissions.believe_names = True\n"),
    "times of any form": Weaker(around=(_replaced(arrival, "_FORM", re.compile(".*", re.S)),)),
    "the list of excluded ids": Weaker('c.ExchangeFactory.release_feedback = "ways.weaker.OldRelease"\n'),
    "every entry is named": Weaker(around=(_replaced(tree, "_MOST_NAMED", 10**9),)),
    "every stray is named": Weaker(around=(_replaced(refusals, "MOST_SAID", 10**9),)),
    "all owners are noted": Weaker(around=(_replaced(owners.Owners, "note", _note_all),)),
    "renamed notebooks of any size": Weaker(around=(_replaced(notebooks, "_MOST_PARTS", 10**9),)),
    "notebooks of any size": Weaker(around=(_replaced(notebooks, "_MOST_PARTS", 10**9),)),
    "folders are copied as they are": Weaker(around=(_replaced(copying, "take_over", _without_skip),)),
    "each of them is copied": Weaker(around=(_replaced(ExchangeCollect, "init_src", _find_all),)),
    "members may overlap": Weaker(around=(_replaced(zips, "check_overlap", lambda *_: None),)),
    "any way of packing": Weaker(around=(_replaced(zips, "_KINDS", range(10**5)),)),
    "lists of any length": Weaker(
        around=(_replaced(zips, "_ENTRY", 10**9), _replaced(zips, "MOST_FILES", 10**9))
    ),
    "members of any name": Weaker(around=_everywhere("is_bad_name", lambda name: False)),
}
