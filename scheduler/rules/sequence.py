"""What several rules ask of one agent's shifts in a row."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster, elapsed


def consecutive(roster: Roster, instance: Instance) -> Iterator[tuple[Agent, Assignment, Assignment]]:
    """Yield each agent's shifts with the one that follows, in time order, from the last known shift before the plan on."""
    for agent_id, line in roster.by_agent().items():
        past = instance.lines_before.get(agent_id, [])
        for earlier, later in pairwise([*past[-1:], *line]):
            yield instance.agent_by_id[agent_id], earlier, later


def whole_lines(roster: Roster, instance: Instance) -> dict[AgentId, list[Assignment]]:
    """Return by agent of *instance* the known shifts before the planned days and those of *roster*, in time order."""
    planned = roster.by_agent()
    return {
        agent.id: [*instance.lines_before.get(agent.id, ()), *planned.get(agent.id, ())] for agent in instance.agents
    }


def rest_between(earlier: Assignment, later: Assignment) -> timedelta:
    """Return the elapsed time from the end of *earlier* to the start of *later*; negative when they overlap."""
    return elapsed(earlier.end, later.start)


def days_worked(line: Iterable[Assignment]) -> set[date]:
    """Return the local days on which a shift of *line* starts."""
    return {shift.day for shift in line}


def runs_of(days: Sequence[date], wanted: set[date]) -> Iterator[list[date]]:
    """Yield the maximal runs of consecutive *days* that are all in *wanted*."""
    run: list[date] = []
    for day in days:
        if day in wanted:
            run.append(day)
        elif run:
            yield run
            run = []
    if run:
        yield run


def monday_of(day: date) -> date:
    """Return the Monday of the calendar week of *day*."""
    return day - timedelta(days=day.weekday())


def weeks_of(grid: TimeGrid) -> Iterator[list[date]]:
    """Yield the days of each calendar week (Monday to Sunday) that the horizon touches."""
    week: list[date] = []
    for day in grid.dates():
        if week and day.weekday() == 0:
            yield week
            week = []
        week.append(day)
    if week:
        yield week


def months_of(grid: TimeGrid) -> Iterator[list[date]]:
    """Yield the days of each calendar month that the horizon touches."""
    month: list[date] = []
    for day in grid.dates():
        if month and day.day == 1:
            yield month
            month = []
        month.append(day)
    if month:
        yield month
