"""How far links can be followed: written, resolved, with a DOI, retracted."""

from __future__ import annotations

from typing import Any

from course.charts import words
from course.charts.bars import bar_panel
from course.charts.counted import count
from course.charts.errors import ChartError
from course.charts.picture import Picture


def traceability(stages: Any, *, title: str | None = None, source: str = "") -> Picture:
    """Links at each step on the way to a paper, and what is lost between two steps.

    `stages` is what `course.measures.link_stages` gives. Bars start at zero and are parts of all links.
    Raises ChartError naming the value.
    """
    wanted = ("raw", "resolved", "doi", "retracted")
    try:
        raw, resolved, doi, gone = (count(name, getattr(stages, name)) for name in wanted)
    except AttributeError:
        raise ChartError(f"`stages` is {stages!r:.60}. Give what link_stages returns.") from None
    if not raw:
        raise ChartError("`stages` has no links. There is nothing to follow.")
    lost, bare = raw - resolved, resolved - doi
    steps = [
        ("Links as written", raw),
        ("Lead to a known address", resolved),
        ("… which names a DOI", doi),
        ("… of a retracted paper", gone),
    ]
    share = {name: words.percent(n / raw) for name, n in steps}
    of_dois = words.percent(gone / doi) if doi else "none"
    return Picture(
        title or f"{words.percent(lost / raw)} of {words.count(raw)} links cannot be followed",
        f"Of {words.count(raw)} links, {words.count(lost)} stop at a shortener, {words.count(bare)} lead to "
        f"a page without a DOI and {words.count(doi)} to one with; {words.count(gone)} of these "
        f"{words.count(doi)} ({of_dois}) name a retracted paper.",
        "Four bars, each a part of the one above. "
        + " ".join(f"{name.lstrip('… ')}: {words.count(n)}, {share[name]}." for name, n in steps),
        (
            bar_panel(
                [(name, n, f"{words.count(n)} · {share[name]}") for name, n in steps],
                "Links at each step, as a share of all",
                f"Lost on the way: {words.count(lost)} unresolved, {words.count(bare)} without a DOI",
                raw,
                40,
            ),
        ),
        ("Step", "Links", "Share of all", "Lost before it"),
        (
            (steps[0][0], words.count(raw), share[steps[0][0]], None),
            (steps[1][0], words.count(resolved), share[steps[1][0]], words.count(lost)),
            ("Lead to a DOI", words.count(doi), share[steps[2][0]], words.count(bare)),
            ("Of a retracted paper", words.count(gone), share[steps[3][0]], words.count(doi - gone)),
        ),
        source,
    )
