"""A plan of two weeks for thirty people that no solver had to make: rotations by rule, some of it short on purpose."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from api.reports import PlanView
from drills.drill import Drill
from forecasting.calendar import event_calendar
from forecasting.frames import UTC_TIME
from forecasting.site import OpeningHours, Span
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId, Bounds, Contract, Grade, SkillLevel, Team
from scheduler.checking import check_roster
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.roster import Assignment, Break, Roster
from scheduler.rules.law import law_pack
from scheduler.shifts import BreakPlan, BreakWindow, DayPart, ShiftKind
from scheduler.solution import Limits, Result, Status

SHANGHAI = ZoneInfo("Asia/Shanghai")
LUNCH = BreakPlan((BreakWindow(60, 180, 300), BreakWindow(15, 90, 120, paid=True)))
KINDS = (
    ShiftKind("early", 8 * 60, 10 * 60, 540, LUNCH),
    ShiftKind("late", 13 * 60, 15 * 60, 540, LUNCH, DayPart.LATE),
    ShiftKind("night", 22 * 60, 22 * 60, 540, LUNCH, DayPart.NIGHT),
)
TEAMS = {"phone": ("early", "late"), "chat": ("early", "late", "night")}


def sample_view(
    *,
    agents: int = 30,
    days: int = 14,
    first_day: date = date(2025, 11, 3),
    drill: Drill | None = None,
    zone: ZoneInfo = SHANGHAI,
) -> PlanView:
    """Return the plan; *agents* people in two teams over *days* days."""
    grid = TimeGrid(zone, first_day, days)
    instance = sample_instance(grid, agents)
    roster = sample_roster(instance)
    rules = law_pack("china")
    violations = check_roster(roster, instance, rules)
    limits = Limits(seconds=60)
    return PlanView(
        site="Lakeside Care",
        forecast=sample_forecast(grid),
        requirement=sample_requirement(instance),
        instance=instance,
        result=Result(
            Status.FEASIBLE, roster, 1234.5, 1200.0, 58.3, "exact", limits, "watchbill 0.1.0", violations=violations
        ),
        roster=roster,
        violations=violations,
        rules=rules,
        calendar=event_calendar("CN", zone, grid.first_day, grid.last_day),
        created_at=datetime(2025, 10, 27, 1, 30, tzinfo=UTC),
        drill=drill,
        facts={"Volume history": "volumes.csv"},
    )


def sample_instance(grid: TimeGrid, agents: int) -> Instance:
    """Return *agents* people, every third on chat, the last one with a name that a page must escape."""
    contracts = {
        team: Contract(
            team, kinds, Bounds(least=grid.days * 4 * 60, most=round(grid.days * 5.8 * 60)), days_in_row=Bounds(most=6)
        )
        for team, kinds in TEAMS.items()
    }
    people = [_agent(index, contracts, grid) for index in range(agents - 1)]
    people.append(_agent(agents - 1, contracts, grid, name='</script><b>"O\'Brien" & {{ 7*7 }}'))
    opening = {"phone": Span(8 * 60, 1440), "chat": Span(0, 1440)}
    teams = tuple(Team(name, (name,), OpeningHours((opening[name],) * 7, special=opening[name])) for name in TEAMS)
    share = {"phone": 0.2 * agents, "chat": 0.08 * agents}
    opens = {"phone": 8, "chat": 0}
    hours = np.array([grid.local(slot).hour for slot in range(grid.n_slots)])
    demand = Demand(
        grid, {team: np.where(hours >= opens[team], np.round(_shape(grid) * share[team], 1), 0.0) for team in TEAMS}
    )
    return Instance(grid, teams, KINDS, tuple(people), demand)


def _agent(index: int, contracts: dict[str, Contract], grid: TimeGrid, name: str | None = None) -> Agent:
    team = "chat" if index % 3 == 0 else "phone"
    leave = frozenset({grid.first_day + timedelta(days=2 + index % 9)}) if index % 7 == 5 else frozenset()
    grade = Grade.SUPERVISOR if index % 10 in {0, 1} else Grade.AGENT
    level = SkillLevel(1 + index % 3)
    return Agent(
        AgentId(f"A{index:03d}"), name or f"Agent {index:03d}", team, contracts[team], level, grade, leave=leave
    )


def sample_roster(instance: Instance) -> Roster:
    """Return five days on and two off a week, each person on one kind of shift a week; leave is kept."""
    shifts = [
        _shift(agent, day, number, instance)
        for number, agent in enumerate(instance.agents)
        for day in instance.days()
        if (day.toordinal() + 3 * number) % 7 < 5 and day not in agent.leave
    ]
    return Roster.of(instance.grid, [shift for shift in shifts if shift is not None])


def _shift(agent: Agent, day: date, number: int, instance: Instance) -> Assignment | None:
    # the kind turns each time two days off have passed
    turn = (day.toordinal() + 3 * number) // 7
    name = agent.contract.kinds[(turn + number) % len(agent.contract.kinds)]
    kind = instance.kind_by_name[name]
    grid = instance.grid
    minute = min(kind.latest_start, kind.earliest_start + 60 * (number % 3))
    start = grid.instant(grid.slot_at(day, minute)).astimezone(grid.zone)
    start_utc = start.astimezone(UTC)
    if any(abs((day + timedelta(days=1) - away).days) < 1 for away in agent.leave) and kind.part is DayPart.NIGHT:
        return None
    pauses = tuple(
        Break(start_utc + timedelta(minutes=at), start_utc + timedelta(minutes=at + window.minutes), window.paid)
        for window, at in ((kind.breaks.windows[1], 90), (kind.breaks.windows[0], 180 + 30 * (number % 4)))
    )
    return Assignment(agent.id, day, name, start, start_utc + timedelta(minutes=kind.length_minutes), pauses)


def sample_forecast(grid: TimeGrid) -> pd.DataFrame:
    """Return a smooth forecast of both queues, laid out as FORECAST."""
    return pd.concat(
        [_queue_forecast(grid, queue, top) for queue, top in (("phone", 60.0), ("chat", 34.0))], ignore_index=True
    )


def _queue_forecast(grid: TimeGrid, queue: str, top: float) -> pd.DataFrame:
    mean = _shape(grid) * top
    spread = np.sqrt(mean) + 0.08 * mean
    starts = pd.Series([grid.instant(slot) for slot in range(grid.n_slots)], dtype=UTC_TIME)
    day = np.array([grid.date_of(slot).toordinal() for slot in range(grid.n_slots)])
    first = np.concatenate(([True], day[1:] != day[:-1]))
    totals = pd.Series(mean).groupby(day).transform("sum").to_numpy()
    quantiles = {"p05": -1.6, "p25": -0.7, "p50": 0.0, "p75": 0.7, "p95": 1.7}
    return pd.DataFrame(
        {
            "queue": pd.Series([queue] * grid.n_slots, dtype="str"),
            "start": starts,
            "mean": mean,
            **{name: np.maximum(0.0, mean + width * spread) for name, width in quantiles.items()},
            "aht_seconds": np.full(grid.n_slots, 240.0),
            "day_p05": np.where(first, totals * 0.88, np.nan),
            "day_p95": np.where(first, totals * 1.13, np.nan),
        }
    )


def sample_requirement(instance: Instance) -> pd.DataFrame:
    """Return the demand of *instance* laid out as REQUIREMENT."""
    grid = instance.grid
    frames = [
        pd.DataFrame(
            {
                "start": pd.Series([grid.instant(slot) for slot in range(grid.n_slots)], dtype=UTC_TIME),
                "skill": pd.Series([team] * grid.n_slots, dtype="str"),
                "agents": np.asarray(heads) * 0.9,
                "scheduled": np.asarray(heads),
                "reason": pd.Series(["80% in 20 s"] * grid.n_slots, dtype="str"),
            }
        )
        for team, heads in instance.demand.scheduled.items()
    ]
    return pd.concat(frames, ignore_index=True)


def _shape(grid: TimeGrid) -> np.ndarray:
    """Return a day's shape between 0 and about 1.3: two humps, more on Mondays and towards 11 November."""
    values = np.zeros(grid.n_slots)
    for slot in range(grid.n_slots):
        local = grid.local(slot)
        hour = local.hour + local.minute / 60
        humps = 0.7 * np.exp(-(((hour - 10.5) / 2.6) ** 2)) + np.exp(-(((hour - 17.5) / 3.4) ** 2)) + 0.1
        weekly = (1.1, 1.0, 0.98, 0.97, 1.0, 0.82, 0.78)[local.weekday()]
        values[slot] = humps * weekly * (1.3 if (local.month, local.day) == (11, 11) else 1.0)
    return values
