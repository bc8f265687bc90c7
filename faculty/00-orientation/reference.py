"""Reference answers of Orientation that depend on a trainee's own numbers."""


def fewer_per_thousand(case: dict) -> float:
    """Patients fewer per 1,000 with a fall: the absolute difference of the two groups."""
    return round(1000 * (case["without"] - case["with"]) / case["n"], 6)
