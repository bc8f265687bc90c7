"""Several tests at once."""

from collections.abc import Iterable
from typing import Any

from course.measures._checks import shares


def holm(p_values: Iterable[Any]) -> list[float]:
    """P values adjusted for how many tests there were, in the order given; never smaller than before.

    Those at most 0.05 afterwards have, together, at most a 5 % chance of holding one false alarm, however
    the tests depend on each other. Raises ValueError that names the value. Source: Holm 1979, Scandinavian
    Journal of Statistics 6:65–70.

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    found = shares("p_values", p_values)
    adjusted = [0.0] * len(found)
    most = 0.0
    for place, number in enumerate(sorted(range(len(found)), key=found.__getitem__)):
        most = max(most, min(1.0, (len(found) - place) * found[number]))
        adjusted[number] = most
    return adjusted
