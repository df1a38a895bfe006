"""A roster as it stands, back into a draft that people can be lifted off and put down on again."""

from collections.abc import Iterable
from datetime import UTC, date

from scheduler.agents import Agent, AgentId
from scheduler.breaks import Patterns
from scheduler.coverage import on_duty
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.options import Option, options_of
from scheduler.roster import Assignment, Roster

Placed = dict[date, tuple[Option, int]]


def draft_of(roster: Roster, instance: Instance, objective: Objective) -> tuple[Draft, list[Agent]]:
    """Return *roster* as a draft, and the agents whose shifts are all such as the draft can put down.

    Whoever has a shift that the contract does not offer, or breaks that its plan does not know, stays as they are: their
    heads count, they cannot be moved. Activities within shifts count as time on duty for those who can.
    """
    draft = Draft.empty(instance, objective)
    lines = roster.by_agent()
    movable: list[Agent] = []
    fixed: list[Assignment] = []
    for agent in instance.agents:
        placed = _placed(agent, lines.get(agent.id, ()), instance, draft)
        if placed is None:
            fixed += lines[agent.id]
            continue
        draft.restore([agent], {agent.id: placed})
        movable.append(agent)
    before = on_duty(Roster(instance.grid, ()), instance)
    for team, heads in on_duty(Roster.of(instance.grid, fixed), instance).items():
        draft.heads[team] += heads - before[team]
    return draft, movable


def without(roster: Roster, agent: AgentId) -> Roster:
    """Return *roster* less the shifts of *agent*."""
    return Roster(roster.grid, tuple(shift for shift in roster.assignments if shift.agent != agent))


def option_of(shift: Assignment, agent: Agent, instance: Instance) -> Option | None:
    """Return the option that *shift* is, None where the contract has none like it."""
    if shift.kind not in agent.contract.kinds:
        return None
    start, end = shift.start.astimezone(UTC), shift.end.astimezone(UTC)
    return next(
        (
            option
            for option in options_of(instance, agent, shift.day)
            if option.kind.name == shift.kind
            and (option.starts_at(instance.grid), option.ends_at(instance.grid)) == (start, end)
        ),
        None,
    )


def _placed(agent: Agent, line: Iterable[Assignment], instance: Instance, draft: Draft) -> Placed | None:
    placed: Placed = {}
    for shift in line:
        option = option_of(shift, agent, instance)
        if option is None or shift.day in placed:
            return None
        pattern = _pattern(shift, option, draft.patterns[option.kind.name], instance)
        if pattern is None:
            return None
        placed[shift.day] = option, pattern
    return placed


def _pattern(shift: Assignment, option: Option, patterns: Patterns, instance: Instance) -> int | None:
    grid = instance.grid
    wanted = sorted(
        (grid.slot_containing(pause.start) - option.first, grid.slot_containing(pause.end) - option.first)
        for pause in shift.breaks
    )
    return next((p for p in range(len(patterns.starts)) if sorted(patterns.away(p)) == wanted), None)
