"""What a grader's process imports, for the process that `course grade` forks graders from."""

import gc
import sys
import warnings

# What jsonschema checks IRIs with builds a grammar that nobody asks for, in half a second.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # nbgrader's own
    import nbclient
    import nbgrader.apps
    import sqlalchemy.dialects.sqlite

    from course.grading.intake.exchange import collect as exchange
    from course.grading.intake.exchange import release_feedback as release
    from course.grading.isolation import kernel
    from course.grading.outputs import cards, charts
    from course.grading.pipeline import execute, restore, sanitise, save, score
    from course.grading.report import feedback, results
    from course.grading.scoring import cohort

__all__ = [
    "cards",
    "charts",
    "cohort",
    "exchange",
    "execute",
    "feedback",
    "kernel",
    "nbclient",
    "nbgrader",
    "release",
    "restore",
    "results",
    "sanitise",
    "save",
    "score",
    "sqlalchemy",
]
if sys.modules["rfc3987_syntax"] is None:
    del sys.modules["rfc3987_syntax"]
gc.collect()
gc.freeze()  # a collection in a fork would otherwise copy all of this
