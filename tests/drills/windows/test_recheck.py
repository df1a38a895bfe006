"""Looking both ways before the start: people who did not come, customers who did."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from drills.drill import Drill
from drills.errors import RequestError
from drills.incidents import Family
from drills.planning import new_drill
from drills.reservation import with_drill
from drills.windows.recheck import DayTold, recheck
from forecasting.errors import ModelError
from forecasting.frames import FORECAST, HISTORY
from forecasting.site import Channel, OpeningHours, Queue, ServiceTarget, Site, Span
from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.roster import Roster
from tests.drills.small_floor import MONDAY, at
from tests.drills.windows.live_floor import TIMING, centre

HOURS = OpeningHours((Span(9 * 60, 17 * 60),) * 7, Span(9 * 60, 17 * 60))
AFTERNOON = replace(TIMING, hours=Span(14 * 60, 16 * 60))


@pytest.fixture(scope="module")
def floor() -> tuple[Instance, Roster]:
    instance, roster = centre(heads=30)
    needed = {team: np.where(heads > 0, 10.0, 0.0) for team, heads in instance.demand.scheduled.items()}
    return replace(instance, demand=replace(instance.demand, scheduled=needed)), roster


def placed(floor: tuple[Instance, Roster], *, announced: bool = True) -> Drill:
    instance, roster = floor
    return new_drill(Family.SYSTEM_OUTAGE, 7, roster, instance, announced=announced, timing=AFTERNOON)


def noon(instance: Instance) -> datetime:
    return at(instance, 12)


def site() -> Site:
    queues = tuple(
        Queue(name, channel, ServiceTarget(0.8, 20), HOURS, patience_seconds=240.0, shrinkage=0.0)
        for name, channel in (("phone", Channel.PHONE), ("chat", Channel.CHAT))
    )
    return Site("Harbour Store", centre()[0].grid.zone, queues)


def forecast(instance: Instance, an_hour: float = 100.0) -> pd.DataFrame:
    grid, rows = instance.grid, []
    for queue in ("phone", "chat"):
        for slot in range(grid.n_slots):
            mean = an_hour / 4 if 9 <= grid.local(slot).hour < 17 else 0.0
            first = slot == 0
            day = (8 * an_hour * 0.8, 8 * an_hour * 1.2) if first else (np.nan, np.nan)
            bounds = [max(mean + step * np.sqrt(mean), 0.0) for step in (-1.6, -0.7, 0.0, 0.7, 1.6)]
            rows.append((queue, pd.Timestamp(grid.instant(slot)), mean, *bounds, 300.0, *day))
    columns = ["queue", "start", "mean", "p05", "p25", "p50", "p75", "p95", "aht_seconds", "day_p05", "day_p95"]
    frame = pd.DataFrame(rows, columns=columns).astype({"queue": "str"})
    frame["start"] = frame["start"].astype("datetime64[us, UTC]")
    return FORECAST.check(frame)


def actuals(instance: Instance, a_slot: int, until: float = 12) -> pd.DataFrame:
    grid = instance.grid
    slots = range(grid.slot_of(at(instance, 9)), grid.slot_of(at(instance, until)))
    rows = [(queue, pd.Timestamp(grid.instant(slot)), a_slot, 300.0) for queue in ("phone", "chat") for slot in slots]
    frame = pd.DataFrame(rows, columns=["queue", "start", "offered", "aht_seconds"])
    frame["queue"], frame["start"] = frame["queue"].astype("str"), frame["start"].astype("datetime64[us, UTC]")
    return HISTORY.check(frame)


@pytest.mark.parametrize("in_it", [False, True])
def test_a_day_as_planned_is_a_go_whether_the_drill_stands_in_the_roster_or_not(
    floor: tuple[Instance, Roster], *, in_it: bool
) -> None:
    instance, roster = floor
    drill = placed(floor)
    found = recheck(drill, with_drill(roster, drill) if in_it else roster, instance, noon(instance))
    assert found.go
    assert found.cover == drill.cover
    assert found.cost is None


def test_8_a_participant_who_has_not_come_is_a_no_go_and_named(floor: tuple[Instance, Roster]) -> None:
    instance, roster = floor
    drill = placed(floor)
    found = recheck(drill, roster, instance, noon(instance), absent=frozenset({drill.away[0]}))
    assert not found.go
    assert drill.seats[0].name in found.reasons[0].say()


def test_8_too_many_others_ill_is_a_no_go_because_heads_are_lacking(floor: tuple[Instance, Roster]) -> None:
    instance, roster = floor
    drill = placed(floor)
    others = [agent.id for agent in instance.agents if agent.id not in drill.away and agent.team == "phone"]
    found = recheck(drill, roster, instance, noon(instance), absent=frozenset(others[:6]))
    assert any("short of its required heads" in reason.say() for reason in found.reasons)


def test_who_is_ill_on_another_day_or_unknown_changes_nothing(floor: tuple[Instance, Roster]) -> None:
    instance, roster = floor
    drill = placed(floor)
    assert recheck(drill, roster, instance, noon(instance), absent=frozenset({AgentId("nobody")})).go


def test_8_a_morning_as_forecast_is_a_go_with_its_cost_simulated(floor: tuple[Instance, Roster]) -> None:
    instance, roster = floor
    drill = placed(floor)
    told = DayTold(site(), forecast(instance), actuals(instance, 25))
    found = recheck(drill, roster, instance, noon(instance), told)
    assert found.go, [reason.say() for reason in found.reasons]
    assert found.busier == {"phone": pytest.approx(1.0, abs=0.01), "chat": pytest.approx(1.0, abs=0.01)}
    assert found.cost is not None
    assert found.cost.simulated
    assert found.cost.chance >= 0.9


def test_8_a_morning_half_as_busy_again_is_a_no_go(floor: tuple[Instance, Roster]) -> None:
    instance, roster = floor
    drill = placed(floor)
    told = DayTold(site(), forecast(instance), actuals(instance, 38))
    found = recheck(drill, roster, instance, noon(instance), told)
    assert not found.go
    assert min(found.busier.values()) > 1.2
    told_of = " ".join(reason.say() for reason in found.reasons)
    assert "short of its required heads" in told_of
    assert "below its floor" in told_of


def test_a_quiet_morning_takes_no_required_head_away(floor: tuple[Instance, Roster]) -> None:
    instance, roster = floor
    drill = placed(floor)
    found = recheck(drill, roster, instance, noon(instance), DayTold(site(), forecast(instance), actuals(instance, 15)))
    assert max(found.busier.values()) < 1
    assert found.cover == drill.cover


def test_without_actuals_the_forecast_stands(floor: tuple[Instance, Roster]) -> None:
    instance, roster = floor
    found = recheck(placed(floor), roster, instance, noon(instance), DayTold(site(), forecast(instance)))
    assert found.go
    assert found.busier == {}
    assert found.cost is not None


def test_actuals_of_another_day_are_refused(floor: tuple[Instance, Roster]) -> None:
    instance, roster = floor
    told = DayTold(
        site(),
        forecast(instance),
        actuals(instance, 25).assign(start=lambda rows: rows["start"] - pd.Timedelta(days=1)),
    )
    with pytest.raises(ModelError, match="no whole slot"):
        recheck(placed(floor), roster, instance, noon(instance), told)


def test_a_drill_that_has_started_is_not_looked_at_any_more(floor: tuple[Instance, Roster]) -> None:
    instance, roster = floor
    drill = placed(floor)
    recheck(drill, roster, instance, drill.window.start - timedelta(minutes=1))
    with pytest.raises(RequestError, match="has started"):
        recheck(drill, roster, instance, drill.window.start)


def test_a_roster_of_other_days_is_refused_before_anything_is_counted(floor: tuple[Instance, Roster]) -> None:
    instance, roster = floor
    drill = placed(floor)
    day = timedelta(days=1)
    window = replace(drill.window, start=drill.window.start + day, end=drill.window.end + day)
    with pytest.raises(RequestError, match="does not cover"):
        recheck(replace(drill, window=window), roster, instance, noon(instance))


def test_8_heads_lacking_just_after_the_drill_are_a_no_go(floor: tuple[Instance, Roster]) -> None:
    instance, roster = floor
    drill = placed(floor)
    after = instance.grid.slot_of(drill.window.end)
    needed = {team: heads.copy() for team, heads in instance.demand.scheduled.items()}
    needed["phone"][after + 1] = 40.0
    busy = replace(instance, demand=replace(instance.demand, scheduled=needed))
    found = recheck(drill, roster, busy, noon(instance))
    assert [reason.say() for reason in found.reasons] == [
        "team phone lacks required heads just after the drill, while its backlog is worked off"
    ]
    assert drill.window.local_start.date() == MONDAY
