"""Reference answers of Recompute the number that depend on a trainee's own numbers, and known wrong ones.

`case` is one row of the question's `parameters` in questions.yaml; percentages are given out of 100.
"""

from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

_Z = 1.959963984540054  # the normal quantile of 97.5 %, for a 95 % interval


def _per_cent(part: float, whole: float) -> float:
    return 100 * part / whole


# ---- Number 1


def points_lower(case: dict) -> float:
    """Percentage points by which the risk is lower; both groups have `n`."""
    return _per_cent(case["u"] - case["w"], case["n"])


def points_as_proportion(case: dict) -> float:
    return points_lower(case) / 100


def points_per_thousand(case: dict) -> float:
    return points_lower(case) * 10


def relative_lower(case: dict) -> float:
    """Per cent by which the risk is lower, compared with the group without."""
    return _per_cent(case["u"] - case["w"], case["u"])


def relative_left(case: dict) -> float:
    return _per_cent(case["w"], case["u"])


def relative_to_with(case: dict) -> float:
    return _per_cent(case["u"] - case["w"], case["w"])


# ---- Number 2


def needed_to_treat(case: dict) -> float:
    """People for one fewer with the outcome: 100 over the gap in points of two groups of unlike size."""
    return 100 / (_per_cent(case["u"], case["m"]) - _per_cent(case["w"], case["n"]))


def gap_in_points(case: dict) -> float:
    return _per_cent(case["u"], case["m"]) - _per_cent(case["w"], case["n"])


def needed_from_relative(case: dict) -> float:
    return 100 / (100 * gap_in_points(case) / _per_cent(case["u"], case["m"]))


# ---- Number 3


def growth(case: dict) -> float:
    """Growth in per cent of the earlier count."""
    return _per_cent(case["b"] - case["a"], case["a"])


def growth_of_later(case: dict) -> float:
    return _per_cent(case["b"] - case["a"], case["b"])


def growth_as_ratio(case: dict) -> float:
    return _per_cent(case["b"], case["a"])


def growth_as_proportion(case: dict) -> float:
    return growth(case) / 100


# ---- Number 4


def share_of_votes(case: dict) -> float:
    return _per_cent(case["pro"], case["pro"] + case["con"])


def most_for(case: dict) -> float:
    """The share for it, were everybody who did not answer for it."""
    return _per_cent(case["y"] + case["n"] - case["r"], case["n"])


def share_of_answers(case: dict) -> float:
    return _per_cent(case["y"], case["r"])


def least_for(case: dict) -> float:
    return _per_cent(case["y"], case["n"])


# ---- Number 5


def _wilson(case: dict) -> tuple[float, float]:
    """Both ends in per cent. Wilson 1927, doi 10.1080/01621459.1927.10502953."""
    k, n = case["k"], case["n"]
    middle = (k + _Z**2 / 2) / (n + _Z**2)
    reach = _Z * sqrt(k * (n - k) / n + _Z**2 / 4) / (n + _Z**2)
    return 100 * (middle - reach), 100 * (middle + reach)


def upper_end(case: dict) -> float:
    """Upper end of the Wilson interval of k of n, in per cent."""
    return _wilson(case)[1]


def lower_end(case: dict) -> float:
    return _wilson(case)[0]


def share_itself(case: dict) -> float:
    return _per_cent(case["k"], case["n"])


def plain_upper_end(case: dict) -> float:
    share = case["k"] / case["n"]
    return 100 * (share + _Z * sqrt(share * (1 - share) / case["n"]))


# ---- Number 6


def last_share(case: dict) -> float:
    """Share of the last year in all years, in per cent."""
    return _per_cent(case["y"], case["t"])


def last_of_others(case: dict) -> float:
    return _per_cent(case["y"], case["t"] - case["y"])


def mean_before(case: dict) -> float:
    """Mean count per year of the years before the last."""
    return (case["t"] - case["y"]) / (case["m"] - 1)


def mean_of_all(case: dict) -> float:
    return case["t"] / case["m"]


def mean_over_one_too_many(case: dict) -> float:
    return (case["t"] - case["y"]) / case["m"]


# ---- Number 7


def fork(case: dict) -> float:
    """Exponential minus linear forecast of the third count."""
    return case["b"] ** 2 / case["a"] - (2 * case["b"] - case["a"])


def exponential_alone(case: dict) -> float:
    return case["b"] ** 2 / case["a"]


def linear_alone(case: dict) -> float:
    return 2 * case["b"] - case["a"]


def shape(case: dict) -> str:
    """Which option describes four counts; counts of the cases are exact, so that equality decides."""
    steps = [case["b"] - case["a"], case["c"] - case["b"], case["d"] - case["c"]]
    if steps[0] == steps[1] == steps[2]:
        return "number"
    if case["b"] * case["b"] == case["a"] * case["c"] and case["c"] * case["c"] == case["b"] * case["d"]:
        return "percent"
    return "slowing" if steps[0] > steps[1] > steps[2] else "jump"


# ---- Number 8


def per_thousand_beds(case: dict) -> float:
    return 1000 * case["c"] / case["beds"]


def per_bed(case: dict) -> float:
    return case["c"] / case["beds"]


def per_thousand_line_days(case: dict) -> float:
    """Infections per 1,000 line days."""
    return 1000 * case["c"] / (case["days"] * case["lines"])


def per_thousand_lines(case: dict) -> float:
    return 1000 * case["c"] / case["lines"]


def per_thousand_days(case: dict) -> float:
    return 1000 * case["c"] / case["days"]


def per_hundred_line_days(case: dict) -> float:
    return per_thousand_line_days(case) / 10


# ---- Number 9


def impossible_rows(case: dict) -> list[str]:
    """Rows whose whole percentage no k of n gives, rounded half up.

    GRIM: Brown and Heathers 2017, doi 10.1177/1948550616673876.
    """
    one = Decimal(1)
    given = {int((Decimal(100 * k) / case["n"]).quantize(one, ROUND_HALF_UP)) for k in range(case["n"] + 1)}
    return [f"row-{name}" for name in "abcd" if case[name] not in given]


# ---- Number 10


def _cells(case: dict) -> tuple[int, int, int, int]:
    sick, well = case["sick"], case["n"] - case["sick"]
    true_positive, true_negative = case["se"] * sick // 100, case["sp"] * well // 100
    return true_positive, well - true_negative, sick - true_positive, true_negative


def four_cells(case: dict) -> dict:
    """The 2×2 table in numbers of patients; sensitivity and specificity of the cases give whole numbers."""
    tp, fp, fn, tn = _cells(case)
    return {
        "columns": ["Strip", "Sepsis", "No sepsis"],
        "rows": [["positive", tp, fp], ["negative", fn, tn]],
    }


def predictive_value(case: dict) -> float:
    """Of those with a positive strip, the per cent with sepsis."""
    tp, fp, _, _ = _cells(case)
    return _per_cent(tp, tp + fp)


def sensitivity(case: dict) -> float:
    return case["se"]


def specificity(case: dict) -> float:
    return case["sp"]


def found_of_everybody(case: dict) -> float:
    return _per_cent(_cells(case)[0], case["n"])


# ---- Number 11


def answered_of_reached(case: dict) -> float:
    """Answers in per cent of the addresses that were not undeliverable."""
    return _per_cent(case["r"], case["i"] - case["b"])


def answered_of_all(case: dict) -> float:
    return _per_cent(case["r"], case["i"])


# ---- Number 12


def fold_per_month(case: dict) -> float:
    """How many times as large the first count is, both per month."""
    return (case["a"] / case["m"]) / (case["b"] / case["k"])


def fold_as_counted(case: dict) -> float:
    return case["a"] / case["b"]


def at_most(case: dict) -> float:
    """A generous bound: people who post, posts a day, days."""
    return case["n"] * case["p"] / 100 * case["q"] * case["d"]


def at_most_if_all_post(case: dict) -> float:
    return case["n"] * case["q"] * case["d"]


def at_most_in_a_day(case: dict) -> float:
    return case["n"] * case["p"] / 100 * case["q"]
