"""Pictures: one look for every chart of the course, each with a sentence, a description and its numbers.

>>> from course import charts
>>> picture = charts.risk_icons((30, 2000), (60, 2000), ("Nelvaprine", "Placebo"), "fell within 90 days")
>>> picture.title
'15 fewer in 1,000 fell within 90 days: Nelvaprine against Placebo'
"""

from course.charts.band import band
from course.charts.browse import Browse, monthly
from course.charts.cascade import cascade
from course.charts.chain import chain
from course.charts.co_sharing import co_sharing
from course.charts.concentration import concentration
from course.charts.counted import SYNTHETIC
from course.charts.drawing import embedded
from course.charts.duplicates import duplicates
from course.charts.errors import ChartError
from course.charts.growth import growth
from course.charts.hours import hours
from course.charts.intervals import intervals
from course.charts.kinds import kinds
from course.charts.picture import Picture
from course.charts.provenance import provenance
from course.charts.reliability import reliability
from course.charts.risk_icons import risk_icons
from course.charts.steps import Steps, steps
from course.charts.tag_matrix import tag_matrix
from course.charts.traceability import traceability
from course.charts.wording import wording

__all__ = [
    "SYNTHETIC",
    "Browse",
    "ChartError",
    "Picture",
    "Steps",
    "band",
    "cascade",
    "chain",
    "co_sharing",
    "concentration",
    "duplicates",
    "embedded",
    "growth",
    "hours",
    "intervals",
    "kinds",
    "monthly",
    "provenance",
    "reliability",
    "risk_icons",
    "steps",
    "tag_matrix",
    "traceability",
    "wording",
]
