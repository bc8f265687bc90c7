"""From the outcomes of worlds to bounds and words: `bench.detectors` gathers, this counts and writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bench.detecting import SIZES, SURGE_POSTS
from bench.measure import Measure
from course.measures import wilson_interval

FIRES, RECALL, PRECISION, TWINS, LEAK = 0.015, 0.95, 0.90, 0.05, 0.55
MOSTLY = ("campaign", "bots", "misquote", "hijack", "retraction")
# What is counted, where its hits stand, and what one of them is.
COUNTED = (
    ("campaign", "planted", "campaign", "members"),
    ("campaign", "planted", "links", "links"),
    ("bots", "planted", "bots", "members"),
    ("misquote", "planted", "misquote", "root and first distortion"),
    ("surge", "surge", "surge", "onset, its week ± 1"),
    ("hijack", "planted", "hijack", "tag"),
    ("retraction", "planted", "retraction", "paper"),
    ("retraction", "planted", "retraction posts", "posts after the notice"),
)
Result = dict[str, Any]


def most(fires: int, worlds: int) -> float:
    """The one-sided upper 95 % bound of a rate (Clopper & Pearson 1934, doi 10.1093/biomet/26.4.404)."""
    from scipy.stats import beta

    return 1.0 if fires == worlds else float(beta.ppf(0.95, fires + 1, worlds - fires))


def fires(result: Result) -> dict[str, tuple[int, int]]:
    """In how many worlds without plants each detector fires, of how many; a dashboard needs one to doubt."""
    found = {name: _count(result["ordinary"], name) for name in MOSTLY}
    found["surge"] = _count(result["ordinary weeks"], "fired")
    return found


def twins(result: Result) -> dict[str, tuple[int, int]]:
    """In how many worlds each detector fires at its twin, of how many."""
    found = {name: _count(result["twins"], name) for name in MOSTLY}
    return {
        **found,
        "surge": _count(result["surge-twin"], "fired"),
        "dashboard": _count(result["dashboard-twin"], "fired"),
    }


def totals(result: Result, table: str, name: str) -> tuple[int, int, int]:
    """Over all worlds: how many there were, were named, and were both."""
    there, named, both = (sum(column) for column in zip(*(one[name] for one in result[table]), strict=True))
    return there, named, both


def measures(result: Result) -> list[Measure]:
    """One for each bound; recall and precision as what is missing from 1, so that lower is better."""
    found = []
    for name, (count, worlds) in fires(result).items():
        note = f"{count} of {worlds} worlds"
        found.append(
            Measure(
                f"detectors: {name} without plants, upper 95 % bound",
                most(count, worlds),
                "",
                FIRES,
                [],
                note,
            )
        )
    for kind, table, name, what in COUNTED:
        there, named, both = totals(result, table, name)
        missed, wrong = 1 - both / there, 1 - both / max(named, 1)
        found.append(
            Measure(
                f"detectors: {kind}, {what} missed", missed, "", 1 - RECALL, [], f"{there - both} of {there}"
            )
        )
        found.append(
            Measure(
                f"detectors: {kind}, {what} wrong", wrong, "", 1 - PRECISION, [], f"{named - both} of {named}"
            )
        )
    exact, worlds = _count(result["dashboard"], "exact")
    found.append(
        Measure(
            "detectors: dashboard missed",
            1 - exact / worlds,
            "",
            1 - RECALL,
            [],
            f"{worlds - exact} of {worlds}",
        )
    )
    for name, (count, worlds) in twins(result).items():
        found.append(
            Measure(
                f"detectors: {name}'s twin flagged",
                count / worlds,
                "",
                TWINS,
                [],
                f"{count} of {worlds} worlds",
            )
        )
    for leak in result["leaks"]:
        note = f"mean {leak['mean']:.3f}"
        found.append(
            Measure(
                f"detectors: AUC of {leak['feature']} alone, upper 95 %", leak["high"], "", LEAK, [], note
            )
        )
    return found


def report(result: Result) -> str:
    """The report for people, in Markdown."""
    parts = [
        "# What the detectors find\n",
        "Written by `python -m bench detectors`. Worlds are made by `corpus.make` from seeds that begin"
        " with `final`, used once; thresholds were chosen on others. The surge's worlds begin with `final 2`:"
        " on its first ones its rule failed (3 alarms in 200 ordinary worlds, recall 0.88) and was changed,"
        " on worlds with other seeds again. Detectors: `tests/corpus/detectors.py`, built"
        " from `course.measures`; they see posts, tags, links and notices, no truth. Worlds have 20,000"
        " originals, those of the surge 60,000, as the modules' worlds. Campaign, bots, misquote, hijack and"
        " retraction are planted together, so that each detector meets four plants that are not its own.\n",
        *_fired(result),
        *_found(result),
        *_numbers(result),
        *_twins(result),
        *_leaks(result),
        *_power(result),
        *_limits(result),
    ]
    return "\n".join(parts) + "\n"


def _fired(result: Result) -> list[str]:
    naive, worlds = _count(result["ordinary"], "two links")
    rows = [
        (name, f"{count} of {of}", _percent(most(count, of)), _kept(most(count, of) <= FIRES))
        for name, (count, of) in fires(result).items()
    ]
    return [
        "## Worlds without plants\n",
        "A one-sided upper 95 % bound (Clopper–Pearson) of at most 1.5 % is asked for. A dashboard is doubted"
        " only where there is one; its twin stands for the ordinary case.\n",
        _table(("detector", "fires", "at most", "≤ 1.5 %"), rows),
        f"\nFor comparison, whoever accuses at two links within 60 seconds accuses somebody in"
        f" {naive} of {worlds} of these worlds.\n",
    ]


def _found(result: Result) -> list[str]:
    rows = []
    for kind, table, name, what in COUNTED:
        there, named, both = totals(result, table, name)
        recall, precision = both / there, both / max(named, 1)
        kept = _kept(recall >= RECALL and precision >= PRECISION)
        rows.append((kind, what, _share(both, there), _share(both, named), kept))
    exact, worlds = _count(result["dashboard"], "exact")
    doubted = sum(one["fired"] for one in result["dashboard"])
    share = _share(exact, worlds), _share(exact, doubted)
    rows.append(("dashboard", "distinct count, exact", *share, _kept(exact >= RECALL * worlds)))
    return [
        f"## Planted worlds, {len(result['planted'])} for each plant\n",
        "Recall of at least 0.95 and precision of at least 0.90 are asked for, as values; Wilson intervals"
        " (95 %) beside them. Members and posts of one world are not independent, so that their intervals"
        " are too narrow.\n",
        _table(("plant", "what", "recall", "precision", "both"), rows),
        "",
    ]


def _numbers(result: Result) -> list[str]:
    planted = result["planted"]
    hours = sum(one["hijack hour"][0] for one in planted)
    late = sorted(value for one in planted for value in one["hijack hours after the planned onset"])
    shares = sorted(value for one in planted for value in one["hijack share"])
    off = sorted(value for one in planted for value in one["reach off"])
    windows = [one["campaign window"] for one in planted if one["campaign window"]]
    held, hit = (
        sum(column) for column in zip(*(one["interval holds"] for one in result["surge"]), strict=True)
    )
    factors = sorted(one["factor"] for one in result["dashboard"])
    return [
        "What else a learner reports:\n",
        f"* Hijack, hour: that of the first planted post in {_share(hours, len(planted))} of worlds. It"
        f" comes {_middle(late, 'hours')} after the planned onset, since of 20,000 posts too few fall into 48"
        " hours: the planned hour itself cannot be seen.",
        f"* Hijack, share (planned: 0.12): {_middle(shares, '')}.",
        f"* Misquote, reach ratio over the true one: {_middle(off, '')}.",
        f"* Campaign, seconds between the first and third of three shares: at most"
        f" {max(windows, default=0):.0f}.",
        f"* Surge, planted factor inside the 95 % interval of its size: {_share(held, hit)}.",
        f"* Dashboard, shown over distinct: {_middle(factors, '')}.\n",
    ]


def _twins(result: Result) -> list[str]:
    rows = [
        (name, _share(count, of), _kept(count <= TWINS * of)) for name, (count, of) in twins(result).items()
    ]
    naive, worlds = _count(result["twins"], "two links")
    growth, of = _count(result["growth"], "fired")
    return [
        "## Benign twins\n",
        "At most 5 % of worlds may be flagged, as a value.\n",
        _table(("detector", "worlds with its twin that it flags", "≤ 5 %"), rows),
        f"\nTwo links within 60 seconds accuse somebody in {naive} of {worlds} of the worlds with twins."
        " The surge detector fires at the dashboard's twin, real growth by a third for half a year,"
        f" in {growth} of {of} worlds. That is no error: more was posted. Why, no count tells.\n",
    ]


def _leaks(result: Result) -> list[str]:
    rows = [
        (
            one["feature"],
            f"{one['mean']:.3f}",
            f"{one['low']:.3f} to {one['high']:.3f}",
            _kept(one["high"] <= LEAK),
        )
        for one in result["leaks"]
    ]
    return [
        "## What tells too much\n",
        "A boosted tree sees one column of half of the worlds (60,000 posts, all plants) and ranks posts of"
        " the others. An upper bound of at most 0.55 is asked for. Order: 400 plans; others: 12 worlds.\n",
        _table(("column", "AUC", "95 %", "≤ 0.55"), rows),
        "",
    ]


def _power(result: Result) -> list[str]:
    sizes = [size for size in SIZES for _ in range(20)]
    rows = []
    for size in SIZES:
        mine = [one["found"] for one, its in zip(result["campaign power"], sizes, strict=True) if its == size]
        there, named, both = (sum(column) for column in zip(*mine, strict=True))
        rows.append((str(size[0]), str(size[1]), _share(both, there), _share(both, named)))
    posts = [size for size in SURGE_POSTS for _ in range(100)]
    surges = []
    for size in SURGE_POSTS:
        mine = [one for one, its in zip(result["surge power"], posts, strict=True) if its == size]
        small = [one["hit"] for one in mine if one["factor"] < 1.75]
        large = [one["hit"] for one in mine if one["factor"] >= 1.75]
        hit, flags = sum(one["hit"] for one in mine), sum(one["flags"] for one in mine)
        surges.append(
            (f"{size:,}", *(_share(sum(one), len(one)) for one in (small, large)), _share(hit, flags))
        )
    return [
        "## Power\n",
        "Campaigns of other sizes, in the worlds of `tests/measures/worlds.py` (10,000 sharings, 1,250"
        " accounts, 20 worlds each), since the planner's size is fixed; four in five accounts join each"
        " time.\n",
        _table(("accounts", "links", "recall of members", "precision"), rows),
        "\nSurges by the size of the corpus, onset, its week ± 1, 100 plans each:\n",
        _table(("originals", "recall, ×1.5 to ×1.75", "recall, ×1.75 to ×2", "precision"), surges),
        "",
    ]


def _limits(result: Result) -> list[str]:
    missed = [one for one in result["surge"] if not one["surge"][2]]
    said = "; ".join(f"begun {one['onset']}, ×{one['factor']:.2f}" for one in missed) or "none"
    return [
        "## What cannot be detected\n",
        "* A campaign of four links, or one whose accounts meet on fewer than four days: nothing tells it"
        " from an embargo or a congress. Two accounts alone are never named.",
        "* An account run by a timer that posts fewer than seven times in a row, or whose person posts in"
        " between.",
        "* A timer set to the same hour each day: it keeps office hours, as a journal's does.",
        "* A surge within the first 54 weeks, which have no year to be compared with, and one in a small"
        f" corpus, where a week has too few posts. Missed here: {said}.",
        "* The hour at which a hijack was planned, in a small corpus; a hijack by accounts that post"
        " as much else.",
        "* A misquote in words that the list does not hold, or of a post that is gone and that nobody"
        " corrects.",
        "* A retracted paper without a notice, or behind a short link that nobody could expand.",
        "* A dashboard's fault below a fifth: overlapping pages alone add 1 to 2 %.",
    ]


def _count(worlds: Iterable[Result], name: str) -> tuple[int, int]:
    found = [bool(one[name]) for one in worlds]
    return sum(found), len(found)


def _share(part: int, of: int) -> str:
    if not of:
        return "– (0)"
    low, high = wilson_interval(part, of)
    return f"{part / of:.3f} ({low:.3f} to {high:.3f}; {part:,} of {of:,})"


def _middle(values: Sequence[float], unit: str) -> str:
    if not values:
        return "none"
    ends = f"{values[0]:.2f} to {values[-1]:.2f}"
    return f"{values[len(values) // 2]:.2f} {unit} in the middle ({ends})".replace("  ", " ")


def _percent(value: float) -> str:
    return f"{100 * value:.2f} %"


def _kept(held: bool) -> str:
    return "yes" if held else "**no**"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
