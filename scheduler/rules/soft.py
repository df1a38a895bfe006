"""Which rules a site may make soft, what of a soft one is counted and what it costs, and why others stay hard."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from forecasting.messages import N_, Sentence
from scheduler.rules.base import Rule

MOST_POINTS = 10_000.0  # of a weight, so that sums stay far from the limits of whole numbers


class Unit(StrEnum):
    """What of a broken rule is counted."""

    VIOLATION = N_("violation")
    DAY = N_("day too many, or row too short")
    HOUR = N_("hour too many or missing")
    SHIFT = N_("shift too many or missing")


@dataclass(frozen=True, slots=True)
class Price:
    """How a soft rule is counted, and the points for each *unit* where the site does not say.

    A rule of *weeks* has one violation a calendar week at most, any other one a day. A rule of *days* is about each day by
    itself, whatever the others are.
    """

    unit: Unit
    points: float
    weeks: bool = False
    days: bool = False


# A missing head costs 10 to 40 points in a quarter hour, a request that is not met 10: so much are these worth beside them.
PRICES: Mapping[str, Price] = {
    "availability": Price(Unit.VIOLATION, 100, days=True),
    "within-opening-hours": Price(Unit.VIOLATION, 40, days=True),
    "start-window": Price(Unit.VIOLATION, 20, days=True),
    "hours-of-day": Price(Unit.VIOLATION, 20, days=True),
    "work-days": Price(Unit.VIOLATION, 20, days=True),
    "rotation": Price(Unit.VIOLATION, 20, days=True),
    "start-distance": Price(Unit.VIOLATION, 10),
    "steady-starts": Price(Unit.VIOLATION, 20, weeks=True),
    "forbidden-successions": Price(Unit.VIOLATION, 20),
    "forward-rotation": Price(Unit.VIOLATION, 20),
    "recovery-after-nights": Price(Unit.VIOLATION, 40),
    "weekends-worked": Price(Unit.VIOLATION, 40),
    "weekends-in-row": Price(Unit.VIOLATION, 40),
    "whole-weekends": Price(Unit.VIOLATION, 20),
    "nights-in-row": Price(Unit.DAY, 40),
    "days-in-row": Price(Unit.DAY, 40),
    "days-off-in-row": Price(Unit.DAY, 20),
    "period-hours": Price(Unit.HOUR, 10),
    "hours-of-week": Price(Unit.HOUR, 10),
    "hours-of-month": Price(Unit.HOUR, 10),
    "hours-of-window": Price(Unit.HOUR, 10),
    "shifts-of-kind": Price(Unit.SHIFT, 20),
}
REASONS: Mapping[str, str] = {
    "one-shift-a-day": N_("hard: plans are made of one shift a day"),
    "no-overlap": N_("hard: nobody is in two places at once"),
    "shift-of-contract": N_("hard: plans are made of the shifts that contracts offer"),
    "breaks-as-planned": N_("hard: plans are made with the breaks of the shift kinds"),
    "leave": N_("hard: leave that was granted is kept; a wish to be off is a request"),
    "locked": N_("hard: what a planner has locked is kept; a wish for a shift is a request"),
}
OF_LAW = N_("hard: the rule comes with the law pack ({citation}); a site makes its own rules soft")
NOT_PRICED = N_("hard: what breaking it costs cannot be told from a roster and in a plan alike")


def why_hard(rule: Rule, *, of_law: bool) -> str | None:
    """Return why *rule* may not be soft, None where it may; *of_law* tells that a law pack brings it."""
    if rule.name in PRICES:
        return None
    if of_law:
        return Sentence(OF_LAW, citation=Sentence(rule.citation))
    return REASONS.get(rule.name, NOT_PRICED)
