"""How learning platforms name the files of *Download all submissions*, and whom such a name means.

A platform puts a number or a person's name into a file's name, seldom the id of the gradebook. So what stands
there is looked up in the gradebook: by id, by the platform's own number (`lms_user_id`), by first and last
name if one trainee alone has them. What nobody enrolled answers to is left out and named.

The patterns are those of the platforms' downloads as of 2026: Canvas `doejane_LATE_1234_5678_answers.json`,
Moodle `Jane Doe_123456_assignsubmission_file/answers.json`, Blackboard
`03-numbers_jdoe_attempt_2026-11-23-10-00-00_answers.json`, Brightspace
`1234-5678 - Jane Doe - Nov 23, 2026 1000 AM/answers.json`, or with ` - ` in place of the slash.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

_BELOW = r".*/extracted/(?:[^/]+/)*?"
# A second file of the same name gets a number: answers-1.json from Canvas, answers (1).json from a browser.
_FILE = r"(?P<file_id>[^/]+?)(?:-\d+)?(?: ?\(\d+\))?(?:\.[^./]+)?$"
# In a name, a loose file stands at the end; a zip has been unpacked into a folder of that name.
_END = rf"(?:{_FILE}|[^/]*/.+)"
_DAY = r"[^/]*?\d{4} \d{1,2}[:.]?\d\d(?: ?[AP]M)?"

# Patterns of paths below extracted/. Group `one` must be the same in all that is taken for a trainee: two
# people may have one name. Group `attempt` says which of somebody's files are the later ones.
PLATFORMS = {
    "canvas": (
        rf"{_BELOW}(?P<name>[^/_]+)(?:_LATE)?_(?=(?P<one>\d+)_)(?P<student_id>\d+)_(?P<attempt>\d+)_{_END}"
    ),
    "moodle": rf"{_BELOW}(?P<student_id>[^/_]+)_(?P<one>\d+)_assignsubmission_file_?/?{_END}",
    "blackboard": (
        rf"{_BELOW}(?P<column>[^/]*?)_(?P<student_id>[^/_]+)_attempt_(?P<attempt>[\d-]{{19}})_{_END}"
    ),
    "brightspace": rf"{_BELOW}(?P<one>\d+)-\d+ - (?P<student_id>[^/]+?) - (?P<attempt>{_DAY})(?: - |/){_END}",
}
# What a platform adds by itself, or keeps of what was typed into it; no file of this course is called so.
_PAPERS = {
    "canvas": r".*_\d+_(?:text|link)\.html$",
    "moodle": r".*_assignsubmission_onlinetext(?:_|$)",
    "blackboard": r".*_attempt_[\d-]{19}\.txt$",
    "brightspace": r"index\.html$",
}
_TIMES = ("%Y-%m-%d-%H-%M-%S",) + tuple(
    f"{day} {clock}" for day in ("%b %d, %Y", "%B %d, %Y", "%d %B, %Y") for clock in ("%I:%M %p", "%H:%M")
)


def is_paper(platform: str, parts: Iterable[str]) -> bool:
    """Whether a path of a download is the platform's own addition, such as a table of contents."""
    return any(re.match(_PAPERS[platform], part) for part in parts)


def names_somebody(name: str) -> bool:
    """Whether any of the platforms could have given a file this name for what one trainee handed in."""
    stem = name.rpartition(".")[0] or name
    paths = (f"/extracted/{name}", f"/extracted/{stem}/answers.json")
    return any(re.match(pattern, path) for pattern in PLATFORMS.values() for path in paths)


def attempt_order(words: str) -> float | None:
    """A number that is higher for a later attempt, from what group `attempt` found; None where it says none.

    >>> attempt_order("Nov 23, 2026 926 PM") < attempt_order("Nov 24, 2026 110 PM")
    True
    """
    if words.isdecimal():
        return float(words)
    clock = re.sub(r" (\d{1,2})[:.]?(\d\d)(?: ?([AP]M))?$", r" \1:\2 \3", words).strip()
    for form in _TIMES:
        try:
            return datetime.strptime(clock, form).replace(tzinfo=UTC).timestamp()
        except ValueError:
            continue
    return None


@dataclass(frozen=True)
class Known:
    """Whom a platform's marks mean. marks: ids by what may stand for them; numbered: ids whose number on the
    platform the gradebook has, so that their name alone says nothing; ids: of everybody enrolled.
    """

    marks: dict[str, str] = field(default_factory=dict)
    numbered: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()

    def whom(self, found: re.Match[str]) -> str:
        """The enrolled id that a match means; what stands there where nobody enrolled answers to it."""
        groups = found.groupdict()
        mark, name = groups["student_id"], groups.get("name") or ""
        for words in (*_ends(groups.get("column") or "", mark), mark):
            if words in self.ids:
                return words
        if (who := self.marks.get(_key(mark))) is not None:
            return who
        who = self.marks.get(_key(name))
        return who if who is not None and who not in self.numbered else str(mark)


def called(found: re.Match[str]) -> str:
    """What the platform calls the person of a match, for people to read."""
    groups = found.groupdict()
    name = groups.get("name")
    return f"{name} ({groups['student_id']})" if name else str(groups["student_id"])


def _ends(column: str, mark: str) -> Iterator[str]:
    """What may be an id before _attempt_, the longest first: a column's name and an id can have a _."""
    words = f"{column}_{mark}".split("_") if column else []
    for start in range(len(words)):
        yield "_".join(words[start:])


def known(students: Iterable[Any]) -> Known:
    """What may stand for the enrolled. students: rows with id, first_name, last_name, lms_user_id.

    What would mean two trainees means nobody; an id means whose it is, even if it is another one's name.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    alike: defaultdict[str, set[str]] = defaultdict(set)
    ids, numbered = set(), set()
    for student in students:
        first, last = student.first_name or "", student.last_name or ""
        ids.add(student.id)
        alike[_key(student.id)].add(student.id)
        if student.lms_user_id:
            numbered.add(student.id)
        for words in (student.lms_user_id or "", f"{first} {last}", f"{last} {first}"):
            if key := _key(words):
                found[key].add(student.id)
    marks = {key: next(iter(who)) for key, who in (found | alike).items() if len(who) == 1}
    return Known(marks, frozenset(numbered), frozenset(ids))


def _key(words: str) -> str:
    """Letters and digits of a name, without case and accents: Canvas leaves out the rest."""
    plain = unicodedata.normalize("NFKD", words).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
