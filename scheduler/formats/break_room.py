"""Whether the breaks of a shift kind find a place side by side."""

from functools import cache

from scheduler.shifts import BreakPlan


def has_room(plan: BreakPlan, slot_minutes: int) -> bool:
    """Tell whether all breaks of *plan* can be placed at starts *slot_minutes* apart, in any order, with its gaps kept.

    Windows need not start on a slot: the first slot at or after the earliest start counts.
    """
    windows = plan.windows

    @cache
    def fits(placed: int, free_from: int) -> bool:
        """Tell whether the breaks not in the bit set *placed* fit after one that ended at *free_from* (-1: none)."""
        if placed == (1 << len(windows)) - 1:
            return True
        for index, window in enumerate(windows):
            if placed >> index & 1:
                continue
            first, last = window.earliest, window.latest
            if free_from >= 0:
                first, last = max(first, free_from + plan.least_gap), min(last, free_from + plan.greatest_gap)
            first += -first % slot_minutes
            starts = range(first, last + 1, slot_minutes)
            if any(fits(placed | 1 << index, start + window.minutes) for start in starts):
                return True
        return False

    return fits(0, -1)
