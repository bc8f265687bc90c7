"""Grading: the steps nbgrader runs over a submission, named in nbgrader_config.py, and the feedback page.

The order is the point. A submission's cells run where no hidden test is; the answers are then read once as
data and scored in the grader's own process; what the submission displayed is rebuilt before a browser sees
it.
"""

from importlib import import_module

_HOMES = {
    "ReadSubmission": "course.grading.intake.mend",
    "DropEmptyMetadata": "course.grading.cells",
    "CheckMetadata": "course.grading.cells",
    "RestoreCells": "course.grading.restore",
    "WithholdHiddenTests": "course.grading.withhold",
    "WithholdMarkScheme": "course.grading.withhold",
    "ExecuteSubmission": "course.grading.execute",
    "Score": "course.grading.score",
    "SaveScores": "course.grading.save",
    "LatePenalties": "course.grading.late",
    "Sanitise": "course.grading.sanitise",
    "CollectResults": "course.grading.results",
    "FeedbackPage": "course.grading.feedback",
    "CollectSubmissions": "course.grading.intake.exchange",
    "ReleaseAssignment": "course.grading.intake.release_assignment",
    "ReleaseFeedback": "course.grading.intake.release",
    "ListExchange": "course.grading.intake.listing",
    "ExtractZips": "course.grading.intake.downloads",
    "CollectFiles": "course.grading.intake.downloads",
    "admit": "course.grading.intake.admission",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    # nbgrader asks for these by name; a trainee's machine, which needs none of them, loads none of them.
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'course.grading' has no attribute {name!r}")
    return getattr(import_module(home), name)
