"""A term on a made-up cohort, played through nbgrader as faculty and trainees would: for `course demo`."""

from course.demo.term import Outcome, acts, outcomes, play

__all__ = ["Outcome", "acts", "outcomes", "play"]
