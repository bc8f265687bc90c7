"""Pictures: one look for every chart of the course, each with a sentence, a description and its numbers.

>>> from course import charts
>>> picture = charts.risk_icons((30, 2000), (60, 2000), ("Nelvaprine", "Placebo"), "fell within 90 days")
>>> picture.title
'15 fewer in 1,000 fell within 90 days with Nelvaprine than with Placebo'
"""

from course.charts.band import band
from course.charts.drawing import embedded
from course.charts.errors import ChartError
from course.charts.growth import growth
from course.charts.icons import risk_icons
from course.charts.intervals import intervals, reliability
from course.charts.picture import Picture

__all__ = ["ChartError", "Picture", "band", "embedded", "growth", "intervals", "reliability", "risk_icons"]
