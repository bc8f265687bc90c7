"""`lint`: every rule over some modules, less what is excused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from course.authoring.build import modules_of
from course.authoring.errors import AuthoringError
from course.authoring.lint import cards, evidence, giveaway, numbers, reading, structure, totals, words
from course.authoring.lint.excuses import Excuse, excuse, excuses_of
from course.authoring.lint.finding import Finding
from course.authoring.lint.module import Module, read_module
from course.settings import faculty_folder

# One module at a time: by the names that findings and excuses use.
RULES: dict[str, Callable[[Module], Iterator[Finding]]] = {
    "reading-ease": reading.check_reading_ease,
    "sentence-length": reading.check_sentences,
    "abbreviations": words.check_abbreviations,
    "alt-text": structure.check_pictures,
    "headings": structure.check_headings,
    "links": structure.check_links,
    "numbers": numbers.check_numbers,
    "keys": evidence.check_keys,
    "option-length": giveaway.check_one_too_long,
    "percent": words.check_percent,
    "totals": totals.check_totals,
    "voice": words.check_voice,
}
# Over each module and, when all are looked at, over the whole bank; a few names share a function.
BANK_RULES: dict[str, Callable[[Sequence[Module]], Iterator[Finding]]] = {
    "key-length": giveaway.check_lengths_and_places,
    "strategies": giveaway.check_strategies,
    "cards": cards.check_cards,
}
NAMES = frozenset([*RULES, *BANK_RULES, "key-place"])


def lint(
    modules: Iterable[str] = (), root: Path | str = ".", faculty: Path | str | None = None
) -> list[Finding]:
    """What the rules find in some modules, in the order of files and lines; empty if they are clean.

    modules: their ids; none means every module with a notebook.md, and only then are the rules for the
    whole bank applied across modules (strategies, and what adds up over several). Raises AuthoringError for
    a module that is not there, never for a fault in one: that is a finding.
    """
    base = Path(root).resolve()
    secrets = faculty_folder(base) if faculty is None else Path(faculty)
    wanted = _chosen(list(modules), base, secrets)
    read = [read_module(name, base, secrets) for name in wanted]
    found = [finding for module in read for finding in module.faults]
    found += [finding for module in read for rule in RULES.values() for finding in rule(module)]
    found += [finding for rule in _bank_rules(bool(list(modules))) for finding in rule(read)]
    excuses: list[Excuse] = []
    faults: list[Finding] = []
    for module in read:
        given, wrong = excuses_of(module)
        excuses += given
        faults += wrong
    return sorted({*excuse(list(dict.fromkeys(found)), excuses, NAMES), *faults})


def _bank_rules(some_only: bool) -> list[Callable[[Sequence[Module]], Iterator[Finding]]]:
    """Credit of strategies is a matter of the whole bank: a module of one question always favours some."""
    return [rule for name, rule in BANK_RULES.items() if not (some_only and name == "strategies")]


def _chosen(modules: list[str], root: Path, faculty: Path) -> list[str]:
    known = modules_of(root, faculty)
    if not known:
        raise AuthoringError(
            f"{faculty} has no module's text (<module>/notebook.md), so there is nothing to lint. Change to "
            "the course folder (faculty/ and source/ are in it), or name it with --root."
        )
    for module in modules:
        if module not in known:
            raise AuthoringError(f"There is no module {module} in {faculty}. There are: {', '.join(known)}.")
    return modules or known
