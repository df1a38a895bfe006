"""How hard the floor is pressed while loads last: its work over what its people can do, 1 on a usual day.

Only what the scenario itself says goes in, no queue is simulated: people's steps come first, the queues follow from them.
"""

from collections.abc import Iterator
from math import inf

from drills.scenario.loads import FULL_PERCENT, Absence, ChannelLoss, Load, Opinion, Outage, Surge
from drills.simulation.bursts import Burst, expected_rate
from drills.simulation.habits import Habits
from drills.simulation.timing import LoadTimes

LEAST_CAPACITY = 0.05  # somebody is always there to answer for the floor


def pressure(loads: tuple[Load, ...], times: LoadTimes, minute: float, habits: Habits) -> float:
    """Return the pressure at *minute*, of *loads* that have begun, ended and been calmed at *times*, beside the usual work of *habits*."""
    work, capacity = 1.0, 1.0
    for load, begun, ended, calmed in zip(loads, times.begun, times.ended, times.calmed, strict=True):
        if minute < begun:
            continue
        if isinstance(load.effect, Opinion):
            work += expected_rate(burst_of(load.effect, begun, ended, calmed), minute) / habits.usual_contacts_per_hour
        elif minute < ended:
            for more, less in _felt(load, minute - begun, habits):
                work += more
                capacity *= 1 - less
    return work / max(capacity, LEAST_CAPACITY)


def burst_of(effect: Opinion, begun: float, ended: float, calmed: float) -> Burst:
    """Return the contacts of *effect*, which began, ends and was calmed at these minutes (infinite: never)."""
    return Burst(
        rate=effect.contacts_per_hour,
        begins=begun,
        ends=ended,
        branching=effect.branching_percent / FULL_PERCENT,
        branching_after=effect.branching_after_percent / FULL_PERCENT,
        memory=effect.memory_minutes,
        calmed=max(calmed, begun) if calmed < inf else inf,
    )


def ramp(effect: Surge, elapsed: float) -> float:
    """Return what share of a surge is there *elapsed* minutes after it began."""
    return 1.0 if effect.ramp_minutes <= 0 else min(max(elapsed / effect.ramp_minutes, 0.0), 1.0)


def _felt(load: Load, elapsed: float, habits: Habits) -> Iterator[tuple[float, float]]:
    """Yield by how much the load adds to the floor's work, and which share it takes of what people can do."""
    effect = load.effect
    share = sum(habits.channel_shares.get(channel, 0.0) for channel in load.channels)
    if isinstance(effect, Surge):
        grown = (1 + effect.extra_percent / FULL_PERCENT * ramp(effect, elapsed)) * (
            1 + effect.handling_percent / FULL_PERCENT
        )
        yield share * (grown - 1), 0.0
    elif isinstance(effect, Outage):
        yield 0.0, share * (1 - effect.capacity_percent / FULL_PERCENT)
    elif isinstance(effect, ChannelLoss):
        yield share * effect.moves_percent / FULL_PERCENT, 0.0
    elif isinstance(effect, Absence):
        yield 0.0, effect.away_percent / FULL_PERCENT
