"""Lint: what a careful editor would mark in a module's texts, questions and keys, with place and remedy.

`lint` applies every rule and leaves out what is excused with a reason; `strategy_credit` says what somebody
earns who answers without reading. Each rule is a function whose docstring says its threshold and source.
"""

from course.authoring.lint.finding import Finding
from course.authoring.lint.run import NAMES, lint
from course.authoring.lint.strategies import STRATEGIES, strategy_credit

__all__ = ["NAMES", "STRATEGIES", "Finding", "lint", "strategy_credit"]
