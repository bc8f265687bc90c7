"""The rule on keys: what is graded has a key, and a key says what it rests on and who looked when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from course.authoring.lint.finding import Finding
from course.authoring.lint.module import Module
from course.questions.bank.keys import Citation, KeyOfForms

_READ = ("abstract", "text")


def check_keys(module: Module, today: date | None = None) -> Iterator[Finding]:
    """Every question with points has a key with evidence; a source that was read can be found again.

    What the models refuse already (no evidence, no `looked_at`, an unknown state, a key for no question) is
    reported by `read_module`. Here: keys that questions graded by completion may lack, days that have not
    come yet, and evidence called read without an address.
    """
    if module.bank is None or module.key_bank is None:
        return
    for question in module.bank.in_every_form():
        if question.is_graded and module.key_bank.find(question.id, question.form) is None:
            yield module.finding(
                "keys", question.id, "key", "The question has points and no key.",
                "Add one to key.yaml with rationale and evidence, also where any answer earns the points.",
            )  # fmt: skip
    for name, key in module.key_bank.keys.items():
        parts = list(key.forms.values()) if isinstance(key, KeyOfForms) else [key]
        for place, source in enumerate((one for part in parts for one in part.evidence), 1):
            for found, remedy in _faults(source, today or date.today()):
                yield module.finding("keys", name, f"evidence.{place}", found, remedy, file="keys")


def _faults(source: Citation, today: date) -> Iterator[tuple[str, str]]:
    if source.looked_at > today:
        yield f"`looked_at` is {source.looked_at}, a day to come.", "Write the day on which somebody looked."
    if source.state in _READ and not source.url:
        yield f"The {source.state} was read, but no `url` says where.", "Add `url`, best https://doi.org/…"
