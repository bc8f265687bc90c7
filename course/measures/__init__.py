"""Numbers: pure functions on plain sequences or one-dimensional arrays; they know nothing of the course.

>>> from course.measures import d_prime
>>> d_prime(hits=0, signals=4, false_alarms=0, noises=4)   # says "false" to everything
0.0
"""

from course.measures.calibration import ReliabilityBin, brier_score, reliability_bins
from course.measures.proportions import Interval, wilson_interval
from course.measures.signal_detection import (
    Outcomes,
    auc,
    count_outcomes,
    criterion,
    d_prime,
    d_prime_interval,
)

__all__ = [
    "Interval",
    "Outcomes",
    "ReliabilityBin",
    "auc",
    "brier_score",
    "count_outcomes",
    "criterion",
    "d_prime",
    "d_prime_interval",
    "reliability_bins",
    "wilson_interval",
]
