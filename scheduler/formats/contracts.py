"""The contracts of a site file."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from forecasting.messages import N_, Sentence
from scheduler.agents import Bounds, Contract
from scheduler.formats.sections import Section, build
from scheduler.formats.values import MINUTES_AN_HOUR, bounds, nearest, number, one_of, sequence, text, whole

KEYS = (
    "name",
    "kinds",
    "weekly_hours",
    "period_hours",
    "period_minutes",
    "days_in_row",
    "days_off_in_row",
    "leave_day_minutes",
)
TIMES = ("weekly_hours", "period_hours", "period_minutes")
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """A *contract* whose bounds of paid time may be written for a week: *weekly_minutes*, on average over the period.

    *place* is where the bounds stand in the site file.
    """

    contract: Contract
    place: str
    weekly_minutes: Bounds | None = None

    def for_days(self, days: int) -> Contract:
        """Return the contract for a period of *days*.

        The least a week is asked for each whole week in it: what is left over may be too short for one more shift.
        The most a week grows with the days, rounded down to minutes.
        """
        if self.weekly_minutes is None:
            return self.contract
        least, most = self.weekly_minutes.least, self.weekly_minutes.most
        period = Bounds(
            None if least is None else least * (days // DAYS_A_WEEK),
            None if most is None else most * days // DAYS_A_WEEK,
        )
        return replace(self.contract, period_minutes=period)


def read_contract(section: Section, kinds: Iterable[str]) -> ContractTerms | None:
    """Read one contract over the shift kinds named *kinds*; None where it has faults."""
    section.only(KEYS)
    names = tuple(kinds)
    name = section.need("name", text, N_("the contract's name"))
    allowed = section.need("kinds", sequence(one_of(names)), N_("the names of the shift kinds it allows"))
    if allowed == ():
        section.refuse("kinds", N_("names no shift kind"), nearest("", names))
    given = [key for key in TIMES if section.has(key)]
    if len(given) > 1:
        section.refuse(
            given[1],
            Sentence(N_("is given beside {other}"), other=given[0]),
            N_("one of weekly_hours, period_hours, period_minutes"),
        )
    hours = bounds(_hours)
    weekly = section.read("weekly_hours", hours, None)
    period = section.read("period_hours", hours, None) or section.read(
        "period_minutes", bounds(number(least=0)), Bounds()
    )
    in_row = section.read("days_in_row", bounds(whole(least=1)), Bounds())
    off_in_row = section.read("days_off_in_row", bounds(whole(least=1)), Bounds())
    leave = section.read("leave_day_minutes", whole(least=0, most=24 * MINUTES_AN_HOUR), 480)
    contract = build(
        section, lambda: Contract(name or "", tuple(dict.fromkeys(allowed or ())), period, in_row, off_in_row, leave)
    )
    place = section.at(given[0] if given else "kinds")
    return None if contract is None else ContractTerms(contract, place, weekly)


def _hours(value: object) -> float:
    return number(least=0)(value) * MINUTES_AN_HOUR
