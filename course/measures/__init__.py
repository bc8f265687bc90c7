"""Numbers: pure functions on plain sequences, flat arrays and frames; they know nothing of the course.

What takes chance takes a numpy Generator; numpy, pandas and scipy are loaded when a measure that needs them
runs.

>>> from course.measures import d_prime
>>> d_prime(hits=0, signals=4, false_alarms=0, noises=4)   # says "false" to everything
0.0
"""

from course.measures.agreement import kappa_interval, weighted_kappa
from course.measures.calibration import ReliabilityBin, brier_score, reliability_bins
from course.measures.chains import ChainScore, chain_score
from course.measures.concentration import Lorenz, gini, lorenz, top_share
from course.measures.cooccurrence import tag_pairs
from course.measures.coordination import CoShareTest, co_share_test, coordinated
from course.measures.correlation import spearman, spearman_interval
from course.measures.cosharing import Sharings, co_shares, sharings
from course.measures.diagnosis import PredictiveValues, TwoByTwo, predictive_values, two_by_two
from course.measures.fermi import Bounds, fermi_product, fermi_quotient
from course.measures.grim import grim_counts, grim_totals
from course.measures.growth import average_growth, doubling_time, growth_factor, relative_change, share
from course.measures.links import LinkStages, link_stages
from course.measures.matching import match_sizes, matched_difference
from course.measures.means import mean_interval, smallest_change
from course.measures.multiplicity import holm
from course.measures.proportions import Estimate, Interval, wilson_interval
from course.measures.rhythm import account_rhythms, gap_entropy, hour_by_weekday, tireless
from course.measures.risks import NeededToTreat, number_needed_to_treat, relative_risk, risk_difference
from course.measures.scan import Stretch, densest_stretch
from course.measures.signal_detection import (
    Outcomes,
    auc,
    count_outcomes,
    criterion,
    d_prime,
    d_prime_interval,
)
from course.measures.steady import steady_runs
from course.measures.surge import Course, Surge, expected_course, surges
from course.measures.trees import Cascades, cascades, reattach, structural_virality
from course.measures.wording import Level, wording_level
from course.measures.yearly import Year, leading, period_counts, yearly_growth

__all__ = [
    "Bounds",
    "Cascades",
    "ChainScore",
    "CoShareTest",
    "Course",
    "Estimate",
    "Interval",
    "Level",
    "LinkStages",
    "Lorenz",
    "NeededToTreat",
    "Outcomes",
    "PredictiveValues",
    "ReliabilityBin",
    "Sharings",
    "Stretch",
    "Surge",
    "TwoByTwo",
    "Year",
    "account_rhythms",
    "auc",
    "average_growth",
    "brier_score",
    "cascades",
    "chain_score",
    "co_share_test",
    "co_shares",
    "coordinated",
    "count_outcomes",
    "criterion",
    "d_prime",
    "d_prime_interval",
    "densest_stretch",
    "doubling_time",
    "expected_course",
    "fermi_product",
    "fermi_quotient",
    "gap_entropy",
    "gini",
    "grim_counts",
    "grim_totals",
    "growth_factor",
    "holm",
    "hour_by_weekday",
    "kappa_interval",
    "leading",
    "link_stages",
    "lorenz",
    "match_sizes",
    "matched_difference",
    "mean_interval",
    "number_needed_to_treat",
    "period_counts",
    "predictive_values",
    "reattach",
    "relative_change",
    "relative_risk",
    "reliability_bins",
    "risk_difference",
    "share",
    "sharings",
    "smallest_change",
    "spearman",
    "spearman_interval",
    "steady_runs",
    "structural_virality",
    "surges",
    "tag_pairs",
    "tireless",
    "top_share",
    "two_by_two",
    "weighted_kappa",
    "wilson_interval",
    "wording_level",
    "yearly_growth",
]
