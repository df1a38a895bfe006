"""Into which slot a moment or a stretch of time falls."""

from forecasting.simulation.arrays import Floats
from forecasting.simulation.compiling import part
from forecasting.simulation.plan import Plan


@part
def slot_of(plan: Plan, moment: float) -> int:
    """Return the slot of *moment*; the last one for moments after the horizon."""
    return min(int(moment / plan.slot_seconds), plan.n_slots - 1)


@part
def add_seconds(plan: Plan, seconds: Floats, column: int, start: float, end: float) -> None:
    """Add [start, end), within the horizon, to the slots that it covers in *column* of *seconds* (slot, column)."""
    begin = max(start, 0.0)
    slot = int(begin / plan.slot_seconds)
    while begin < end and slot < plan.n_slots:
        border = (slot + 1) * plan.slot_seconds
        seconds[slot, column] += min(end, border) - begin
        begin = border
        slot += 1


@part
def bin_of(edges: Floats, value: float) -> int:
    """Return the number of *edges*, rising, below *value*."""
    low, high = 0, len(edges)
    while low < high:
        middle = (low + high) // 2
        if edges[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low
