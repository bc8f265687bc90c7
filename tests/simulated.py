"""A simulated class on a form of true and false cards: who judges how, and what is counted."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from statistics import NormalDist

from course.measures import Outcomes


@dataclass(frozen=True)
class Judge:
    """One trainee: the d′ and the criterion that she has, and the counts of one form that she gives."""

    d_prime: float
    criterion: float
    outcomes: Outcomes


def judge(random: Random, d_prime: float, criterion: float, items: int = 24) -> Judge:
    """One trainee on a form of `items` cards, half of them true."""
    half = items // 2
    normal = NormalDist()
    hit = normal.cdf(d_prime / 2 - criterion)
    alarm = normal.cdf(-d_prime / 2 - criterion)
    hits = sum(random.random() < hit for _ in range(half))
    alarms = sum(random.random() < alarm for _ in range(half))
    return Judge(d_prime, criterion, Outcomes(hits, half, alarms, half))


def simulated_class(
    seed: int, people: int = 34, mean: float = 1.0, sd: float = 0.5, lean_sd: float = 0.3, items: int = 24
) -> list[Judge]:
    """A class whose d′ is spread by `sd` around `mean`, and whose criteria by `lean_sd` around 0."""
    random = Random(seed)
    return [judge(random, random.gauss(mean, sd), random.gauss(0, lean_sd), items) for _ in range(people)]
