"""Grading: the steps nbgrader runs over a submission, named in nbgrader_config.py, and the feedback page.

The order is the point. A submission's cells run where no hidden test is; the answers are then read once as
data and scored in the grader's own process; what the submission displayed is rebuilt before a browser sees
it.
"""

from importlib import import_module

_HOMES = {
    "ReadSubmission": "course.grading.intake.repair",
    "DropEmptyMetadata": "course.grading.pipeline.cells",
    "CheckMetadata": "course.grading.pipeline.cells",
    "RestoreCells": "course.grading.pipeline.restore",
    "WithholdHiddenTests": "course.grading.pipeline.withhold",
    "WithholdMarkScheme": "course.grading.pipeline.withhold",
    "ExecuteSubmission": "course.grading.pipeline.execute",
    "Score": "course.grading.pipeline.score",
    "SaveScores": "course.grading.pipeline.save",
    "LatePenalties": "course.grading.pipeline.late",
    "Sanitise": "course.grading.pipeline.sanitise",
    "CollectResults": "course.grading.report.results",
    "FeedbackPage": "course.grading.report.feedback",
    "CollectSubmissions": "course.grading.intake.exchange.collect",
    "ReleaseAssignment": "course.grading.intake.exchange.release_assignment",
    "ReleaseFeedback": "course.grading.intake.exchange.release_feedback",
    "ListExchange": "course.grading.intake.exchange.listing",
    "ExtractZips": "course.grading.intake.downloads.collectors",
    "CollectFiles": "course.grading.intake.downloads.matching",
    "admit": "course.grading.intake.admission",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    # nbgrader asks for these by name; a trainee's machine, which needs none of them, loads none of them.
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'course.grading' has no attribute {name!r}")
    return getattr(import_module(home), name)
