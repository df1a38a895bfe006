"""People who may do neither night work nor overtime."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from forecasting.timegrid import local_instant
from scheduler.agents import Restriction
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.hours import minutes_in
from scheduler.rules.wording import CLOCK_HOUR, HOURS, Figure, RuleText
from scheduler.variables import Variables, forbid

ALL_RESTRICTIONS = frozenset(Restriction)


@dataclass(frozen=True, slots=True)
class NoNightForProtected:
    """No minute of duty between *night_start* and *night_end* (hours on the agent's clock) for people with one of *restrictions*."""

    night_start: int = 22
    night_end: int = 6
    restrictions: frozenset[Restriction] = ALL_RESTRICTIONS
    name: ClassVar[str] = "no-night-for-protected"
    citation: ClassVar[str] = N_("LL-61, LL-63; site policy beside LL-64, LL-65")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("No night work for protected people"),
        N_(
            "No minute of duty lies in the night for agents who are pregnant from the seventh month, nursing a child below one year, or of age 16 to 18."
        ),
        differs=N_(
            "Breaks in the night count as duty. For ages 16 to 18 it is the site's policy: the law itself forbids hazardous work and asks for health checks."
        ),
        figures={
            "night_start": Figure(N_("hour at which the night begins on the agent's clock"), CLOCK_HOUR),
            "night_end": Figure(N_("hour at which the night ends on the agent's clock"), CLOCK_HOUR),
            "restrictions": Figure(N_("who is protected")),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each shift of a protected person that touches the night."""
        for shift in roster.assignments:
            agent = instance.agent_by_id[shift.agent]
            if not agent.restrictions & self.restrictions:
                continue
            zone = instance.zone_of(agent)
            if self.touches_night(shift.start, shift.end, shift.day, zone):
                yield Violation(
                    self.name,
                    self.citation,
                    self.severity,
                    N_(
                        "{agent} is protected ({why}) and works from {start} to {end}, within {night_start}:00-{night_end}:00"
                    ),
                    {
                        "agent": agent.name,
                        "why": ", ".join(sorted(agent.restrictions & self.restrictions)),
                        "start": f"{shift.start.astimezone(zone):%H:%M}",
                        "end": f"{shift.end.astimezone(zone):%H:%M}",
                        "night_start": f"{self.night_start:02d}",
                        "night_end": f"{self.night_end:02d}",
                    },
                    agent.id,
                    shift.day,
                )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid the shifts that touch the night."""
        grid = variables.instance.grid
        for agent in variables.agents:
            if not agent.restrictions & self.restrictions:
                continue
            zone = variables.instance.zone_of(agent)
            for day in variables.days:
                nights = [
                    (
                        grid.slot_at(eve, self.night_start * 60, zone),
                        grid.slot_at(eve + timedelta(days=1), self.night_end * 60, zone),
                    )
                    for eve in (day - timedelta(days=1), day, day + timedelta(days=1))
                ]
                forbid(
                    model,
                    (
                        choice
                        for choice in variables.on(agent, day)
                        if any(choice[0].first < dawn and dusk < choice[0].end for dusk, dawn in nights)
                    ),
                )

    def touches_night(self, start: datetime, end: datetime, day: date, zone: ZoneInfo) -> bool:
        """Tell whether the half-open [start, end) of a shift of *day* meets a night on the clock of *zone*."""
        for shift_days in (-1, 0, 1):
            eve = day + timedelta(days=shift_days)
            dusk = local_instant(eve, self.night_start * 60, zone)
            dawn = local_instant(eve + timedelta(days=1), self.night_end * 60, zone)
            if start < dawn and dusk < end:
                return True
        return False


@dataclass(frozen=True, slots=True)
class NoOvertimeForProtected:
    """At most *hours* paid a day for people with one of *restrictions*, whatever overtime is approved."""

    hours: float = 8
    restrictions: frozenset[Restriction] = ALL_RESTRICTIONS
    name: ClassVar[str] = "no-overtime-for-protected"
    citation: ClassVar[str] = N_("LL-61, LL-63; site policy beside LL-64, LL-65")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("No overtime for protected people"),
        N_("Protected agents have no more paid hours a day, whatever overtime was approved."),
        differs=N_(
            "A night shift counts whole on the day on which it starts. For ages 16 to 18 it is the site's policy."
        ),
        figures={
            "hours": Figure(N_("most paid hours of a day"), HOURS),
            "restrictions": Figure(N_("who is protected")),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each shift of a protected person that is longer."""
        for shift in roster.assignments:
            agent = instance.agent_by_id[shift.agent]
            if agent.restrictions & self.restrictions and shift.paid_minutes > minutes_in(self.hours):
                yield Violation(
                    self.name,
                    self.citation,
                    self.severity,
                    N_(
                        "{agent} is protected ({why}) and planned for {hours:.2f} h; at most {most:g} h a day are allowed"
                    ),
                    {
                        "agent": agent.name,
                        "why": ", ".join(sorted(agent.restrictions & self.restrictions)),
                        "hours": shift.paid_minutes / 60,
                        "most": self.hours,
                    },
                    agent.id,
                    shift.day,
                )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid the shifts that are longer."""
        for agent in variables.agents:
            if agent.restrictions & self.restrictions:
                for day in variables.days:
                    forbid(
                        model, (c for c in variables.on(agent, day) if c[0].kind.paid_minutes > minutes_in(self.hours))
                    )
