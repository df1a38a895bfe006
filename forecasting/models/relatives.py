"""What a history's holidays say about one that it has never seen: much where they are alike, little where they differ.

The holidays of a country are no family of look-alikes everywhere: shops are full before one and shut on the next. How
far those known agree shows when each is taken for unknown in turn and the others are asked.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from forecasting.calendar import EventCalendar
from forecasting.models import columns
from forecasting.models.days import Floats
from forecasting.models.design import Design

SHARES = np.linspace(0.0, 2.0, 21)  # as far above what is told as below, so that doubt alone takes nothing away
TRUSTED_HOLIDAYS = 2.0  # how many holidays it takes to prove the others wrong
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Relatives:
    """The *names* of the holidays seen, and which *share* of their common effect a holiday never seen gets, 0 to 1."""

    names: frozenset[str]
    share: float

    def cautious(self, days: Sequence[date], design: Design, calendar: EventCalendar) -> Design:
        """Return *design*, the columns of *days*, with only that share where no name of a day off has been seen."""
        strange = np.flatnonzero(
            [day in calendar.holidays and self.names.isdisjoint(calendar.holidays_on(day)) for day in days]
        )
        if self.share == 1.0 or not len(strange):
            return design
        off = [days[int(row)] for row in strange]
        matrix = design.matrix.copy()
        matrix[np.ix_(strange, _columns(design, "holiday"))] *= self.share
        taken = _as_sunday(off, calendar, design) * (1.0 - self.share)
        matrix[np.ix_(strange, _week(design))] -= taken
        return replace(design, matrix=matrix)


def relatives_of(
    days: Sequence[date], known: npt.NDArray[np.bool_], calendar: EventCalendar, design: Design, coefficients: Floats
) -> Relatives:
    """Return what the holidays among the *known* days say of others, by the *coefficients* of the *design* of *days*."""
    rows = np.flatnonzero(known & np.array([day in calendar.holidays for day in days]))
    by_name: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        for name in calendar.holidays_on(days[int(row)]):
            by_name[name].append(place)
    names = frozenset(by_name)
    if len(names) < FEWEST:
        return Relatives(names, 1.0)
    common, own = _columns(design, "holiday"), _columns(design, "holiday name")
    off = [days[int(row)] for row in rows]
    told: Floats = design.matrix[np.ix_(rows, common)] @ coefficients[common]
    told = told + _as_sunday(off, calendar, design) @ coefficients[_week(design)]
    came = told + design.matrix[np.ix_(rows, own)] @ coefficients[own]
    return Relatives(names, _share(told, came, list(by_name.values())))


def _share(told: Floats, came: Floats, holidays: Sequence[Sequence[int]]) -> float:
    """Return which share of what is *told* of days off comes nearest to what *came*, as logarithms.

    *holidays* has the places of each one's days; its own part of what all have in common is left out before it is told.
    """
    misses = np.zeros(len(SHARES))
    for places in holidays:
        others = told[places] + (told[places] - came[places]).mean() / (len(holidays) - 1)
        misses += np.abs(came[places, None] - others[:, None] * SHARES).mean(axis=0) / len(holidays)
    surprise = len(holidays) * np.log(misses + 1e-6) + TRUSTED_HOLIDAYS * np.abs(1.0 - SHARES)
    belief = np.exp(surprise.min() - surprise)
    return min(1.0, float(belief @ SHARES / belief.sum()))


def _as_sunday(days: Sequence[date], calendar: EventCalendar, design: Design) -> Floats:
    """Return what the columns of ``_week`` hold on the days off *days* because they go by Sunday in part."""
    moved = columns.weekdays(days, calendar, design.like_sunday) - columns.weekdays(days, calendar, 0.0)
    seasonal = len(_columns(design, "weekday season")) > 0
    return np.hstack([moved, columns.by_season(moved, days)]) if seasonal else moved


def _week(design: Design) -> npt.NDArray[np.int64]:
    return np.concatenate([_columns(design, "weekday"), _columns(design, "weekday season")])


def _columns(design: Design, name: str) -> npt.NDArray[np.int64]:
    found = [group.columns for group in design.groups if group.name == name]
    return np.concatenate([np.zeros(0, dtype=np.int64), *found])
