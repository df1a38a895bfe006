"""Availability: people work only when they said that they can."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from forecasting.timegrid import local_instant
from scheduler.agents import Agent
from scheduler.availability import Availability
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Severity, Violation, broken
from scheduler.rules.wording import RuleText
from scheduler.variables import Variables, forbid

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WithinAvailability:
    """Every minute of a shift lies within the windows in which the agent can work, on the agent's own clock."""

    name: ClassVar[str] = "availability"
    citation: ClassVar[str] = N_("contract")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Shifts when people can work"),
        N_("Every minute of a shift lies within the windows in which the agent can work, on the agent's own clock."),
        note=N_(
            "Windows that meet are one, so that a night may lie across midnight; agents without windows can always work."
        ),
    )

    def about(self, agent: Agent) -> Availability | None:
        """Return what sets *agent* apart for this rule."""
        return agent.available

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each shift with a minute outside."""
        for shift in roster.assignments:
            agent = instance.agent_by_id[shift.agent]
            if agent.available is not None and not self._covered(shift, agent.available, agent, instance):
                zone = instance.zone_of(agent)
                yield broken(
                    self,
                    agent,
                    shift.day,
                    N_("{agent} has the shift {kind} on {day} from {start} to {end}, when they are not available"),
                    kind=shift.kind,
                    day=shift.day,
                    start=f"{shift.start.astimezone(zone):%H:%M}",
                    end=f"{shift.end.astimezone(zone):%H:%M}",
                )

    @staticmethod
    def _covered(shift: Assignment, available: Availability, agent: Agent, instance: Instance) -> bool:
        """Walk through *shift* from window to window; tell whether its end is reached."""
        zone, at, end = instance.zone_of(agent), shift.start.astimezone(UTC), shift.end.astimezone(UTC)
        for day in (shift.day - ONE_DAY, shift.day, shift.day + ONE_DAY):
            for window in sorted(available.on(day)):
                begins, stops = (local_instant(day, minute, zone) for minute in (window.first, window.end))
                if begins <= at:
                    at = max(at, stops)
        return at >= end

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid the shifts that the last span to begin before them does not hold, windows that meet being one span."""
        grid = variables.instance.grid
        for agent in variables.agents:
            if agent.available is None:
                continue
            zone = variables.instance.zone_of(agent)
            spans = list(agent.available.spans(grid.first_day - ONE_DAY, grid.last_day + ONE_DAY, zone))
            starts = [start for start, _ in spans]
            for day in variables.days:
                for option, var in variables.on(agent, day):
                    place = bisect_right(starts, option.starts_at(grid)) - 1
                    if place < 0 or spans[place][1] < option.ends_at(grid):
                        forbid(model, [(option, var)])
