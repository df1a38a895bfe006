"""A small live service to drill on: phone and chat over one day, served by people on one long shift."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from drills.simulation.floor import Floor
from forecasting.simulation import Stream
from forecasting.site import Channel, ServiceTarget
from forecasting.timegrid import TimeGrid
from scheduler.agents import AgentId
from scheduler.duty import ShiftOnDuty
from scheduler.staff import Staff

DAY = date(2026, 3, 2)
GRID = TimeGrid(ZoneInfo("Asia/Shanghai"), DAY, 1)
NOON = GRID.slot_at(DAY, 12 * 60)


def calls(per_slot: float = 30.0, name: str = "phone", **more: Any) -> Stream:
    known = {"handling_cv": 0.7, "patience_seconds": 120.0, "finishes_waiting": False} | more
    return Stream(name, np.full(GRID.n_slots, per_slot), np.full(GRID.n_slots, 180.0), **known)


def floor(*streams: Stream, people: int = 10, levels: Mapping[str, int] | None = None, present: float = 1.0) -> Floor:
    """*people* serve all *streams* from 8 to 22; streams called phone are calls, others chats."""
    known = streams or (calls(),)
    served = levels or {stream.name: 0 for stream in known}
    agents = [AgentId(f"A{number:02}") for number in range(people)]
    staff = Staff(
        GRID,
        dict.fromkeys(agents, served),
        tuple(ShiftOnDuty(agent, DAY, ((8 * 3600.0, 22 * 3600.0),)) for agent in agents),
        dict.fromkeys(agents, np.full(GRID.n_slots, present)),
    )
    return Floor(
        GRID,
        known,
        staff,
        {stream.name: Channel.PHONE if stream.name == "phone" else Channel.CHAT for stream in known},
        {stream.name: ServiceTarget() for stream in known},
        {agent: "even" if number % 2 == 0 else "odd" for number, agent in enumerate(agents)},
    )
