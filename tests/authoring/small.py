"""A module of four questions, written into a folder: enough to build and break."""

from pathlib import Path

QUESTIONS = """\
module: m1
title: A small module
minutes: 3
points: 6
questions:
  - {id: warm-up, kind: choice, prompt: "Which one?", concept: c, reveal: at-once, points: 0,
     options: [{id: a, text: A}, {id: b, text: B}], practice: {answer: a, why: "A comes first."}}
  - {id: which, kind: choice, prompt: "Which one?", concept: c, points: 1,
     options: [{id: a, text: A}, {id: b, text: B}]}
  - {id: how-many, kind: number, prompt: "How many?", concept: c, points: 2, variable: n_posts}
  - {id: why, kind: text, prompt: "Why?", concept: c, points: 3}
"""

KEY = """\
module: m1
keys:
  which: {answer: a, rationale: The rationale of which., evidence: &e [{cite: x, looked_at: 2026-01-01, state: text}]}
  how-many: {answer: 3, rationale: The rationale of how many., evidence: *e}
  why:
    rationale: The rationale of why.
    evidence: *e
    rubric:
      levels: {Basic: Says no reason., Emerging: Says one | or so., Proficient: Says two.}
      points: {Basic: 1, Emerging: 2, Proficient: 3}
      criteria: [Names the denominator.]
"""

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
    (faculty / "notebook.md").write_text(NOTEBOOK)
    return root
