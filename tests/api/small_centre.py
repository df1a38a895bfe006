"""A centre of eight people over three days, small enough to read, whole enough to be stored, planned and published."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from forecasting.timegrid import TimeGrid, local_instant
from scheduler.agents import Agent, AgentId, Contract, Grade, SkillLevel, Team
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.roster import Assignment, Break, Roster
from scheduler.shifts import BreakPlan, BreakWindow, DayPart, ShiftKind

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 9, 14)
GRID = TimeGrid(ZONE, FIRST, 3)

MEAL = BreakPlan((BreakWindow(60, 180, 300),))
KINDS = (
    ShiftKind("early", 480, 480, 540, MEAL),
    ShiftKind("late", 780, 780, 540, MEAL, DayPart.LATE),
)
CONTRACT = Contract("full-time", ("early", "late"))

SITE_TOML = """
[site]
name = "Small centre"
zone = "Asia/Shanghai"

[opening]
every_day = "08:00-22:00"

[[queues]]
name = "phone"
channel = "phone"
aht_seconds = 180

[[teams]]
name = "line"
queues = ["phone"]

[[shift_kinds]]
name = "early"
start = "08:00"
length = "9:00"
breaks = [{ minutes = 60, window = ["3:00", "5:00"] }]

[[shift_kinds]]
name = "late"
start = "13:00"
length = "9:00"
part = "late"
breaks = [{ minutes = 60, window = ["3:00", "5:00"] }]

[[contracts]]
name = "full-time"
kinds = ["early", "late"]

[agents]
file = "agents.csv"

[law]
pack = "china"
"""

NAMES = {
    "A1": "王芳",
    "A2": "李伟",
    "A3": "张敏",
    "A4": "Chen <b>Bo</b>",
    "A5": "赵静",
    "A6": "孙磊",
    "A7": "周洋",
    "A8": "吴婷",
}
SUPERVISORS = ("A1", "A3")
EARLY = ("A1", "A2", "A5", "A6")

AGENTS_CSV = "id,name,team,contract,level,grade\n" + "".join(
    f"{key},{name},line,full-time,senior,{'supervisor' if key in SUPERVISORS else 'agent'}\n"
    for key, name in NAMES.items()
)

SITE_FILES = {"site.toml": SITE_TOML.encode(), "agents.csv": AGENTS_CSV.encode()}


def shift(agent: str, day: int, kind: str) -> Assignment:
    """Return a nine-hour shift with its unpaid hour after four hours, *day* days after the first."""
    start = local_instant(FIRST + timedelta(days=day), 480 if kind == "early" else 780, ZONE)
    pause = start + timedelta(hours=4)
    breaks = (Break(pause, pause + timedelta(hours=1)),)
    return Assignment(AgentId(agent), FIRST + timedelta(days=day), kind, start, start + timedelta(hours=9), breaks)


def roster() -> Roster:
    """Return four early and four late shifts a day."""
    lines = {key: "early" if key in EARLY else "late" for key in NAMES}
    return Roster.of(GRID, (shift(agent, day, kind) for agent, kind in lines.items() for day in range(3)))


def instance() -> Instance:
    """Return the question that the roster answers."""
    agents = tuple(
        Agent(
            AgentId(key),
            name,
            "line",
            CONTRACT,
            SkillLevel.SENIOR,
            Grade.SUPERVISOR if key in SUPERVISORS else Grade.AGENT,
        )
        for key, name in NAMES.items()
    )
    heads = np.zeros(GRID.n_slots)
    for day in GRID.dates():
        heads[GRID.slot_at(day, 480) : GRID.slot_at(day, 1320)] = 2.0
    return Instance(GRID, (Team("line", ("phone",)),), KINDS, agents, Demand(GRID, {"line": heads}))


def starts(count: int, first: datetime | None = None) -> pd.DatetimeIndex:
    """Return *count* slot starts in UTC."""
    return pd.date_range(first or GRID.origin, periods=count, freq="15min", unit="us")


def history_frame(days: int = 28) -> pd.DataFrame:
    """Return volumes of the days before the roster, laid out as HISTORY."""
    first = GRID.origin - timedelta(days=days)
    count = days * len(GRID.slots_of(FIRST))
    local = starts(count, first).tz_convert(ZONE)
    is_open = (local.hour >= 8) & (local.hour < 22)
    return pd.DataFrame(
        {
            "queue": "phone",
            "start": starts(count, first),
            "offered": np.where(is_open, 6 + local.hour % 5, 0).astype("int64"),
            "aht_seconds": np.where(is_open, 180.0, np.nan),
        }
    )


def forecast_frame() -> pd.DataFrame:
    """Return a flat forecast, laid out as FORECAST."""
    count = GRID.n_slots
    first_of_day = np.arange(count) % len(GRID.slots_of(FIRST)) == 0
    shares = {"mean": 8.0, "p05": 4.0, "p25": 6.0, "p50": 8.0, "p75": 10.0, "p95": 13.0, "aht_seconds": 180.0}
    return pd.DataFrame(
        {
            "queue": "phone",
            "start": starts(count),
            **{name: np.full(count, value) for name, value in shares.items()},
            "day_p05": np.where(first_of_day, 700.0, np.nan),
            "day_p95": np.where(first_of_day, 830.0, np.nan),
        }
    )


def requirement_frame(skill: str) -> pd.DataFrame:
    """Return two people in every open slot, laid out as REQUIREMENT."""
    heads = instance().demand.scheduled["line"]
    return pd.DataFrame(
        {
            "start": starts(GRID.n_slots),
            "skill": skill,
            "agents": heads * 0.9,
            "scheduled": heads.copy(),
            "reason": np.where(heads > 0, "floor of 2", "closed"),
        }
    )
