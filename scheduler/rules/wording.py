"""What a rule says of itself, in sentences that are marked for translation."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forecasting.messages import N_
from scheduler.rules.base import Rule

HOURS, MINUTES, DAYS, WEEKS = N_("in hours"), N_("in minutes"), N_("in days"), N_("in weeks")
PEOPLE, SHIFTS, WEEKENDS, PERCENT = N_("in people"), N_("in shifts"), N_("in weekends"), N_("in percent")
POINTS, COURSES = N_("in points"), N_("in courses")
CLOCK, CLOCK_HOUR = N_("time on the clock, HH:MM"), N_("full hour on the clock")


@dataclass(frozen=True, slots=True)
class Figure:
    """What a parameter of a rule means, and in which unit it is given, empty where it has none."""

    meaning: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RuleText:
    """What a rule is called and what it says; how it *differs* from the text of its source and what to *note* beside it.

    *figures* has what each parameter means, by the name of the field.
    """

    title: str
    says: str
    differs: str = ""
    note: str = ""
    figures: Mapping[str, Figure] = field(default_factory=dict)


def text_of(rule: Rule) -> RuleText | None:
    """Return what *rule* says of itself in ``text``; None where it says nothing."""
    text = getattr(rule, "text", None)
    return text if isinstance(text, RuleText) else None
