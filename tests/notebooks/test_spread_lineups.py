"""Module 07's line-ups from lineups.json alone: whoever reads that file, and no post, learns nothing.

The attack counts who may be guilty. It knows how line-ups are drawn and how many of each group are in one,
and asks which assignments of groups to accounts fit all line-ups of a world at once. One that is left is the
answer; all that there are say nothing.
"""

import json
import math
import random
import runpy
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from course_in_a_box import REPOSITORY

from course import corpus

MODULE = "07-spread"
FACULTY = REPOSITORY / "faculty" / MODULE
FILE = Path(corpus.__file__).parent / "worlds" / MODULE / "lineups.json"
RELEASED: dict[str, dict[str, list[list[str]]]] = json.loads(FILE.read_text(encoding="utf-8"))
# How many accounts of each group a line-up has; the guilty come first.
GROUPS = {"accuse": (10, 10, 10), "clock": (5, 3, 4)}
PLANT = {"accuse": "campaign", "clock": "bots"}
EACH_LINE = [(world, kind) for world in RELEASED for kind in GROUPS]


def consistent(line_ups: Sequence[Sequence[str]], groups: Sequence[int], pool: Sequence[int]) -> int:
    """How many assignments of groups to accounts fit: so many of each group in a line-up, and in all of them.

    Accounts that are in the same line-ups are taken together, and what is left to place is carried on.
    """
    whole = [*line_ups, sorted({account for line_up in line_ups for account in line_up})]
    together = Counter(tuple(account in line_up for line_up in map(set, whole)) for account in whole[-1])
    patterns = sorted(together, key=lambda pattern: [not inside for inside in pattern])
    states = {tuple([tuple(groups)] * len(line_ups) + [tuple(pool)]): 1}
    for place, pattern in enumerate(patterns):
        after = [
            sum(together[later] * later[at] for later in patterns[place + 1 :]) for at in range(len(whole))
        ]
        found: Counter[Any] = Counter()
        for counts in shares(together[pattern], len(groups)):
            ways = math.factorial(together[pattern]) // math.prod(map(math.factorial, counts))
            for state, known in states.items():
                left = tuple(
                    tuple(have - take for have, take in zip(row, counts, strict=True)) if inside else row
                    for row, inside in zip(state, pattern, strict=True)
                )
                if all(min(row) >= 0 and sum(row) == rest for row, rest in zip(left, after, strict=True)):
                    found[left] += known * ways
        states = dict(found)
    return sum(states.values())


def shares(number: int, groups: int) -> Iterator[tuple[int, ...]]:
    """All ways to give a number of accounts to so many groups, as counts."""
    if groups == 1:
        yield (number,)
        return
    for first in range(number + 1):
        for rest in shares(number - first, groups - 1):
            yield (first, *rest)


def apart(line_ups: Sequence[Sequence[str]]) -> set[frozenset[str]]:
    return {frozenset(line_up) for line_up in line_ups}


def every_assignment(line_ups: Sequence[Sequence[str]], groups: Sequence[int]) -> int:
    """What there is without any knowledge: the groups dealt to each set of accounts in every way."""
    ways = math.factorial(sum(groups)) // math.prod(map(math.factorial, groups))
    return int(ways ** len(apart(line_ups)))


def guilty(world: str, kind: str) -> set[str]:
    text = (FACULTY / "worlds" / world / "events.json").read_text(encoding="utf-8")
    [members] = [event["members"] for event in json.loads(text)["events"] if event["kind"] == PLANT[kind]]
    return set(members)


# ---- the attack


def overlapping(seed: int) -> list[list[str]]:
    """Twelve line-ups as they used to be drawn: five of ten robots, all three journals, four of eight."""
    chance = random.Random(seed)
    robots, people = [f"r{number}" for number in range(10)], [f"p{number}" for number in range(8)]
    line_ups = [[*chance.sample(robots, 5), "j0", "j1", "j2", *chance.sample(people, 4)] for _ in range(12)]
    for line_up in line_ups:
        chance.shuffle(line_up)
    return line_ups


def test_the_attack_solves_line_ups_that_overlap() -> None:
    assert [consistent(overlapping(seed), (5, 3, 4), (10, 3, 8)) for seed in range(3)] == [1] * 3


def test_the_attack_counts_what_can_be_counted_by_hand() -> None:
    # One guilty of three. Beside it a line-up that shares one account with the first: if one is guilty
    # altogether, it is that one; if two are, they are among the others, two by two.
    assert consistent([["a", "b", "c"]], (1, 2), (1, 2)) == 3
    assert consistent([["a", "b", "c"], ["c", "d", "e"]], (1, 2), (1, 4)) == 1
    assert consistent([["a", "b", "c"], ["c", "d", "e"]], (1, 2), (2, 3)) == 4


@pytest.mark.parametrize(("world", "kind"), EACH_LINE)
def test_every_assignment_fits_the_released_line_ups(world: str, kind: str) -> None:
    line_ups, groups = RELEASED[world][kind], GROUPS[kind]
    pool = [number * len(apart(line_ups)) for number in groups]
    assert consistent(line_ups, groups, pool) == every_assignment(line_ups, groups)


@pytest.mark.parametrize(("world", "kind"), EACH_LINE)
def test_two_line_ups_are_of_the_same_accounts_or_share_none(world: str, kind: str) -> None:
    line_ups = RELEASED[world][kind]
    sets = apart(line_ups)
    assert all(not one & other for one, other in combinations(sets, 2))
    assert {sum(frozenset(line_up) == one for line_up in line_ups) for one in sets} == {12 // len(sets)}
    assert {len(line_up) for line_up in line_ups} == {sum(GROUPS[kind])}
    # Numbers on the cards differ all the same: no two trainees have one order.
    assert len({tuple(line_up) for line_up in line_ups}) == 12


def test_no_account_is_shown_in_two_kinds_or_worlds() -> None:
    shown = [
        {account for line_up in RELEASED[world][kind] for account in line_up} for world, kind in EACH_LINE
    ]
    assert all(not one & other for one, other in combinations(shown, 2))


# ---- guessers: each orders the accounts of a line-up, and accuses the first


def how_often(line_ups: list[list[str]], line_up: list[str]) -> list[str]:
    often = Counter(account for other in line_ups for account in other)
    return sorted(line_up, key=lambda account: often[account])


def how_rarely(line_ups: list[list[str]], line_up: list[str]) -> list[str]:
    return how_often(line_ups, line_up)[::-1]


def in_company(line_ups: list[list[str]], line_up: list[str]) -> list[str]:
    """Whoever is least often where the first one is: members of one pool stand in for each other."""
    return sorted(line_up, key=lambda account: sum({account, line_up[0]} <= set(other) for other in line_ups))


def first_placed(line_ups: list[list[str]], line_up: list[str]) -> list[str]:
    return list(line_up)


def last_placed(line_ups: list[list[str]], line_up: list[str]) -> list[str]:
    return line_up[::-1]


def first_on_average(line_ups: list[list[str]], line_up: list[str]) -> list[str]:
    places: Counter[str] = Counter()
    for other in line_ups:
        places.update({account: place for place, account in enumerate(other) if account in line_up})
    return sorted(line_up, key=lambda account: places[account])


def last_on_average(line_ups: list[list[str]], line_up: list[str]) -> list[str]:
    return first_on_average(line_ups, line_up)[::-1]


def lowest_ids(line_ups: list[list[str]], line_up: list[str]) -> list[str]:
    return sorted(line_up)


def highest_ids(line_ups: list[list[str]], line_up: list[str]) -> list[str]:
    return sorted(line_up)[::-1]


GUESSERS = [
    how_often,
    how_rarely,
    in_company,
    first_placed,
    last_placed,
    first_on_average,
    last_on_average,
    lowest_ids,
    highest_ids,
]


@pytest.mark.parametrize("guess", GUESSERS)
@pytest.mark.parametrize("kind", GROUPS)
def test_a_guesser_hits_as_often_as_chance(kind: str, guess: Any) -> None:
    """Within 3.5 standard errors of a fair draw.

    A guess may be the same in all line-ups of one set, so that each set counts as one draw.
    """
    most, size = GROUPS[kind][0], sum(GROUPS[kind])
    hits, sets = [], 0
    for world in RELEASED:
        line_ups, members = RELEASED[world][kind], guilty(world, kind)
        sets += len(apart(line_ups))
        hits += [len(set(guess(line_ups, line_up)[:most]) & members) for line_up in line_ups]
    share = most / size
    deviation = math.sqrt(most * share * (1 - share) * (size - most) / (size - 1))
    assert abs(sum(hits) / len(hits) - most * share) < 3.5 * deviation / math.sqrt(sets)


# ---- the file is what the script draws


@cache
def script() -> dict[str, Any]:
    return runpy.run_path(str(FACULTY / "lineups.py"))


def test_the_released_line_ups_are_those_of_the_seed() -> None:
    assert script()["drawn"]() == RELEASED


def test_the_order_of_a_line_up_is_one_of_all() -> None:
    """Where each account of a set comes to stand, over many draws: every place as often as the others."""
    draw, accounts, draws = script()["in_orders_of_their_own"], list("abcdef"), 500
    places: Counter[tuple[str, int]] = Counter()
    for seed in range(draws):
        for line_up in draw([accounts], random.Random(seed)):
            places.update((account, place) for place, account in enumerate(line_up))
    usual = 12 * draws / 6
    squares = sum((places[account, place] - usual) ** 2 for account in accounts for place in range(6)) / usual
    assert squares < 60  # chi-square with 25 degrees of freedom: one draw in 10,000 is above
