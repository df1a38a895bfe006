"""A floor with customers: two teams with a queue each, people from 8 to 20 in two shifts, so that service can be simulated."""

from dataclasses import replace
from datetime import timedelta

import numpy as np

from drills.timing import Timing
from drills.windows.live import LiveService, live_service
from forecasting.simulation import Stream
from forecasting.site import Span
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.staff import Staff
from tests.drills.small_floor import floor, people, shift

TIMING = Timing(hours=Span(9 * 60, 17 * 60))


def crew(heads: int = 24) -> list[Agent]:
    half = heads // 2
    return [
        *people(juniors=half - 7, team="phone"),
        *people(juniors=half - 7, team="chat", first=1 + half),
    ]


def roster_of(instance: Instance) -> Roster:
    shifts = []
    for number, who in enumerate(instance.agents):
        lunch = 12 + 0.25 * (number % 8)
        shifts += [shift(instance, who.id, day, (9, 17), ((lunch, lunch + 0.25),)) for day in instance.grid.dates()]
    return Roster.of(instance.grid, shifts)


def centre(days: int = 1, heads: int = 24) -> tuple[Instance, Roster]:
    instance = floor(crew(heads), needed=1, days=days)
    return instance, roster_of(instance)


def stream(instance: Instance, name: str, an_hour: float, spread: float = 0.0) -> Stream:
    grid = instance.grid
    open_slots = np.zeros(grid.n_slots, np.bool_)
    for day in grid.dates():
        open_slots[grid.slot_at(day, 9 * 60) : grid.slot_at(day, 17 * 60)] = True
    contacts = np.where(open_slots, an_hour * (grid.slot_length / timedelta(hours=1)), 0.0)
    return Stream(
        name,
        contacts,
        np.full(grid.n_slots, 300.0),
        patience_seconds=240.0,
        busyness_cv=spread,
        open_slots=open_slots,
        finishes_waiting=False,
        within_seconds=20.0,
        target_share=0.80,
    )


def live(
    instance: Instance,
    roster: Roster,
    an_hour: float = 110.0,
    present: float = 1.0,
    spread: float = 0.0,
    floor_share: float = 0.5,
) -> LiveService:
    """Both queues get *an_hour* contacts of five minutes each hour: 110 keep nine people busy."""
    streams = tuple(stream(instance, team.name, an_hour, spread) for team in instance.teams)
    served = {team.name: (team.name,) for team in instance.teams}
    share = {team.name: np.full(instance.grid.n_slots, present) for team in instance.teams}
    staff = Staff.of(roster, instance, served, share)
    return replace(live_service(streams, staff), floors=dict.fromkeys(served, floor_share))
