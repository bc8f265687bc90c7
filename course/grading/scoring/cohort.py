"""The cohort from which numbers of one's own are drawn: set once, used by every step that draws them."""

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode


class OwnNumbers(NbGraderPreprocessor):
    """A step that draws a trainee's own numbers, as their desk did."""

    cohort = Unicode(
        "",
        help="The cohort that desks name (`cohort` in .course.json); numbers of one's own are drawn "
        "from it and the trainee's id. Empty if the desks name none.",
    ).tag(config=True)
