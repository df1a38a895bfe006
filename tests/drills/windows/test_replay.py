"""Days played through before several floors at once: each counts what it would alone, wherever it parts from the usual one."""

import numpy as np
import pytest

from drills.windows.floor_replay import parting
from drills.windows.presence import Presence
from drills.windows.replay import LiveDays
from forecasting.simulation.arrays import Flags
from tests.drills.windows.live_floor import centre, live

DAYS = range(3)


def live_days(present: float = 0.9) -> LiveDays:
    instance, roster = centre(days=3)
    service = live(instance, roster, an_hour=120, present=present, spread=0.1)
    return LiveDays(service, Presence(service.staff), DAYS, 4)


def without(there: Flags, rows: slice, steps: slice) -> Flags:
    floor = there.copy()
    floor[rows, steps] = False
    return floor


@pytest.mark.parametrize("replication", [0, 3])
def test_floors_that_part_on_any_day_or_never_count_what_each_counts_alone(replication: int) -> None:
    days = live_days()
    there, each = days.there(replication), days.presence.n_steps // len(DAYS)
    floors = [
        there,
        without(there, slice(0, 6), slice(2 * each + each // 2, 2 * each + each * 5 // 8)),
        without(there, slice(2, 9), slice(each // 2, each // 2 + 8)),
        there.copy(),
        without(there, slice(0, 3), slice(each, 3 * each)),
    ]
    together = days.counted(replication, floors)
    for place, floor in enumerate(floors):
        alone = days.counted(replication, [floor])
        assert np.array_equal(together.within[place], alone.within[0])
        assert np.array_equal(together.left[place], alone.left[0])
    assert not np.array_equal(together.within[0], together.within[1])
    assert np.array_equal(together.within[0], together.within[3])


def test_nothing_that_comes_after_the_end_is_counted() -> None:
    days = live_days()
    there = days.there(1)
    end = len(days.slots) - days.live.staff.grid.n_slots // len(DAYS) // 2
    late = without(there, slice(0, 8), slice((end + 4) * days.presence.steps_a_slot, None))
    counted = days.counted(1, [there, late], end)
    assert np.array_equal(counted.within[0], counted.within[1])
    assert counted.came[0][end:].sum() == 0 < counted.came[0][:end].sum()


def test_floors_part_at_the_first_coming_or_leaving_that_differs() -> None:
    days = live_days(present=1.0)
    there, each = days.there(0), days.presence.n_steps // len(DAYS)
    first = each + each // 2
    usual = days.plan_before(there)
    assert parting(usual, days.plan_before(there.copy())) == np.inf
    other = days.plan_before(without(there, slice(4, 5), slice(first, first + 2)))
    assert parting(usual, other) == parting(other, usual) == first * days.presence.step_seconds
