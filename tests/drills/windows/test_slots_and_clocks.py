"""Windows with their cost on slots of any length, and over days on which the clock changes."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from drills.windows.confirmed import confirmed
from drills.windows.estimated import estimate_of, teams_of
from drills.windows.finder import Finder
from drills.windows.simulated import LiveReplay
from scheduler.roster import elapsed
from tests.drills.small_floor import MONDAY, SHANGHAI, floor
from tests.drills.windows.live_floor import TIMING, crew, live, roster_of
from tests.drills.windows.small_search import needs

CLOCKS = [
    (5, SHANGHAI, MONDAY),
    (30, SHANGHAI, MONDAY),
    (60, SHANGHAI, MONDAY),
    (15, ZoneInfo("Europe/Berlin"), date(2026, 3, 28)),
    (15, ZoneInfo("America/New_York"), date(2026, 10, 31)),
]


@pytest.mark.parametrize(("slot_minutes", "zone", "first_day"), CLOCKS)
def test_windows_are_found_on_any_slots_and_clocks(slot_minutes: int, zone: ZoneInfo, first_day: date) -> None:
    instance = floor(crew(), needed=1, days=2, zone=zone, first_day=first_day, slot_minutes=slot_minutes)
    roster = roster_of(instance)
    service = live(instance, roster, an_hour=90.0, present=0.95, spread=0.05)
    estimate = estimate_of(service, needs(), instance, TIMING, workers=1)
    finder = Finder(needs(), roster, instance, TIMING, estimate=estimate)
    search = finder.search()
    replay = LiveReplay(service, teams_of(service, instance), timedelta(minutes=30), replications=5, workers=1)
    best = confirmed(search, finder, replay, 1).best()
    assert {one.window.local_start.date() for one in search.placements} == {first_day, first_day + timedelta(days=1)}
    assert all(9 <= one.window.local_start.hour < 17 for one in search.placements)
    assert all(elapsed(one.window.start, one.window.end) == timedelta(hours=1) for one in search.placements)
    assert best.cost is not None
    assert best.cost.simulated
    assert best.cost.tail_minutes >= 30
    assert 0 <= best.cost.chance <= 1
