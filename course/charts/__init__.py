"""Pictures: one look for every chart of the course, each with a sentence, a description and its numbers.

>>> from course import charts
>>> picture = charts.risk_icons((30, 2000), (60, 2000), ("Nelvaprine", "Placebo"), "fell within 90 days")
>>> picture.title
'15 fewer in 1,000 fell within 90 days: Nelvaprine against Placebo'
"""

from course.charts.band import band
from course.charts.drawing import embedded
from course.charts.errors import ChartError
from course.charts.growth import growth
from course.charts.icons import risk_icons
from course.charts.intervals import intervals
from course.charts.picture import Picture
from course.charts.reliability import reliability

__all__ = ["ChartError", "Picture", "band", "embedded", "growth", "intervals", "reliability", "risk_icons"]
