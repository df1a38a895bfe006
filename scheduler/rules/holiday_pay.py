"""Work on statutory holidays, which is paid at 300 %."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.wording import PERCENT, Figure, RuleText
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class HolidayPay:
    """Each shift on a statutory holiday is named, with the *percent* of pay that it costs."""

    percent: int = 300
    name: ClassVar[str] = "holiday-pay"
    citation: ClassVar[str] = "LL-44, CH"
    severity: ClassVar[Severity] = Severity.NOTE
    text: ClassVar[RuleText] = RuleText(
        N_("Pay on statutory holidays"),
        N_("Each shift on a statutory holiday is named, with the pay that it costs, under comprehensive hours too."),
        differs=N_("A night shift counts by the day on which it starts."),
        figures={
            "percent": Figure(N_("pay of the shift, the usual pay being 100"), PERCENT),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each shift that starts on a statutory holiday."""
        for shift in roster.assignments:
            if shift.day in instance.statutory_holidays:
                yield Violation(
                    self.name,
                    self.citation,
                    self.severity,
                    N_("{agent} works {hours:g} h on the statutory holiday {day}, paid at {percent} %"),
                    {
                        "agent": instance.agent_by_id[shift.agent].name,
                        "hours": shift.paid_minutes / 60,
                        "day": shift.day,
                        "percent": self.percent,
                    },
                    shift.agent,
                    shift.day,
                )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Post nothing: the work is allowed."""
