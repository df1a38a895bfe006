"""A roster as it stands, back into a draft that people can be lifted off and put down on again."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date

import numpy as np

from forecasting.timegrid import local_instant
from scheduler.agents import Agent, AgentId
from scheduler.breaks import Patterns
from scheduler.coverage import on_duty
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.options import Option
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Rule

Placed = dict[date, tuple[Option, int]]
Numbered = Mapping[tuple[tuple[int, int], ...], int]


def draft_of(
    roster: Roster, instance: Instance, objective: Objective, rules: Iterable[Rule] = ()
) -> tuple[Draft, list[Agent]]:
    """Return *roster* as a draft, and the agents whose shifts are all such as the draft can put down.

    Whoever has a shift that the contract does not offer, or breaks that its plan does not know, stays as they are: their
    heads count, they cannot be moved. Activities within shifts count as time on duty for those who can.
    """
    draft = Draft.empty(instance, objective, rules)
    known = {name: _numbered(patterns) for name, patterns in draft.patterns.items()}
    lines = roster.by_agent()
    movable: list[Agent] = []
    fixed: list[Assignment] = []
    for agent in instance.agents:
        placed = _placed(agent, lines.get(agent.id, ()), instance, known)
        if placed is None:
            fixed += lines[agent.id]
            continue
        draft.restore([agent], {agent.id: placed})
        movable.append(agent)
    before = on_duty(Roster(instance.grid, ()), instance)
    for team, heads in on_duty(Roster.of(instance.grid, fixed), instance).items():
        draft.heads[team] += heads - before[team]
    for stream, counted in zip(draft.streams, draft.counts, strict=True):
        np.add(counted, stream.heads(Roster.of(instance.grid, fixed), instance), out=counted)
        np.subtract(counted, stream.heads_before(instance), out=counted)
    return draft, movable


def without(roster: Roster, agent: AgentId) -> Roster:
    """Return *roster* less the shifts of *agent*."""
    return Roster(roster.grid, tuple(shift for shift in roster.assignments if shift.agent != agent))


def option_of(shift: Assignment, agent: Agent, instance: Instance) -> Option | None:
    """Return the option that *shift* is, None where the contract has none like it."""
    if shift.kind not in agent.contract.kinds:
        return None
    grid, zone, kind = instance.grid, instance.zone_of(agent), instance.kind_by_name[shift.kind]
    for minute in kind.starts():
        if local_instant(shift.day, minute, zone) == shift.start.astimezone(UTC):
            first = grid.slot_containing(shift.start)
            option = Option(shift.day, kind, first, first + grid.slots_in(kind.length_minutes))
            return option if option.ends_at(grid) == shift.end.astimezone(UTC) else None
    return None


def _placed(
    agent: Agent, line: Iterable[Assignment], instance: Instance, known: Mapping[str, Numbered]
) -> Placed | None:
    placed: Placed = {}
    for shift in line:
        option = option_of(shift, agent, instance)
        if option is None or shift.day in placed:
            return None
        pattern = known[option.kind.name].get(_away(shift, option, instance))
        if pattern is None:
            return None
        placed[shift.day] = option, pattern
    return placed


def _numbered(patterns: Patterns) -> Numbered:
    """Return the number of each arrangement by the slots of its breaks."""
    return {tuple(patterns.away(number)): number for number in range(len(patterns.starts))}


def _away(shift: Assignment, option: Option, instance: Instance) -> tuple[tuple[int, int], ...]:
    """Return the slots of the breaks of *shift* after its start, in order."""
    grid = instance.grid
    slots = ((grid.slot_containing(pause.start), grid.slot_containing(pause.end)) for pause in shift.breaks)
    return tuple(sorted((first - option.first, end - option.first) for first, end in slots))
