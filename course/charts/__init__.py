"""Pictures: one look for every chart of the course, each with a sentence, a description and its numbers.

>>> from course import charts
>>> picture = charts.risk_icons((30, 2000), (60, 2000), ("Nelvaprine", "Placebo"), "fell within 90 days")
>>> picture.title
'15 fewer in 1,000 fell within 90 days: Nelvaprine against Placebo'
"""

from course.charts.browse import Browse, monthly
from course.charts.clock import hours
from course.charts.counted import SYNTHETIC
from course.charts.drawing import embedded
from course.charts.errors import ChartError
from course.charts.estimate import band
from course.charts.gauge import wording
from course.charts.icons import risk_icons
from course.charts.kinds_of_posts import kinds
from course.charts.link_steps import traceability
from course.charts.lorenz_curve import concentration
from course.charts.network import co_sharing
from course.charts.picture import Picture
from course.charts.retold import provenance
from course.charts.rows_and_posts import duplicates
from course.charts.shares import intervals
from course.charts.spread import cascade
from course.charts.stated import reliability
from course.charts.stepwise import Steps, steps
from course.charts.tag_grid import tag_matrix
from course.charts.travelled import chain
from course.charts.years import growth

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
