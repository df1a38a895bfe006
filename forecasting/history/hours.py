"""Opening hours: given ones laid over the intervals, or inferred from weekday and hour."""

from datetime import date
from itertools import pairwise

import numpy as np

from forecasting.history.lattice import Bools, Floats, Ints, Lattice
from forecasting.history.report import OpeningPattern, Outside
from forecasting.site import OpeningHours, Span
from forecasting.timegrid import MINUTES_A_DAY

_HOUR = 60
_OPEN_SHARE = 0.05  # of the weekday's days on which the hour has contacts; below it, they are strays
_ROW_SHARE = 0.5  # of the weekday's days on which the interval has a row
_DAYS_A_WEEK = 7


def opening_of(lattice: Lattice, given: OpeningHours | None) -> tuple[OpeningPattern, Bools]:
    """Return when the queue is open and in which intervals a row is expected.

    Given hours expect a row in every open interval. Inferred ones: an hour is open when it has contacts on more than
    5 % of its weekday's days, an interval within it is expected when it has a row on at least half of them. Weeks
    without any row say nothing about hours.
    """
    if given is not None:
        pattern = OpeningPattern(lattice.queue, tuple((span,) if span else () for span in given.regular), given=True)
        return pattern, _given_intervals(lattice, given)
    week = (lattice.days - 1) // _DAYS_A_WEEK
    active = np.isin(week, np.unique(week[lattice.present]))
    contacts = np.nan_to_num(lattice.offered) > 0
    open_cells = _open_cells(lattice, active, contacts)
    rows = _share(lattice.cells, active, lattice.present, len(open_cells)) >= _ROW_SHARE
    seen = frozenset(np.unique(lattice.weekdays).tolist())
    pattern = OpeningPattern(lattice.queue, _spans(open_cells, lattice.step_minutes, seen), given=False)
    return pattern, (open_cells & rows)[lattice.cells]


def outside_hours(lattice: Lattice, pattern: OpeningPattern, given: OpeningHours | None) -> Outside | None:
    """Return the contacts outside the opening hours, None without any."""
    is_open = _given_intervals(lattice, given) if given is not None else _pattern_intervals(lattice, pattern)
    stray = np.nonzero(~is_open & (np.nan_to_num(lattice.offered) > 0))[0]
    if not len(stray):
        return None
    contacts = int(lattice.offered[stray].sum())
    return Outside(lattice.queue, contacts, len(stray), lattice.start_at(int(stray[0])))


def _given_intervals(lattice: Lattice, given: OpeningHours) -> Bools:
    ordinals, index = np.unique(lattice.days, return_inverse=True)
    spans = [given.span_on(date.fromordinal(int(ordinal))) for ordinal in ordinals]
    if lattice.step_minutes == MINUTES_A_DAY:
        return np.array([span is not None for span in spans])[index]
    opens = np.array([span.opens if span else MINUTES_A_DAY for span in spans])
    closes = np.array([span.closes if span else 0 for span in spans])
    return (lattice.minutes >= opens[index]) & (lattice.minutes < closes[index])


def _pattern_intervals(lattice: Lattice, pattern: OpeningPattern) -> Bools:
    is_open = np.zeros(len(lattice.minutes), dtype=bool)
    for weekday, spans in enumerate(pattern.weekdays):
        for span in spans or ():
            is_open |= (lattice.weekdays == weekday) & (lattice.minutes >= span.opens) & (lattice.minutes < span.closes)
    return is_open


def _open_cells(lattice: Lattice, active: Bools, contacts: Bools) -> Bools:
    """Return by interval of the week whether it is open: by hour, edges trimmed to the intervals with contacts."""
    step = lattice.step_minutes
    count = _DAYS_A_WEEK * MINUTES_A_DAY // step
    if step == MINUTES_A_DAY:
        return _share(lattice.cells, active, lattice.present, count) >= _ROW_SHARE
    hours = (lattice.weekdays * MINUTES_A_DAY + lattice.minutes) // _HOUR
    day_hours = lattice.days * (MINUTES_A_DAY // _HOUR) + lattice.minutes // _HOUR
    busy_hours = np.isin(day_hours, np.unique(day_hours[contacts]))
    open_hours = _share(hours, active, busy_hours, _DAYS_A_WEEK * MINUTES_A_DAY // _HOUR) > _OPEN_SHARE
    cells = np.repeat(open_hours, _HOUR // step)
    return _trimmed(cells, _share(lattice.cells, active, contacts, count))


def _trimmed(cells: Bools, shares: Floats) -> Bools:
    """Close the intervals without contacts at the edges of each open stretch that has a closed hour beside it."""
    trimmed = cells.copy()
    for order in (range(1, len(cells)), range(len(cells) - 2, -1, -1)):
        step = order.step
        for cell in order:
            if trimmed[cell] and not trimmed[cell - step] and shares[cell] <= _OPEN_SHARE / 5:
                trimmed[cell] = False
    return trimmed


def _share(cells: Ints, active: Bools, hits: Bools, count: int) -> Floats:
    every = np.bincount(cells[active], minlength=count)
    hit = np.bincount(cells[active & hits], minlength=count)
    return hit / np.maximum(every, 1)


def _spans(cells: Bools, step: int, seen: frozenset[int]) -> tuple[tuple[Span, ...] | None, ...]:
    """Return the open stretches of each weekday, None for those not *seen*."""
    by_day = cells.reshape(_DAYS_A_WEEK, -1)
    return tuple(tuple(_stretches(day, step)) if weekday in seen else None for weekday, day in enumerate(by_day))


def _stretches(day: Bools, step: int) -> list[Span]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], day.astype(np.int64), [0])))) * step
    return [Span(int(opens), int(closes)) for opens, closes in list(pairwise(edges))[::2]]
