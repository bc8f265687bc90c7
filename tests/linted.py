"""A module that lint finds nothing in, written into a folder, and one edit that makes a fault in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from course.authoring.lint import Finding, lint

GLOSSARY = "# Glossary\n\n**AUC.** The area that is meant.\n"

NOTEBOOK = """\
# Falls on a ward

Two wards count their falls. You look at what they post, and say what their numbers bear out.

```{code-cell}
from course import ask, check, hint
```

## Stop 1. The count

Read the card, then answer. A number needed to treat (NNT) is explained when you first meet it.

![Two bars: 12 falls before, 9 after](pictures/falls.png)

```{code-cell}
:question: which
```

In a real trial, 2.9 % of patients fell ([the trial's report](https://doi.org/10.1000/1)). Ask out of what.

### A smaller heading

12 of 412 is 2.9 %, since 12 ÷ 412 is 0.029.

```{code-cell}
:question: why
```
"""

QUESTIONS = """\
module: m1
title: Falls
minutes: 5
points: 3
questions:
  - id: which
    kind: choice
    concept: denominators
    title: Fewer falls
    prompt: >-
      An invented ward had 14 falls in May and 9 in June. It had 28 beds in May and 20 in June. What changed?
    points: 1
    options:
      - {id: socks, text: "The new socks kept patients from falling"}
      - {id: beds, text: "The number of beds fell along with the count"}
      - {id: nights, text: "The nights in June were shorter, and far lighter"}
      - {id: staff, text: "More of the staff were at work"}
    hints:
      - What is each count out of?
      - 14 of 28 is 50 %. Do the same for June.
  - id: why
    kind: text
    concept: denominators
    prompt: What would you write to the ward?
    points: 2
    words: {max: 60}
"""

KEY = """\
module: m1
keys:
  which:
    answer: beds
    rationale: >-
      14 of 28 beds is 50 %, and 9 of 20 is 45 %. The count fell mostly because there were fewer beds.
    options:
      socks: Tempting because they came in the same month.
    evidence:
      - {cite: Constructed for this course, looked_at: 2026-01-02, state: constructed}
  why:
    rationale: A good answer names the denominator.
    rubric:
      levels: {Basic: No number., Emerging: A count., Proficient: A count and what it is out of.}
      points: {Basic: 0, Emerging: 1, Proficient: 2}
      criteria: [Names the beds.]
    evidence:
      - {cite: "Okafor N. J Falls 2020;1:2-3", url: "https://doi.org/10.1000/1", looked_at: 2026-01-02,
         state: text}
"""

NOTES = """\
# Falls: notes for faculty

Trainees often stop at the count. Ask what it is out of.

## In ten minutes

Let them find the beds first. Then let them divide.
"""

_FILES = {
    "docs/glossary.md": GLOSSARY,
    "faculty/m1/notebook.md": NOTEBOOK,
    "faculty/m1/key.yaml": KEY,
    "faculty/m1/notes.md": NOTES,
    "source/m1/questions.yaml": QUESTIONS,
}
_SHORT = {
    "notebook": "faculty/m1/notebook.md",
    "key": "faculty/m1/key.yaml",
    "notes": "faculty/m1/notes.md",
    "questions": "source/m1/questions.yaml",
    "excuses": "faculty/m1/lint.yaml",
}


@dataclass
class Course:
    """A course folder with the clean module m1 in it."""

    root: Path

    def edit(self, file: str, old: str, new: str) -> None:
        """Put `new` in place of `old`, which must be there once."""
        path = self.root / _SHORT[file]
        text = path.read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new))

    def write(self, file: str, text: str) -> None:
        """Write a whole file."""
        (self.root / _SHORT[file]).write_text(text)

    def lint(self, *modules: str) -> list[Finding]:
        """What lint finds."""
        return lint(modules, self.root)

    def rules(self) -> set[str]:
        """The names of the rules that find something."""
        return {finding.rule for finding in self.lint()}


def write_clean(root: Path) -> Course:
    """Write the clean module; returns its course."""
    for name, text in _FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    pictures = root / "source/m1/pictures"
    pictures.mkdir()
    (pictures / "falls.png").write_bytes(b"\x89PNG")
    return Course(root)


def write_bank(course: Course, questions: Sequence[dict[str, Any]], answers: dict[str, Any]) -> None:
    """Put other questions in place of the module's, with their answers, and a text that asks them all."""
    bank = {
        "module": "m1",
        "title": "A bank",
        "minutes": 5,
        "points": sum(question.get("points", 1) for question in questions),
        "questions": [{"concept": "c", "points": 1, "prompt": "What holds?", **one} for one in questions],
    }
    evidence = [{"cite": "Constructed for this course", "state": "constructed", "looked_at": LOOKED_AT}]
    keys = {
        name: {"answer": answer, "rationale": "See the card.", "evidence": evidence}
        for name, answer in answers.items()
    }
    asked = "".join(f"\n```{{code-cell}}\n:question: {question['id']}\n```\n" for question in questions)
    course.write("questions", yaml.safe_dump(bank, sort_keys=False, allow_unicode=True))
    course.write("key", yaml.safe_dump({"module": "m1", "keys": keys}, sort_keys=False, allow_unicode=True))
    course.write("notebook", "# A bank\n\n```{code-cell}\nfrom course import ask\n```\n" + asked)


LOOKED_AT = yaml.safe_load("2026-01-02")


def option_texts(lengths: Sequence[int]) -> list[dict[str, str]]:
    """Options a, b, c, … whose plain texts have these lengths."""
    texts = [("word " * 60)[: length - 1] + "x" for length in lengths]
    return [{"id": "abcdefgh"[at], "text": text} for at, text in enumerate(texts)]
