"""Numbers: pure functions on plain sequences or one-dimensional arrays; they know nothing of the course.

>>> from course.measures import d_prime
>>> d_prime(hits=0, signals=4, false_alarms=0, noises=4)   # says "false" to everything
0.0
"""

from course.measures.calibration import ReliabilityBin, brier_score, reliability_bins
from course.measures.diagnosis import PredictiveValues, TwoByTwo, predictive_values, two_by_two
from course.measures.fermi import Bounds, fermi_product, fermi_quotient
from course.measures.grim import grim_counts, grim_totals
from course.measures.growth import average_growth, doubling_time, growth_factor, relative_change, share
from course.measures.means import mean_interval, smallest_change
from course.measures.proportions import Estimate, Interval, wilson_interval
from course.measures.risks import NeededToTreat, number_needed_to_treat, relative_risk, risk_difference
from course.measures.signal_detection import (
    Outcomes,
    auc,
    count_outcomes,
    criterion,
    d_prime,
    d_prime_interval,
)

__all__ = [
    "Bounds",
    "Estimate",
    "Interval",
    "NeededToTreat",
    "Outcomes",
    "PredictiveValues",
    "ReliabilityBin",
    "TwoByTwo",
    "auc",
    "average_growth",
    "brier_score",
    "count_outcomes",
    "criterion",
    "d_prime",
    "d_prime_interval",
    "doubling_time",
    "fermi_product",
    "fermi_quotient",
    "grim_counts",
    "grim_totals",
    "growth_factor",
    "mean_interval",
    "number_needed_to_treat",
    "predictive_values",
    "relative_change",
    "relative_risk",
    "reliability_bins",
    "risk_difference",
    "share",
    "smallest_change",
    "two_by_two",
    "wilson_interval",
]
