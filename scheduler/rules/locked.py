"""Locks: what a planner has fixed of somebody's days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from forecasting.site import clock
from forecasting.timegrid import local_instant
from scheduler.agents import Agent, Lock
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Severity, Violation, broken
from scheduler.rules.wording import RuleText
from scheduler.variables import Variables, forbid


@dataclass(frozen=True, slots=True)
class Locked:
    """A day that a planner has locked has the shift that the lock names, with its start where one is given, or none."""

    name: ClassVar[str] = "locked"
    citation: ClassVar[str] = N_("planner")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Locked days"),
        N_(
            "A day that a planner has locked has the shift that the lock names, with its start where one is given, or none."
        ),
        note=N_("A locked day off asks that no shift starts on it; one of the evening before may end on it."),
    )

    def about(self, agent: Agent) -> frozenset[Lock]:
        """Return what sets *agent* apart for this rule."""
        return agent.locked

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each locked day that has something else."""
        lines = roster.by_agent()
        planned = set(roster.grid.dates())
        for agent in instance.agents:
            for lock in sorted(agent.locked, key=lambda lock: lock.day):
                if lock.day in planned:
                    shifts = [shift for shift in lines.get(agent.id, ()) if shift.day == lock.day]
                    yield from self._of_day(lock, agent, shifts, instance)

    def _of_day(self, lock: Lock, agent: Agent, shifts: list[Assignment], instance: Instance) -> Iterator[Violation]:
        day, zone = lock.day, instance.zone_of(agent)
        if lock.kind is None:
            for shift in shifts:
                template = N_("{agent} has the shift {kind} on {day}, which is locked as a day off")
                yield broken(self, agent, day, template, kind=shift.kind, day=day)
            return
        wanted = {"locked": lock.kind, "start": "" if lock.start_minute is None else clock(lock.start_minute)}
        if not shifts:
            template = (
                N_("{agent} has no shift on {day}, which is locked to {locked}")
                if lock.start_minute is None
                else N_("{agent} has no shift on {day}, which is locked to {locked} from {start}")
            )
            yield broken(self, agent, day, template, day=day, **wanted)
        for shift in shifts:
            begins = f"{shift.start.astimezone(zone):%H:%M}"
            if shift.kind != lock.kind:
                template = N_("{agent} has the shift {kind} on {day}, which is locked to {locked}")
                yield broken(self, agent, day, template, kind=shift.kind, day=day, **wanted)
            elif lock.start_minute is not None and shift.start.astimezone(UTC) != local_instant(
                day, lock.start_minute, zone
            ):
                template = N_("{agent} starts {kind} at {begins} on {day}, which is locked to a start at {start}")
                yield broken(self, agent, day, template, kind=shift.kind, begins=begins, day=day, **wanted)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Fix each locked day that is planned."""
        days = set(variables.days)
        for agent in variables.agents:
            for lock in agent.locked:
                if lock.day in days:
                    self._post_day(model, variables, agent, lock)

    def _post_day(self, model: CpModel, variables: Variables, agent: Agent, lock: Lock) -> None:
        works, zone = variables.works(agent, lock.day), variables.instance.zone_of(agent)
        if lock.kind is None:
            model.add(works == 0)
            return
        grid, choices = variables.instance.grid, variables.on(agent, lock.day)
        forbid(model, (choice for choice in choices if choice[0].kind.name != lock.kind))
        if lock.start_minute is not None:
            begins = local_instant(lock.day, lock.start_minute, zone)
            forbid(model, (choice for choice in choices if choice[0].starts_at(grid) != begins))
        model.add(works == 1)
