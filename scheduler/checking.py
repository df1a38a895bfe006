"""Every rule over a finished roster. What this finds nothing in may be stored."""

from collections.abc import Iterable

from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity, Violation


def check_roster(roster: Roster, instance: Instance, rules: Iterable[Rule]) -> tuple[Violation, ...]:
    """Return what *roster* breaks of *rules*, hard violations first."""
    order = list(Severity)
    found = [violation for rule in rules for violation in rule.check(roster, instance)]
    return tuple(sorted(found, key=lambda violation: order.index(violation.severity)))


def is_lawful(violations: Iterable[Violation]) -> bool:
    """Tell whether none of *violations* is hard."""
    return all(violation.severity is not Severity.HARD for violation in violations)
