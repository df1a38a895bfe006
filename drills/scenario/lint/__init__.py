from drills.scenario.lint.checks import lint
from drills.scenario.lint.finding import RULES, Finding

__all__ = ["RULES", "Finding", "lint"]
