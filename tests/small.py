"""A module of five questions, written into a folder: enough to build, to break and to grade in seconds."""

from pathlib import Path

QUESTIONS = """\
module: m1
title: A small module
minutes: 3
points: 8
questions:
  - {id: warm-up, kind: choice, prompt: "Which one?", concept: c, reveal: at-once, points: 0,
     options: [{id: a, text: A}, {id: b, text: B}], practice: {answer: a, why: "A comes first."}}
  - {id: which, kind: choice, prompt: "Which one?", concept: c, points: 1,
     options: [{id: a, text: A}, {id: b, text: B}]}
  - {id: own-number, kind: number, prompt: "What is twice {{ n }}?", concept: c, points: 2,
     parameters: {n: {integer: {from: 100, to: 900}}}}
  - {id: how-many, kind: number, prompt: "How many posts?", concept: c, points: 2, variable: n_posts}
  - {id: why, kind: text, prompt: "Why?", concept: c, points: 3}
"""

KEY = """\
module: m1
keys:
  which:
    answer: a
    rationale: The rationale of which is that A was the only one with a denominator.
    options: {b: B tempts because it is longer.}
    evidence: &e
      - {cite: An invented paper, url: "https://paper.example/1", looked_at: 2026-01-01, state: text}
  own-number: {reference: twice, rationale: The rationale of one's own number., evidence: *e}
  how-many: {answer: 3, rationale: The rationale of how many posts there were., evidence: *e}
  why:
    rationale: The rationale of why somebody would think so.
    evidence: *e
    rubric:
      levels: {Basic: Says no reason at all., Emerging: Says one | or so., Proficient: Says two.}
      points: {Basic: 1, Emerging: 2, Proficient: 3}
      criteria: [Names the denominator and the window.]
"""

REFERENCE = '''\
"""The reference of the small module."""


def twice(n: int) -> int:
    """Two times n."""
    return n + n
'''

NOTEBOOK = """\
# Hello

```{code-cell}
from course import ask, check, hint
```

```{code-cell}
:question: warm-up
```

```{code-cell}
:question: which
```

Some prose.

```{code-cell}
:question: own-number
```

```{code-cell}
:question: how-many
posts = [1, 2, 3]
### BEGIN SOLUTION
n_posts = len(posts)
### END SOLUTION
```

```{code-cell}
:question: why
```
"""


def write_course(root: Path) -> Path:
    """A course folder with one module in it; returns it."""
    source, faculty = root / "source" / "m1", root / "faculty" / "m1"
    source.mkdir(parents=True)
    faculty.mkdir(parents=True)
    (source / "questions.yaml").write_text(QUESTIONS)
    (faculty / "key.yaml").write_text(KEY)
    (faculty / "reference.py").write_text(REFERENCE)
    (faculty / "notebook.md").write_text(NOTEBOOK)
    return root
