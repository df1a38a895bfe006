"""Hours and nights, counted by hand."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from api.charts import agent_hours
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId, Bounds, Contract, Team
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.roster import Assignment, Break, Roster
from scheduler.shifts import ShiftKind

GRID = TimeGrid(ZoneInfo("Asia/Shanghai"), date(2025, 11, 3), 7)
KINDS = (ShiftKind("day", 8 * 60, 14 * 60, 480), ShiftKind("night", 22 * 60, 22 * 60, 480))
TERMS = Contract("full", ("day", "night"), Bounds(1000, 2400))


def instance_of(*leave: date) -> Instance:
    agent = Agent(AgentId("a"), "Ann", "phone", TERMS, leave=frozenset(leave))
    return Instance(GRID, (Team("phone", ()),), KINDS, (agent,), Demand(GRID, {}))


def shift(day: int, hour: int, minutes: int = 480, unpaid: int = 0) -> Assignment:
    start = GRID.instant(GRID.slot_at(date(2025, 11, day), hour * 60))
    pause = (Break(start + timedelta(hours=2), start + timedelta(hours=2, minutes=unpaid)),) if unpaid else ()
    return Assignment(AgentId("a"), date(2025, 11, day), "day", start, start + timedelta(minutes=minutes), pause)


def test_paid_time_is_without_unpaid_breaks_and_leave_counts_on_top() -> None:
    (row,) = agent_hours(Roster.of(GRID, [shift(3, 8, 540, unpaid=60), shift(4, 8)]), instance_of(date(2025, 11, 5)))
    assert (row.shifts, row.paid_minutes, row.leave_days, row.leave_minutes) == (2, 960, 1, 480)
    assert row.counted_minutes == 1440
    assert (row.least_minutes, row.most_minutes) == (1000, 2400)


def test_a_shift_that_ends_at_22_is_no_night_and_one_minute_later_is() -> None:
    evening, late, dawn = shift(3, 14), shift(4, 14, 481), shift(6, 5, 61)
    (row,) = agent_hours(Roster.of(GRID, [evening, late, dawn]), instance_of())
    assert row.nights == 2


def test_weekend_days_are_saturdays_and_sundays_with_a_shift() -> None:
    (row,) = agent_hours(Roster.of(GRID, [shift(7, 8), shift(8, 8), shift(9, 8)]), instance_of())
    assert row.weekend_days == 2


def test_people_without_a_shift_have_a_row() -> None:
    (row,) = agent_hours(Roster.of(GRID, []), instance_of())
    assert (row.name, row.shifts, row.paid_minutes, row.nights) == ("Ann", 0, 0, 0)
