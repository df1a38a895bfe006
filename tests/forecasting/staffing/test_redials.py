from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from forecasting.site import ALL_DAY, OpeningHours, Queue, ServiceTarget
from forecasting.staffing import Method, live_people
from forecasting.timegrid import TimeGrid

GRID = TimeGrid(ZoneInfo("Asia/Shanghai"), date(2026, 11, 9), 1)
ALWAYS = OpeningHours((ALL_DAY,) * 7, special=None)
BUSY = Queue(
    "phone",
    target=ServiceTarget(0.5, 20, abandoned=0.20),
    opening=ALWAYS,
    patience_seconds=60,
    max_occupancy=1.0,
    redial_share=0.5,
)


def contacts(share_of_day: float = 1.0) -> np.ndarray:
    volume = np.full(GRID.n_slots, 100.0)
    volume[int(GRID.n_slots * share_of_day) :] = 0.0
    return volume


def handling() -> np.ndarray:
    return np.full(GRID.n_slots, 300.0)


def test_in_the_long_run_redials_are_a_geometric_series() -> None:
    is_open = np.ones(GRID.n_slots, bool)
    people = live_people(BUSY, contacts(), handling(), is_open, GRID, Method.PER_SLOT)
    left = people.service(BUSY, people.needs.agents).abandoned[-1]
    assert 0.05 < left < 0.2
    assert people.contacts[-1] == pytest.approx(100 / (1 - 0.5 * left), rel=3e-3)


def test_nobody_dials_again_where_nobody_leaves() -> None:
    is_open = np.ones(GRID.n_slots, bool)
    patient = replace(BUSY, patience_seconds=None, target=ServiceTarget(0.5, 20))
    people = live_people(patient, contacts(), handling(), is_open, GRID)
    assert people.contacts.tolist() == contacts().tolist()


def test_who_dials_again_later_comes_in_a_later_slot() -> None:
    is_open = np.ones(GRID.n_slots, bool)
    soon, late = (
        live_people(replace(BUSY, redial_after_seconds=after), contacts(0.5), handling(), is_open, GRID).contacts
        for after in (60.0, 3600.0)
    )
    half = GRID.n_slots // 2
    assert late[half + 4] > 10 * soon[half + 4] > 0
    assert soon[:half].sum() > late[:half].sum() > contacts(0.5).sum()


def test_who_dials_again_after_closing_meets_nobody() -> None:
    is_open = np.arange(GRID.n_slots) < GRID.n_slots // 2
    people = live_people(BUSY, contacts(0.5), handling(), is_open, GRID)
    assert people.contacts[~is_open].sum() == 0
    assert people.needs.agents[~is_open].sum() == 0
