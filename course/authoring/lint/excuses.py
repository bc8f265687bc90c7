"""Places excused from a rule, each with a written reason: comments in Markdown, or a module's lint.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from course.authoring.lint.finding import Finding
from course.authoring.lint.markdown import blocks
from course.authoring.lint.module import Module
from course.authoring.lint.texts import Text
from course.errors import BankError
from course.questions.bank.loading import read_yaml

_COMMENT = re.compile(r"<!--\s*lint:\s*([\w-]*)\s*(?:[—–:-]+\s*)?(.*?)\s*-->", re.DOTALL)
_LEAST_REASON = 10  # characters; less cannot say why


@dataclass(frozen=True, slots=True)
class Excuse:
    """One excused place: where it is written, the rule, the reason, and what it covers.

    A comment covers the block that follows it, first to last line of `covers`. An entry of lint.yaml covers
    `place` (a question, a question's field, a heading, or a module's id) and, if `found` is given, only
    findings that hold these words.
    """

    file: str
    line: int
    rule: str
    reason: str
    covers: tuple[int, int] = (0, 0)
    place: str = ""
    found: str = ""

    def matches(self, finding: Finding) -> bool:
        """Whether this excuses that."""
        if self.rule != finding.rule:
            return False
        if not self.place:
            return finding.file == self.file and self.covers[0] <= finding.line <= self.covers[1]
        at = finding.place == self.place or finding.place.startswith(f"{self.place}.")
        return at and self.found in finding.found


def excuses_of(module: Module) -> tuple[list[Excuse], list[Finding]]:
    """A module's excuses, and findings on a lint.yaml that cannot be read."""
    texts = [text for text in (module.notebook, *module.notes) if text is not None]
    listed, faults = _listed(module)
    return [*(excuse for text in texts for excuse in _comments(text)), *listed], faults


def _comments(text: Text) -> Iterator[Excuse]:
    found = blocks(text.words)
    for place, block in enumerate(found):
        if block.kind != "comment":
            continue
        follows = next((one for one in found[place + 1 :] if one.kind != "comment"), block)
        for match in _COMMENT.finditer(block.plain):
            yield Excuse(
                text.file, block.first + 1, match[1], " ".join(match[2].split()),
                covers=(follows.first + 1, follows.last),
            )  # fmt: skip


def _listed(module: Module) -> tuple[list[Excuse], list[Finding]]:
    path, name = module.faculty / "lint.yaml", module.names["excuses"]
    if not path.is_file():
        return [], []
    try:
        entries = read_yaml(path)
    except BankError as error:
        return [], [_fault(name, 0, str(error), "Mend it.")]
    good, faults = [], []
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], 1):
        fields = set(entry) if isinstance(entry, dict) else set()
        texts = isinstance(entry, dict) and all(isinstance(value, str) for value in entry.values())
        if not texts or not {"rule", "place"} <= fields <= {"rule", "place", "found", "reason"}:
            faults.append(
                _fault(
                    name,
                    0,
                    f"Entry {number} is not an excuse.",
                    "Give `rule`, `place`, `reason` and, if you like, `found`: some words of the finding.",
                )  # fmt: skip
            )
            continue
        reason, words = str(entry.get("reason", "")), str(entry.get("found", ""))
        good.append(Excuse(name, 0, entry["rule"], reason, place=entry["place"], found=words))
    return good, faults


def excuse(findings: list[Finding], excuses: list[Excuse], rules: frozenset[str]) -> list[Finding]:
    """What is left when excuses are taken into account, with what is wrong with the excuses themselves.

    rules: the names that an excuse may give. An excuse without a reason excuses nothing.
    """
    left = list(findings)
    for one in excuses:
        if one.rule not in rules:
            left.append(
                _fault(one.file, one.line, f"There is no rule {one.rule!r} to excuse.",
                       f"Name one of {', '.join(sorted(rules))}.")
            )  # fmt: skip
        elif len(one.reason) < _LEAST_REASON:
            said = f"An excuse from {one.rule} gives no reason{f': {one.reason!r}' if one.reason else ''}."
            left.append(_fault(one.file, one.line, said, "Write why this place is right as it is."))
        elif not any(one.matches(finding) for finding in findings):
            covered = f" at {one.place}" if one.place else ""
            left.append(
                _fault(one.file, one.line, f"Nothing{covered} needs an excuse from {one.rule} any more.",
                       "Remove the excuse.")
            )  # fmt: skip
        else:
            left = [finding for finding in left if not one.matches(finding)]
    return left


def _fault(file: str, line: int, found: str, remedy: str) -> Finding:
    return Finding(file, line, "excuses", file.rpartition("/")[2], found, remedy)
