"""Into which slot a moment or a stretch of time falls, and what is counted there."""

from forecasting.simulation.arrays import Floats
from forecasting.simulation.compiling import called_part, part
from forecasting.simulation.plan import Plan
from forecasting.simulation.tables import WAIT_EDGES, Tally


@part
def slot_of(plan: Plan, moment: float) -> int:
    """Return the slot of *moment*; the last one for moments after the horizon."""
    return min(int(moment / plan.slot_seconds), plan.n_slots - 1)


@part
def count_answer(plan: Plan, tally: Tally, stream: int, came: float, wait: float) -> None:
    """Count that a contact of *stream* that came at *came* is answered after *wait* seconds."""
    slot = slot_of(plan, came)
    counts = tally.counts[slot, stream]
    counts["served"] += 1
    counts["wait_served"] += wait
    if wait <= plan.streams[stream]["within"]:
        counts["within"] += 1
    tally.waits[slot, stream, bin_of(WAIT_EDGES, wait)] += 1


@called_part
def bin_of(edges: Floats, value: float) -> int:
    """Return the number of *edges*, rising, below *value*."""
    low, high = 0, len(edges)
    if value <= edges[0]:
        return 0
    while low < high:
        middle = (low + high) // 2
        if edges[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


@called_part
def count_stretch(spent: Floats, slot_seconds: float, group: int, start: float, end: float, kind: int) -> None:
    """Add the seconds of [start, end) within the horizon to the slots that they fall into, as BUSY or as THERE."""
    begin = max(start, 0.0)
    slot = int(begin / slot_seconds)
    while begin < end and slot < len(spent):
        border = (slot + 1) * slot_seconds
        spent[slot, group, kind] += min(end, border) - begin
        begin = border
        slot += 1
