"""Staggered breaks: a team does not go to its breaks all at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from forecasting.timegrid import TimeGrid
from scheduler.coverage import Counts, on_shift
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.wording import PERCENT, Figure, RuleText
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class StaggeredBreaks:
    """At most *percent* of a team's people on shift are on a break at the same time; one always may be."""

    percent: int = 30
    severity: Severity = Severity.SOFT
    name: ClassVar[str] = "staggered-breaks"
    citation: ClassVar[str] = N_("site")
    text: ClassVar[RuleText] = RuleText(
        N_("Staggered breaks"),
        N_("At most so many percent of a team's people on shift are on a break at the same time; one always may be."),
        note=N_(
            "Soft by default: breaks are moved apart after the shifts are placed, as far as their windows allow, and a site that makes the rule hard may be left without a roster. Slots in which nobody of the plan is on a break are left out."
        ),
        figures={
            "percent": Figure(N_("most people on a break, of those on shift"), PERCENT),
            "severity": Figure(N_("hard where what is left is refused")),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each stretch of slots of a team with more on a break."""
        grid, present = instance.grid, on_shift(roster, instance)
        planned = on_break(roster, instance)
        known = Roster(grid, () if instance.before is None else instance.before.assignments)
        before = on_break(known, instance)
        for team, away in planned.items():
            allowed = most_on_break(present[team], self.percent)
            over = away + before[team] - allowed
            for stretch in _stretches((away > 0) & (over > 0), grid):
                worst = max(stretch, key=over.__getitem__)
                values = {
                    "team": team,
                    "count": int(away[worst] + before[team][worst]),
                    "present": int(present[team][worst]),
                    "day": grid.date_of(stretch[0]),
                    "start": f"{grid.local(stretch[0]):%H:%M}",
                    "end": f"{grid.local(stretch[-1] + 1):%H:%M}",
                    "most": int(allowed[worst]),
                }
                template = N_(
                    "team {team} has {count} of {present} on a break on {day} between {start} and {end}; at most {most} may be"
                )
                yield Violation(self.name, self.citation, self.severity, template, values, day=grid.date_of(stretch[0]))

    def post(self, model: CpModel, variables: Variables) -> None:
        """Post nothing: breaks are placed after the shifts, see ``scheduler.staggering``."""


def _stretches(flags: npt.NDArray[np.bool_], grid: TimeGrid) -> Iterator[list[int]]:
    """Yield the slots in a row, of one local day, that have their flag."""
    marked = groupby(range(grid.n_slots), key=lambda slot: (bool(flags[slot]), grid.date_of(slot)))
    return (list(slots) for (flagged, _), slots in marked if flagged)


def most_on_break(present: Counts, percent: int) -> Counts:
    """Return by slot how many of those *present* may be on a break."""
    allowed: Counts = np.maximum(1, percent * present // 100)
    return allowed


def on_break(roster: Roster, instance: Instance) -> dict[str, Counts]:
    """Count by team and slot of the horizon the people of *roster* alone who are on a break."""
    grid = instance.grid
    counts = {team.name: np.zeros(grid.n_slots, dtype=np.int64) for team in instance.teams}
    for shift in roster.assignments:
        agent = instance.agent_by_id.get(shift.agent)
        for pause in shift.breaks if agent is not None else ():
            first, end = grid.slot_containing(pause.start), grid.slot_containing(pause.end)
            if agent is not None and end > 0:
                counts[agent.team][max(0, first) : end] += 1
    return counts
