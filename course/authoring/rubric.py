"""The marking scheme of a text question, as nbgrader's task cell holds it."""

from course.questions.bank.keys import Key

# nbgrader looks for the words; as comments a grader's page does not show them.
BEGIN, END = "<!-- === BEGIN MARK SCHEME === -->", "<!-- === END MARK SCHEME === -->"


def mark_scheme(key: Key | None) -> str:
    """Markdown that graders see beside the answer, and trainees never: levels, criteria and the rationale.

    The two delimiters are nbgrader's; everything between them is cut from what is released.
    """
    lines = [BEGIN, "", "**Marking scheme**", ""]
    if key is not None and key.rubric is not None:
        rubric = key.rubric
        lines += ["| level | points | what it looks like |", "| --- | --- | --- |"]
        lines += [
            f"| {level} | {rubric.points[level]:g} | {_flat(text)} |" for level, text in rubric.levels.items()
        ]
        lines += ["", *(f"* {_flat(criterion)}" for criterion in rubric.criteria), ""]
    if key is not None:
        lines += [key.rationale.strip(), ""]
    return "\n".join([*lines, END])


def _flat(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
