"""How learning platforms name the files of *Download all submissions*, and whom such a name means.

A platform puts a number or a person's name into a file's name, seldom the id of the gradebook. So what stands
there is looked up in the gradebook: by id, by the platform's own number (`lms_user_id`), by first and last
name if one trainee alone has them. What nobody enrolled answers to is left out and named.

The patterns are those of the platforms' downloads as of 2026: Canvas `doejane_LATE_1234_5678_answers.json`,
Moodle `Jane Doe_123456_assignsubmission_file_/answers.json`, Blackboard
`03-numbers_jdoe_attempt_2026-11-23-10-00-00_answers.json`, Brightspace
`1234-5678 - Jane Doe - Nov 23, 2026 1000 AM - answers.json`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

_BELOW = r".*/extracted/(?:[^/]+/)*?"
# A second try at a file of the same name gets a number on some platforms: answers-1.json.
_FILE = r"(?P<file_id>[^/]+?)(?:-\d+)?(?:\.[^./]+)?$"


# In a name, a loose file stands at the end; a zip has been unpacked into a folder of that name.
_END = rf"(?:{_FILE}|[^/]*/.+)"

# Patterns of paths below extracted/. Group `one` must be the same in all that is taken for a trainee: two
# people may have one name.
PLATFORMS = {
    "canvas": rf"{_BELOW}(?P<name>[^/_]+)(?:_LATE)?_(?=(?P<one>\d+)_)(?P<student_id>\d+)_\d+_{_END}",
    "moodle": rf"{_BELOW}(?P<student_id>[^/_]+)_(?P<one>\d+)_assignsubmission_file_?/?{_END}",
    "blackboard": rf"{_BELOW}[^/]*?_(?P<student_id>[^/_]+)_attempt_[\d-]{{19}}_{_END}",
    "brightspace": rf"{_BELOW}(?P<one>\d+)-\d+ - (?P<student_id>[^/]+?) - [^/]*?[AP]M(?: - |/){_END}",
}


@dataclass(frozen=True)
class Known:
    """Whom a platform's marks mean. marks: ids by what may stand for them; numbered: ids whose number on the
    platform the gradebook has, so that their name alone says nothing.
    """

    marks: dict[str, str] = field(default_factory=dict)
    numbered: frozenset[str] = frozenset()

    def whom(self, found: re.Match[str]) -> str:
        """The enrolled id that a match means; what stands there where nobody enrolled answers to it."""
        groups = found.groupdict()
        mark, name = groups["student_id"], groups.get("name") or ""
        if (who := self.marks.get(_key(mark))) is not None:
            return who
        who = self.marks.get(_key(name))
        return who if who is not None and who not in self.numbered else str(mark)


def known(students: Iterable[Any]) -> Known:
    """What may stand for the enrolled. students: rows with id, first_name, last_name, lms_user_id.

    What would mean two trainees means nobody; an id means whose it is, even if it is another one's name.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    ids, numbered = {}, set()
    for student in students:
        first, last = student.first_name or "", student.last_name or ""
        ids[_key(student.id)] = student.id
        if student.lms_user_id:
            numbered.add(student.id)
        for words in (student.lms_user_id or "", f"{first} {last}", f"{last} {first}"):
            if key := _key(words):
                found[key].add(student.id)
    marks = {key: next(iter(who)) for key, who in found.items() if len(who) == 1}
    return Known(marks | ids, frozenset(numbered))


def _key(words: str) -> str:
    """Letters and digits of a name, without case and accents: Canvas leaves out the rest."""
    plain = unicodedata.normalize("NFKD", words).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
