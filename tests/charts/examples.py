"""One picture of each kind, and some that are hard to draw."""

from __future__ import annotations

from collections.abc import Callable

from course import charts
from course.charts import Picture
from course.measures import reliability_bins

SAID = [0.05, 0.2, 0.2, 0.2, 0.4, 0.4, 0.6, 0.6, 0.8, 0.8, 0.8, 0.95, 0.95, 0.95, 0.95, 0.95]
SO = [0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0]
MEDED = {2019: 410_000, 2020: 520_000, 2021: 692_095, 2022: 1_178_647}
VIDEOS = [("Sterility not kept", 4, 38), ("Dangerously misleading", 5, 38), ("All key points shown", 0, 9)]

WAY = {
    "order": ["draft", "press", "news", "blog"],
    "from": {"press": "draft", "news": "press", "blog": "not-determinable"},
    "labels": {"press": "strengthened", "news": "dropped", "blog": "not-determinable"},
}
DRAWN = {
    "order": ["draft", "news", "press", "blog"],
    "from": {"press": "draft", "news": "press", "blog": "draft"},
    "labels": {"press": "kept", "news": "dropped"},
}
CALLED = {"draft": "Draft of a report on grip socks & falls", "press": "Press release", "news": "Story"}

EXAMPLES: dict[str, Callable[[], Picture]] = {
    "risk-icons": lambda: charts.risk_icons(
        (30, 2000), (60, 2000), ("Nelvaprine", "Placebo"), "fell within 90 days"
    ),
    "risk-icons-rare": lambda: charts.risk_icons((3, 20_000), (9, 20_000), per=10_000),
    "growth": lambda: charts.growth(MEDED, assumed=[2019, 2020], what="#MedEd posts"),
    "growth-steep": lambda: charts.growth(
        {2012 + n: int(1000 * 2.1**n) for n in range(11)}, assumed=range(2012, 2020)
    ),
    "intervals": lambda: charts.intervals(VIDEOS, what="videos"),
    "reliability": lambda: charts.reliability(reliability_bins(SAID, SO)),
    "chain": lambda: charts.chain(DRAWN, names=CALLED),
    "chain-beside": lambda: charts.chain(DRAWN, WAY, names=CALLED),
    "wording": lambda: charts.wording("Night lamps may shorten sleep.", 4, before=2),
    "band": lambda: charts.band(
        0.74, -0.31, 1.79, label="Your d′ on form A", marks={"no discernment": 0, "class mean": 1.02}
    ),
}
