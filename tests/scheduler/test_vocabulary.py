"""Shift kinds, contracts, rosters and instances: what they are made of and what they refuse."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId, Bounds, Contract, Team
from scheduler.demand import Demand
from scheduler.errors import InstanceError
from scheduler.instance import Instance
from scheduler.options import options_of
from scheduler.roster import Assignment, Break, Roster
from scheduler.shifts import BreakPlan, BreakWindow, ShiftKind

BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 11)
EARLY = ShiftKind("early", 480, 540, 540, BreakPlan((BreakWindow(60, 180, 300), BreakWindow(15, 60, 120, paid=True))))
GRID = TimeGrid(SHANGHAI, DAY, 2)
MEI = Agent(AgentId("a1"), "Mei", "care", Contract("full", ("early",)))


def centre(**changes: Any) -> Instance:
    """Return an instance of one agent, with *changes*."""
    return replace(Instance(GRID, (Team("care", ()),), (EARLY,), (MEI,), Demand(GRID, {})), **changes)


def shift(start: datetime, end: datetime, *breaks: Break) -> Assignment:
    return Assignment(AgentId("a1"), start.date(), "early", start, end, breaks)


def test_paid_minutes_leave_out_unpaid_breaks_only() -> None:
    assert EARLY.paid_minutes == 480


def test_starts_lie_on_the_step_of_the_window() -> None:
    assert list(EARLY.starts()) == [480, 495, 510, 525, 540]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"latest_start": 420}, "latest start 07:00 is not between 08:00 and 23:59"),
        ({"earliest_start": 1440}, "start 24:00 is not between 00:00 and 23:59"),
        ({"length_minutes": 0}, "length 0 minutes"),
        ({"step_minutes": 0}, "step 0 minutes"),
        ({"length_minutes": 330}, "does not end within"),
        ({"breaks": BreakPlan((BreakWindow(540, 0, 0),))}, "no paid time"),
    ],
)
def test_a_shift_kind_that_cannot_be_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(EARLY, **wrong)


def test_break_windows_and_gaps_are_in_order() -> None:
    with pytest.raises(ValueError, match="no later than it ends"):
        BreakWindow(15, 200, 100)
    with pytest.raises(ValueError, match="least gap"):
        BreakPlan((), 90, 60)


def test_bounds_are_in_order() -> None:
    with pytest.raises(ValueError, match="least 5 is above most 3"):
        Bounds(5, 3)


def test_a_shift_over_a_clock_change_has_the_minutes_that_pass() -> None:
    night = shift(datetime(2026, 10, 24, 22, tzinfo=BERLIN), datetime(2026, 10, 25, 6, tzinfo=BERLIN))
    assert night.paid_minutes == 9 * 60


def test_unpaid_breaks_are_not_paid_and_paid_ones_are() -> None:
    start = datetime(2026, 11, 11, 8, tzinfo=SHANGHAI)
    lunch = Break(start + timedelta(hours=3), start + timedelta(hours=4))
    tea = Break(start + timedelta(hours=6), start + timedelta(hours=6, minutes=15), paid=True)
    assert shift(start, start + timedelta(hours=9), lunch, tea).paid_minutes == 480


def test_a_shift_that_ends_before_it_starts_or_names_no_zone_is_refused() -> None:
    start = datetime(2026, 11, 11, 8, tzinfo=SHANGHAI)
    with pytest.raises(ValueError, match="is not after start"):
        shift(start, start)
    with pytest.raises(ValueError, match="must name their zone"):
        shift(start.replace(tzinfo=None), start.replace(tzinfo=None) + timedelta(hours=8))


def test_a_roster_is_in_order_whatever_comes_first() -> None:
    days = [datetime(2026, 11, day, 8, tzinfo=SHANGHAI) for day in (12, 11)]
    roster = Roster.of(GRID, [shift(day, day + timedelta(hours=9)) for day in days])
    assert [found.day.day for found in roster.assignments] == [11, 12]
    assert [found.day.day for found in roster.on(DAY)] == [11]


def test_options_follow_the_clock_of_the_agent() -> None:
    abroad = replace(MEI, zone=BERLIN)
    (first, *_), (there, *_) = (list(options_of(centre(), agent, DAY)) for agent in (MEI, abroad))
    assert there.first - first.first == 28  # Berlin is seven hours behind in November
    assert there.end - there.first == 36


def test_demand_that_does_not_fit_its_grid_is_refused() -> None:
    with pytest.raises(ValueError, match="one for each of 192 slots"):
        Demand(GRID, {"care": np.zeros(96)})
    with pytest.raises(ValueError, match="finite and not negative"):
        Demand(GRID, {"care": np.full(192, np.nan)})


def test_demand_cannot_be_changed_afterwards() -> None:
    demand = Demand(GRID, {"care": np.zeros(192)})
    with pytest.raises(ValueError, match="read-only"):
        demand.scheduled["care"][0] = 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"agents": (MEI, MEI)}, "agent a1 appears 2 times"),
        ({"agents": (replace(MEI, team="other"),)}, "agent a1 is in unknown team other"),
        ({"kinds": ()}, "contract full allows unknown shift kind early"),
        ({"demand": Demand(GRID, {"sales": np.zeros(192)})}, "demand is given for unknown team sales"),
    ],
)
def test_an_instance_that_contradicts_itself_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InstanceError, match=said):
        centre(**changes)
