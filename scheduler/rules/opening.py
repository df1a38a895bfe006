"""Duty lies within the opening hours of the team."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from forecasting.timegrid import TimeGrid
from scheduler.agents import Team
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.wording import MINUTES, Figure, RuleText
from scheduler.variables import Variables, forbid


@dataclass(frozen=True, slots=True)
class WithinOpeningHours:
    """A shift starts no earlier than *minutes_before* opening and ends no later than *minutes_after* closing."""

    minutes_before: int = 0
    minutes_after: int = 0
    name: ClassVar[str] = "within-opening-hours"
    citation: ClassVar[str] = "OS-2.1, OS-2.3"
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Duty within opening hours"),
        N_(
            "A shift starts no earlier than so many minutes before its team opens and ends no later than so many minutes after it closes."
        ),
        differs=N_("The standard sets the hours, not the shifts; the two allowances leave room for handing over."),
        figures={
            "minutes_before": Figure(N_("how long before opening a shift may start"), MINUTES),
            "minutes_after": Figure(N_("how long after closing a shift may end"), MINUTES),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each shift with a slot in which its team is closed."""
        grid = instance.grid
        teams = {team.name: team for team in instance.teams}
        open_slots = {name: self.open_slots(team, grid) for name, team in teams.items()}
        for shift in (one for one in roster.assignments if not one.on_call):
            agent = instance.agent_by_id[shift.agent]
            first, end = grid.slot_containing(shift.start), -(-(shift.end - grid.origin) // grid.slot_length)
            if not open_slots[agent.team].issuperset(range(first, end)):
                yield Violation(
                    self.name,
                    self.citation,
                    self.severity,
                    N_("{agent} has a shift on {day} from {start} to {end}, outside the opening hours of team {team}"),
                    {
                        "agent": agent.name,
                        "day": shift.day,
                        "start": f"{shift.start.astimezone(grid.zone):%H:%M}",
                        "end": f"{shift.end.astimezone(grid.zone):%H:%M}",
                        "team": agent.team,
                    },
                    agent.id,
                    shift.day,
                )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid the shifts with a slot in which the team is closed."""
        grid = variables.instance.grid
        open_slots = {team.name: self.open_slots(team, grid) for team in variables.instance.teams}
        for agent in variables.agents:
            allowed = open_slots[agent.team]
            for day in variables.days:
                forbid(
                    model,
                    (
                        choice
                        for choice in variables.on(agent, day)
                        if not (choice[0].kind.on_call or allowed.issuperset(range(choice[0].first, choice[0].end)))
                    ),
                )

    def open_slots(self, team: Team, grid: TimeGrid) -> frozenset[int]:
        """Return the slots from the day before the horizon to two days after it in which a shift of *team* may lie."""
        before = -(-self.minutes_before // grid.slot_minutes)
        after = -(-self.minutes_after // grid.slot_minutes)
        slots: set[int] = set()
        for index in range(-1, grid.days + 2):
            hours = team.opening.open_slots(grid, grid.first_day + timedelta(days=index))
            if hours:
                slots.update(range(hours.start - before, hours.stop + after))
        return frozenset(slots)
