"""What is said of work that is left out: each by its name, and of one account not without end.

Everybody may put as many folders into the exchange as they like. Lines about one account's hide nobody
else's.
"""

from collections import Counter
from typing import Any

from course.grading.intake.exchange.owners import account

MOST_SAID = 50  # lines about what one account owns; of more only their number


class Refusals:
    """The lines of one collection."""

    def __init__(self, log: Any) -> None:
        self._log = log
        self._count: Counter[int] = Counter()

    def say(self, owner: int, text: str, *parts: object) -> None:
        """One line about what this account owns (-1: it is gone), or one more that is counted."""
        self._count[owner] += 1
        if self._count[owner] <= MOST_SAID:
            self._log.error(text, *parts)

    def end(self) -> None:
        """Say how many were counted only; what comes after is said again."""
        for owner, count in sorted(self._count.items()):
            if count > MOST_SAID:
                whose = account(owner) if owner >= 0 else "folders that are gone"
                self._log.error("Not collected: %d more of %s", count - MOST_SAID, whose)
        self._count.clear()
