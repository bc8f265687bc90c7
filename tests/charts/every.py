"""All pictures, for what holds for every one of them."""

from __future__ import annotations

from tests.charts.examples import EXAMPLES
from tests.charts.hashtag_examples import HASHTAG

EVERY = {**EXAMPLES, **HASHTAG}
