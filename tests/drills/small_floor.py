"""A small floor to drill on: one or two teams, people on day shifts, a flat requirement."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from forecasting.timegrid import TimeGrid, local_instant
from scheduler.agents import Agent, AgentId, Contract, Grade, SkillLevel, Team
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.roster import Activity, Assignment, Break, Roster
from scheduler.shifts import ShiftKind

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 3, 2)
CONTRACT = Contract("full time", ("day",))


def agent(
    number: int,
    level: SkillLevel = SkillLevel.JUNIOR,
    grade: Grade = Grade.AGENT,
    team: str = "service",
    leave: Iterable[date] = (),
) -> Agent:
    return Agent(AgentId(f"A{number:02}"), f"Agent {number:02}", team, CONTRACT, level, grade, leave=frozenset(leave))


def people(juniors: int = 10, team: str = "service", first: int = 1) -> list[Agent]:
    """Two supervisors, two seniors, three of intermediate level and *juniors*."""
    levels = [SkillLevel.SENIOR] * 4 + [SkillLevel.INTERMEDIATE] * 3 + [SkillLevel.JUNIOR] * juniors
    grades = [Grade.SUPERVISOR] * 2 + [Grade.AGENT] * (5 + juniors)
    return [agent(first + i, level, grade, team) for i, (level, grade) in enumerate(zip(levels, grades, strict=True))]


def floor(
    agents: Iterable[Agent],
    needed: float = 2.0,
    days: int = 2,
    zone: ZoneInfo = SHANGHAI,
    first_day: date = MONDAY,
    slot_minutes: int = 15,
) -> Instance:
    crew = tuple(agents)
    grid = TimeGrid(zone, first_day, days, slot_minutes)
    teams = tuple(Team(name, (name,)) for name in dict.fromkeys(member.team for member in crew))
    demand = {team.name: np.zeros(grid.n_slots) for team in teams}
    for day in grid.dates():
        for heads in demand.values():
            heads[grid.slot_at(day, 9 * 60) : grid.slot_at(day, 17 * 60)] = needed
    kind = ShiftKind("day", 9 * 60, 9 * 60, 8 * 60)
    return Instance(grid, teams, (kind,), crew, Demand(grid, demand))


def at(instance: Instance, hour: float, day: date | None = None) -> datetime:
    return local_instant(day or instance.grid.first_day, int(hour * 60), instance.grid.zone)


def shift(
    instance: Instance,
    who: AgentId,
    day: date,
    hours: tuple[float, float] = (9, 17),
    breaks: Iterable[tuple[float, float]] = ((12, 13),),
    training: Iterable[tuple[float, float]] = (),
) -> Assignment:
    return Assignment(
        who,
        day,
        "day",
        at(instance, hours[0], day),
        at(instance, hours[1], day),
        tuple(Break(at(instance, start, day), at(instance, end, day)) for start, end in breaks),
        tuple(Activity(at(instance, start, day), at(instance, end, day), "training") for start, end in training),
    )


def everybody(instance: Instance, days: Iterable[date] | None = None) -> Roster:
    """Everybody works 9 to 17 on each of *days*, with a break from 12 to 13; leave is left out."""
    worked = list(instance.grid.dates() if days is None else days)
    return Roster.of(
        instance.grid,
        (shift(instance, who.id, day) for who in instance.agents for day in worked if day not in who.leave),
    )


HOUR = timedelta(hours=1)
