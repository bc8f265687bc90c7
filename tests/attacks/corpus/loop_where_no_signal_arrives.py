TRIES = "Go on after its time within one call of C, which no interrupt reaches."
MUST_NOT = "A word that is printed after its time and the four seconds in which it may end by itself."
WEAKER = "without a bound of time"
CELLS = [
    """
import itertools, time
began = time.perf_counter()
sum(itertools.repeat(1, 5_000_000))
times = int(5_000_000 * 16 / (time.perf_counter() - began))
sum(itertools.repeat(1, times))
print("OUTLIVED", time.perf_counter() - began > 11)
"""
]


def succeeded(seen):
    return "OUTLIVED" if "OUTLIVED True" in seen.said else ""
