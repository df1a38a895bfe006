"""Where the activities of a shift lie: training, drills and whatever else keeps people from customers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from itertools import pairwise
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from scheduler.instance import Instance
from scheduler.roster import Activity, Assignment, Break, Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.wording import RuleText
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class ActivitiesInside:
    """Each activity lies within its shift, off the breaks, and nobody has two at once. Source: OS-2.1."""

    name: ClassVar[str] = "activities-inside"
    citation: ClassVar[str] = "OS-2.1"
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Activities within shifts"),
        N_(
            "Training, drills and other activities lie within the shift and off its breaks, and nobody has two at once: rest stays rest, and time to learn is paid."
        ),
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each activity outside its shift, in a break, or at the time of another."""
        for shift in roster.assignments:
            if shift.activities:
                yield from self._of_shift(shift, instance)

    def _of_shift(self, shift: Assignment, instance: Instance) -> Iterator[Violation]:
        for item in shift.activities:
            if not shift.start <= item.start < item.end <= shift.end:
                template = N_("{agent} has {activity} on {day} from {start} to {end}, outside the shift")
                yield self._broken(shift, item, template, instance)
            elif any(_meet(item, pause) for pause in shift.breaks):
                template = N_("{agent} has {activity} on {day} from {start} to {end}, in a break")
                yield self._broken(shift, item, template, instance)
        for earlier, later in pairwise(sorted(shift.activities, key=lambda item: item.start.astimezone(UTC))):
            if _meet(earlier, later):
                template = N_("{agent} has {activity} on {day} from {start} to {end}, at the time of another activity")
                yield self._broken(shift, later, template, instance)

    def _broken(self, shift: Assignment, item: Activity, template: str, instance: Instance) -> Violation:
        agent = instance.agent_by_id[shift.agent]
        zone = instance.zone_of(agent)
        start, end = (f"{moment.astimezone(zone):%H:%M}" for moment in (item.start, item.end))
        values = {"agent": agent.name, "activity": item.name, "day": shift.day, "start": start, "end": end}
        return Violation(self.name, self.citation, self.severity, template, values, agent.id, shift.day)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Post nothing: activities are placed after the shifts and their breaks."""


def _meet(one: Activity, other: Activity | Break) -> bool:
    return one.start < other.end and other.start < one.end
