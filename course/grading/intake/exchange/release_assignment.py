"""Releasing: refused for credit from a folder whose keys others can read, unless faculty say so."""

import os
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeReleaseAssignment
from traitlets import Bool, List, Unicode

from course.grading.intake.exchange.due import publish_due_dates
from course.grading.intake.published import CannotLook, Published, published_keys

SETTING = "ReleaseAssignment"
ALLOWED = "public_keys_are_fine"
PRIVATE = "private_remotes"


class ReleaseAssignment(ExchangeReleaseAssignment):
    """Release a module, as nbgrader does, if nobody but faculty can read its keys as far as git knows."""

    public_keys_are_fine = Bool(
        False,
        help="Release although the keys can be read by others: for self-study, or where nothing is marked.",
    ).tag(config=True)
    private_remotes = List(
        Unicode(),
        help="Git remotes that only faculty can read: names, hosts or addresses.",
    ).tag(config=True)

    def start(self) -> None:
        """Look, then release with due dates; the refusal says what was found and what lets it through."""
        if not self.public_keys_are_fine:
            root = Path(self.coursedir.root)
            try:
                found = published_keys(keys_of(root), root, self.private_remotes)
            except CannotLook as why:
                self.fail(f"Not released: whether the keys are public is not known. {why} {remedy()}")
            if found:
                self.fail(f"Not released: {said(found)} {remedy(found)}")
        super().start()
        publish_due_dates(self.coursedir, Path(self.root), self.log)


def keys_of(root: Path) -> Path:
    """The folder of keys: COURSE_FACULTY if set, else faculty/ in the course folder."""
    return Path(root, os.environ.get("COURSE_FACULTY") or "faculty").expanduser()


def settings(config: Any) -> tuple[bool, list[str]]:
    """Whether public keys are fine, and which remotes are private, as faculty set it."""
    section = config.get(SETTING, {})
    return bool(section.get(ALLOWED, False)), [str(name) for name in section.get(PRIVATE, [])]


def said(found: list[Published]) -> str:
    """What is published where, in full sentences."""
    return "The answers are out. " + " ".join(f"{entry}." for entry in found)


def remedy(found: list[Published] | None = None) -> str:
    """What faculty can do, for the log of nbgrader as for a terminal."""
    remote = found[0].remote if found else "NAME"
    return (
        "For credit, keep keys of your own in a private folder and name it in COURSE_FACULTY "
        "(docs/faculty-handbook.md). "
        f"If only faculty can read that remote, write c.{SETTING}.{PRIVATE} = [{remote!r}] into "
        f"nbgrader_config.py; if nothing is marked, c.{SETTING}.{ALLOWED} = True."
    )
