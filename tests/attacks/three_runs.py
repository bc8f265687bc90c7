"""Grade the cohort of attackers and honest trainees several times in a row, and print what was seen.

python tests/attacks/three_runs.py [--runs 3] [--only NAME …] [--weaker]
"""

import argparse
import sys
import tempfile
import time
import warnings
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
warnings.simplefilter("ignore")  # nbgrader's own; the tests treat others as errors


def main() -> int:
    """The number of attacks that succeeded, honest scores that changed, weaker runs that showed nothing."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--only", nargs="*")
    options.add_argument("--weaker", action="store_true", help="show each attack's success as well")
    given = options.parse_args()
    wrong = 0
    for run in range(1, given.runs + 1):
        with tempfile.TemporaryDirectory(prefix="attacks-") as root:
            wrong += strict_run(run, Path(root), given.only)
    if given.weaker:
        with tempfile.TemporaryDirectory(prefix="attacks-") as root:
            wrong += weaker_run(Path(root), given.only)
    return min(wrong, 100)


def strict_run(run: int, root: Path, only: list[str] | None) -> int:
    """One run over everybody."""
    from cohort import HONEST, Cohort, load_corpus

    attacks, began = load_corpus(only), time.monotonic()
    cohort = Cohort(root, attacks, honest=2 if only else HONEST)
    try:
        graded = cohort.grade()
        honest = cohort.honest_scores()
    finally:
        cohort.close()
    failed = 0
    for stem, attack in attacks.items():
        seen = graded[stem]
        evidence = attack.succeeded(seen)
        if seen.points != getattr(attack, "EARNS", 0.0):
            evidence += f" scores {seen.scores}"
        if seen.processes:
            evidence += f" still runs {seen.processes}"
        failed += bool(evidence)
        if evidence or only:
            print(f"  {'SUCCEEDED' if evidence else 'repelled'}: {stem}: {evidence[:300]}")
        if only:
            print(seen.said[:1500], seen.scores, seen.log[-1500:], sep="\n")
    changed = [name for name in honest if honest[name] != cohort.expected[name]]
    touched = next(iter(graded.values())).changed if graded else []
    points = [sum(points for points, _ in one.values()) for one in honest.values()]
    print(
        f"Run {run}: {len(attacks) - failed} of {len(attacks)} attacks repelled; "
        f"{len(honest) - len(changed)} of {len(honest)} honest "
        f"submissions unchanged (points {points}); files touched: {touched or 'none'}; "
        f"{time.monotonic() - began:.0f} s",
        flush=True,
    )
    return failed + len(changed) + len(touched)


def weaker_run(root: Path, only: list[str] | None) -> int:
    """Each attack in the configuration in which it must succeed."""
    from cohort import Cohort, load_corpus
    from weaker import CONFIGURATIONS

    attacks = {stem: one for stem, one in load_corpus(only).items() if hasattr(one, "WEAKER")}
    cohort, missed, began = Cohort(root, attacks, honest=0, strict=False), 0, time.monotonic()
    try:
        for name, how in CONFIGURATIONS.items():
            group = [stem for stem, one in attacks.items() if name == one.WEAKER]
            for stem, seen in cohort.grade(how, group).items():
                evidence = attacks[stem].succeeded(seen)
                missed += not evidence
                print(f"  {name}: {stem}: {evidence[:160] or 'SHOWED NOTHING'}", flush=True)
                if not evidence:
                    print(seen.said[-1500:], seen.scores, seen.log[-1500:], sep="\n")
    finally:
        cohort.close()
    print(f"Weaker: {len(attacks) - missed} of {len(attacks)} succeed; {time.monotonic() - began:.0f} s")
    return missed


if __name__ == "__main__":
    sys.exit(main())
