"""Rostered people as the simulation sees them: what each serves, when, and who stays away without the roster saying so.

Shrinkage thins the roster at random. One number between 0 and 1 is drawn for each person and day, by seed and replication
and by nothing else: a person is away in those slots of the shift in which it is not below the share of people present. So a
constant shrinkage takes away whole shifts (sickness), one that is greater at certain times takes some for those times
alone (meetings), every slot has on average exactly the people that the requirement reckons with, and two rosters are
compared on the same absences of the same people.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from zlib import crc32

import numpy as np

from forecasting.simulation import Person
from forecasting.simulation.arrays import Flags, Floats
from forecasting.simulation.draws import generator
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId, SkillLevel
from scheduler.duty import ShiftOnDuty, Span, shifts_on_duty
from scheduler.instance import Instance
from scheduler.roster import Roster

JUNIOR = 0  # streams count from 0
ABSENCE = 7  # what the numbers are drawn for, beside the purposes of customers


@dataclass(frozen=True)
class Staff:
    """The people of a roster: *levels* by agent and stream, *shifts*, and the *present* share of people by agent and slot of *grid*.

    *present* is above 0 and at most 1.
    """

    grid: TimeGrid
    levels: Mapping[AgentId, Mapping[str, int]]
    shifts: tuple[ShiftOnDuty, ...]
    present: Mapping[AgentId, Floats]

    @staticmethod
    def of(
        roster: Roster,
        instance: Instance,
        streams_by_team: Mapping[str, tuple[str, ...]],
        present_by_team: Mapping[str, Floats],
    ) -> "Staff":
        """Return those of *roster* whose team serves any streams, all of them at their own level (SK).

        *present_by_team* is the share of rostered people on the floor, by slot; teams that are not in it are all there. Shifts of
        the day before that last into the horizon are among them where *instance* knows them; those of people who have left
        since count as juniors, as their level is known no more.
        """
        everybody: Floats = np.ones(instance.grid.n_slots)
        shifts = [shift for shift in shifts_on_duty(roster, instance.before) if shift.spans]
        rostered = {shift.agent for shift in shifts}
        serving = {agent.id: (agent.team, _level(agent)) for agent in instance.agents}
        serving |= {agent: (team, JUNIOR) for agent, team in instance.left.items() if agent in rostered}
        serving = {agent: place for agent, place in serving.items() if streams_by_team.get(place[0])}
        return Staff(
            instance.grid,
            {agent: dict.fromkeys(streams_by_team[team], level) for agent, (team, level) in serving.items()},
            tuple(shift for shift in shifts if shift.agent in serving),
            {agent: present_by_team.get(team, everybody) for agent, (team, _) in serving.items()},
        )

    @cached_property
    def shifts_by_agent(self) -> dict[AgentId, list[ShiftOnDuty]]:
        """Each agent's shifts in time order; agents without one are in it, too."""
        found: dict[AgentId, list[ShiftOnDuty]] = {agent: [] for agent in self.levels}
        for shift in sorted(self.shifts, key=lambda each: each.spans[0]):
            found[shift.agent].append(shift)
        return found

    def people(self) -> tuple[Person, ...]:
        """Return everybody as rostered."""
        return tuple(
            Person(str(agent), self.levels[agent], _joined(shift.spans for shift in shifts))
            for agent, shifts in self.shifts_by_agent.items()
        )

    def present_people(self, seed: int, replication: int) -> tuple[Person, ...]:
        """Return everybody, in the same order, less the time for which *replication* draws them away."""
        return tuple(
            Person(str(agent), self.levels[agent], _joined(self._left(agent, shifts, seed, replication)))
            for agent, shifts in self.shifts_by_agent.items()
        )

    def _left(
        self, agent: AgentId, shifts: list[ShiftOnDuty], seed: int, replication: int
    ) -> Iterator[tuple[Span, ...]]:
        # a day more in front: on another clock a shift may start on the day before the site's first
        draws = generator(seed, replication, crc32(agent.encode()), 0, 0, ABSENCE).random(self.grid.days + 2)
        present = self.present[agent]
        for shift in shifts:
            draw = draws[(shift.day - self.grid.first_day).days + 1]
            first, end = self._slots(shift)
            there = draw < present[first:end]
            if there.all():
                yield shift.spans
            elif there.any():
                yield tuple(_within(shift.spans, _runs(there, first, self.grid.slot_length.total_seconds())))

    def _slots(self, shift: ShiftOnDuty) -> tuple[int, int]:
        """Return the slots within the horizon that *shift* touches, at least one."""
        seconds, most = self.grid.slot_length.total_seconds(), self.grid.n_slots
        first = min(max(int(shift.spans[0][0] // seconds), 0), most - 1)
        return first, max(first + 1, min(most, int(-(-shift.spans[-1][1] // seconds))))


def _level(agent: Agent) -> int:
    return agent.level - SkillLevel.JUNIOR + JUNIOR


def _runs(there: Flags, first: int, seconds: float) -> Iterator[Span]:
    """Yield the spans in which *there* holds; the first and the last slot's hold beyond the horizon, too."""
    at = 0
    for held, members in groupby(there.tolist()):
        count = len(list(members))
        start = -np.inf if at == 0 else (first + at) * seconds
        at += count
        if held:
            yield start, np.inf if at == len(there) else (first + at) * seconds


def _within(spans: tuple[Span, ...], limits: Iterator[Span]) -> Iterator[Span]:
    for low, high in limits:
        for start, end in spans:
            if max(start, low) < min(end, high):
                yield max(start, low), min(end, high)


def _joined(shifts: Iterator[tuple[Span, ...]]) -> tuple[Span, ...]:
    """Return the spans of *shifts* as one line; where shifts overlap, which no lawful ones do, the time counts once."""
    line: list[Span] = []
    for start, end in sorted(span for spans in shifts for span in spans):
        if line and start < line[-1][1]:
            line[-1] = line[-1][0], max(line[-1][1], end)
        else:
            line.append((start, end))
    return tuple(line)
