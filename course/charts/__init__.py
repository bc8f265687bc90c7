"""Pictures: one look for every chart of the course, each with a sentence, a description and its numbers.

>>> from course import charts
>>> picture = charts.risk_icons((30, 2000), (60, 2000), ("Nelvaprine", "Placebo"), "fell within 90 days")
>>> picture.title
'15 fewer in 1,000 fell within 90 days: Nelvaprine against Placebo'
"""

from course.charts.drawing import embedded
from course.charts.errors import ChartError
from course.charts.estimate import band
from course.charts.icons import risk_icons
from course.charts.picture import Picture
from course.charts.shares import intervals
from course.charts.stated import reliability
from course.charts.years import growth

__all__ = ["ChartError", "Picture", "band", "embedded", "growth", "intervals", "reliability", "risk_icons"]
