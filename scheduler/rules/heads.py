"""Heads on duty: no shift of a team is left to one person."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

import numpy as np
from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_, Sentence
from scheduler.coverage import on_shift
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.several import post_streams
from scheduler.rules.wanted import Wanted
from scheduler.rules.wording import PEOPLE, POINTS, Figure, RuleText
from scheduler.streams import Stream
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class HeadsOnDuty:
    """At least *heads* agents of a team on shift in every slot in which the team is needed."""

    heads: int = 2
    severity: Severity = Severity.SOFT
    weight: float = 0.0
    name: ClassVar[str] = "heads-on-duty"
    citation: ClassVar[str] = "OS-2.1"
    text: ClassVar[RuleText] = RuleText(
        N_("Least heads on duty"),
        N_("In every slot in which a team is needed at least so many of its people are on shift, breaks included."),
        differs=N_(
            "Counted by slot, where the text counts by shift. Soft by default: the people needed have the same floor, so that shortage is paid for there and too few people still yield a roster."
        ),
        figures={
            "heads": Figure(N_("least people of the team on shift"), PEOPLE),
            "severity": Figure(N_("hard where no roster may do with fewer")),
            "weight": Figure(N_("what each person too few costs in a slot where the rule is soft"), POINTS),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each stretch of slots of a team with fewer."""
        present = on_shift(roster, instance)
        grid = instance.grid
        for team, needed in instance.demand.scheduled.items():
            few = np.where(needed > 0, present[team] < self.heads, False)
            marked = groupby(range(grid.n_slots), key=lambda slot: (bool(few[slot]), grid.date_of(slot)))
            for (short, day), slots in marked:
                if not short:
                    continue
                stretch = list(slots)
                yield Violation(
                    self.name,
                    self.citation,
                    self.severity,
                    N_(
                        "team {team} has {count} on shift on {day} from {start} to {end}; at least {heads} are asked for"
                    ),
                    {
                        "team": team,
                        "count": int(present[team][stretch].min()),
                        "day": day,
                        "start": f"{grid.local(stretch[0]):%H:%M}",
                        "end": f"{grid.local(stretch[-1] + 1):%H:%M}",
                        "heads": self.heads,
                        "about": team,
                    },
                    day=day,
                )

    def streams(self, instance: Instance) -> tuple[Stream, ...]:
        """Return one stream a team that is needed; by default it weighs nothing, as the objective pays for shortage."""
        wanted = Wanted(self.name, self.severity, self.heads, points_under=self.weight)
        return tuple(
            wanted.in_slots(
                team,
                [agent for agent in instance.agents if agent.team == team],
                instance.grid,
                (needed > 0).astype(np.int64),
                Sentence(N_("at least {heads} people of {team} on duty"), heads=self.heads, team=team),
                team,
            )
            for team, needed in instance.demand.scheduled.items()
        )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Ask for the heads in every needed slot where the rule is hard."""
        post_streams(model, variables, self.streams(variables.instance))
