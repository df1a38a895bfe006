"""A made-up centre of any size, rostered by hand, so that windows can be looked for without a solver."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from drills.windows.live import LiveService, live_service
from forecasting.simulation import Stream
from forecasting.timegrid import TimeGrid, local_instant
from scheduler.agents import Agent, AgentId, Contract, Grade, SkillLevel, Team
from scheduler.coverage import on_duty
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.roster import Assignment, Break, Roster
from scheduler.shifts import ShiftKind
from scheduler.staff import Staff

MONDAY = date(2026, 3, 2)
STARTS = (8 * 60, 9 * 60 + 30, 11 * 60, 13 * 60 + 30)  # minutes after midnight; the last one ends at 22:00
SHIFT_MINUTES = 510
HANDLING_SECONDS = {"phone": 240.0, "chat": 420.0}
PRESENT = 0.92
SPARE = 0.12  # of the people on duty are above the requirement
WAVE = 0.10  # by which the requirement's share of the people on duty goes up and down in a day


@dataclass(frozen=True, slots=True)
class MadeFloor:
    """A roster, what it is measured against, and its live service."""

    instance: Instance
    roster: Roster
    live: LiveService


def made_floor(agents: int, weeks: int, seed: int = 0) -> MadeFloor:
    """Return a centre of *agents* in two teams, each with a queue of its own, who work five days a week in four shifts."""
    grid = TimeGrid(ZoneInfo("Asia/Shanghai"), MONDAY, 7 * weeks)
    random = np.random.default_rng(seed)
    people = tuple(_agent(number, agents) for number in range(agents))
    teams = (Team("phone", ("phone",)), Team("chat", ("chat",)))
    kinds = tuple(ShiftKind(f"from-{start // 60}", start, start, SHIFT_MINUTES) for start in STARTS)
    empty = Instance(grid, teams, kinds, people, Demand(grid, {team.name: np.zeros(grid.n_slots) for team in teams}))
    roster = Roster.of(
        grid,
        (
            _shift(who, row, day, grid)
            for row, who in enumerate(people)
            for day in grid.dates()
            if (day.toordinal() + row * 3) % 7 < 5
        ),
    )
    heads = on_duty(roster, empty)
    share = 1 - SPARE + WAVE * np.sin(2 * np.pi * (np.arange(grid.n_slots) + random.integers(0, 96)) / 37)
    needed = {team: np.minimum(count * share, count.astype(float)) for team, count in heads.items()}
    instance = Instance(grid, teams, kinds, people, Demand(grid, needed))
    streams = tuple(_stream(team, PRESENT * needed[team], grid) for team in heads)
    levels = {who.id: {who.team: who.level - 1} for who in people}
    served = {team.name: (team.name,) for team in teams}
    staff = Staff.of(roster, instance, served, {team.name: np.full(grid.n_slots, PRESENT) for team in teams})
    assert set(staff.levels) == set(levels)
    return MadeFloor(instance, roster, live_service(streams, staff))


def _agent(number: int, agents: int) -> Agent:
    grade = Grade.SUPERVISOR if number % 15 == 0 else Grade.AGENT
    level = SkillLevel.SENIOR if number % 5 == 0 else SkillLevel.INTERMEDIATE if number % 5 < 3 else SkillLevel.JUNIOR
    team = "phone" if number % 2 else "chat"
    contract = Contract("full", tuple(f"from-{start // 60}" for start in STARTS))
    return Agent(AgentId(f"P{number:0{len(str(agents))}}"), f"Person {number}", team, contract, level, grade)


def _shift(who: Agent, row: int, day: date, grid: TimeGrid) -> Assignment:
    start = STARTS[(row // 2 + day.isocalendar().week) % len(STARTS)]
    lunch, pause = start + 180 + 15 * (row % 6), start + 360 + 15 * (row % 5)
    breaks = (
        Break(local_instant(day, lunch, grid.zone), local_instant(day, lunch + 30, grid.zone)),
        Break(local_instant(day, pause, grid.zone), local_instant(day, pause + 15, grid.zone), paid=True),
    )
    first, last = (local_instant(day, minute, grid.zone) for minute in (start, start + SHIFT_MINUTES))
    return Assignment(who.id, day, f"from-{start // 60}", first, last, breaks)


def _stream(team: str, people: np.ndarray[tuple[int], np.dtype[np.float64]], grid: TimeGrid) -> Stream:
    """Return customers who keep *people* busy as a requirement for 80 % in 20 seconds would."""
    handling = HANDLING_SECONDS[team]
    at_once = 1 if team == "phone" else 3
    load = np.maximum(people - 0.9 * np.sqrt(people), 0.0)
    return Stream(
        team,
        contacts=load * at_once * grid.slot_length.total_seconds() / (handling * (1.0 if at_once == 1 else 1.25)),
        handling_seconds=np.full(grid.n_slots, handling),
        patience_seconds=180.0 if team == "phone" else 300.0,
        busyness_cv=0.06,
        at_once=at_once,
        growth=(1.0,) if at_once == 1 else (1.0, 1.1, 1.25),
        within_seconds=20.0 if team == "phone" else 60.0,
        target_share=0.80,
        open_slots=people > 0,
        finishes_waiting=False,
    )
