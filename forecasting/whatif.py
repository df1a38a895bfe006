"""What if: another event, growth, containment or handling time, and the difference; the base stays as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
import pandas as pd

from forecasting.calendar import EventCalendar, Phase
from forecasting.containment import Containment, at_last_share, share_factors
from forecasting.errors import ModelError
from forecasting.frames import FORECAST
from forecasting.messages import N_, Sentence, joined
from forecasting.models import Forecaster, LogLinear
from forecasting.rescale import rescaled
from forecasting.site import Site
from forecasting.timegrid import TimeGrid

EVERY_QUEUE = "*"
YEAR_DAYS = 365.25


class Act(StrEnum):
    """What happens to an event."""

    MOVE = "move"
    DROP = "drop"
    MULTIPLIER = "multiplier"


@dataclass(frozen=True, slots=True)
class EventChange:
    """What becomes of *event* in the days ahead, or of its *phase* alone (empty = all of them).

    *days* is how far it moves, negative to earlier days; *multiplier* what to expect of it against an ordinary day.
    """

    act: Act
    event: str
    phase: str = ""
    days: int = 0
    multiplier: float | None = None

    def __post_init__(self) -> None:
        if (self.act is Act.MULTIPLIER) != (self.multiplier is not None):
            raise ValueError(f"{self.event}: {self.act} with multiplier {self.multiplier}")
        if self.multiplier is not None and self.multiplier <= 0:
            raise ValueError(f"{self.event}: multiplier {self.multiplier}; expected above 0")

    def names(self, phase: Phase) -> bool:
        """Return whether *phase* is meant."""
        return phase.event == self.event and self.phase in {"", phase.phase}

    def applied(self, phase: Phase) -> Phase | None:
        """Return *phase* after the change, None where it is dropped."""
        if self.act is Act.DROP:
            return None
        moved = timedelta(days=self.days)
        multiplier = phase.multiplier if self.multiplier is None else self.multiplier
        return replace(phase, start=phase.start + moved, end=phase.end + moved, multiplier=multiplier)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Changes to ask for: *events* in their order, *added* phases, moves of *containment*.

    *growth* and *aht* are factors by queue, ``*`` for all of them: 1.05 is five per cent more contacts, 0.9 a tenth less
    handling time. *growth_a_year* is a factor by queue, too, that is reached a year after the history and goes on.
    """

    events: tuple[EventChange, ...] = ()
    added: tuple[Phase, ...] = ()
    growth: Mapping[str, float] = field(default_factory=dict)
    aht: Mapping[str, float] = field(default_factory=dict)
    containment: tuple[Containment, ...] = ()
    growth_a_year: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, factors in (("growth", self.growth), ("aht", self.aht), ("growth_a_year", self.growth_a_year)):
            wrong = {queue: factor for queue, factor in factors.items() if not 0 < factor < 100}
            if wrong:
                raise ValueError(f"{name} {wrong}: expected factors above 0 and below 100")

    def calendar(self, base: EventCalendar, first: date) -> EventCalendar:
        """Return *base* after the changes to events that end on *first* or later; what has been stays as it was.

        Raises ModelError naming every change of an event or phase that the days ahead do not have.
        """
        phases, unknown = list(base.phases), []
        for change in self.events:
            meant = [phase for phase in phases if change.names(phase) and _ends_from(phase, first, base)]
            if not meant:
                unknown.append(_unknown(change, phases, first, base))
            changed = [change.applied(phase) for phase in meant]
            phases = [phase for phase in phases if phase not in meant] + [one for one in changed if one is not None]
        if unknown:
            raise ModelError(joined(unknown))
        ordered = sorted([*phases, *self.added], key=lambda phase: (phase.start, phase.event))
        return replace(base, phases=tuple(ordered))


def _ends_from(phase: Phase, first: date, calendar: EventCalendar) -> bool:
    return bool(phase.end.astimezone(calendar.zone).date() >= first)


def _unknown(change: EventChange, phases: Iterable[Phase], first: date, calendar: EventCalendar) -> Sentence:
    known = sorted({f"{phase.event} {phase.phase}" for phase in phases if _ends_from(phase, first, calendar)})
    return Sentence(
        N_("no event {event} lies in the days ahead; there are: {known}"),
        event=f"{change.event} {change.phase}".strip(),
        known=", ".join(known) or "-",
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """The *base* as it was, the *changed* forecast, both laid out as FORECAST with the same rows."""

    base: pd.DataFrame
    changed: pd.DataFrame

    def difference(self) -> pd.DataFrame:
        """Return by queue and start ``mean`` and ``aht_seconds`` of the changed forecast less those of the base."""
        columns = ["mean", "aht_seconds"]
        return self.base[["queue", "start"]].assign(**{name: self.changed[name] - self.base[name] for name in columns})


def compare(
    history: pd.DataFrame,
    site: Site,
    calendar: EventCalendar,
    grid: TimeGrid,
    change: WhatIf,
    moves: tuple[Containment, ...] = (),
    model: Forecaster | None = None,
) -> Compared:
    """Return the forecast of *history* on *grid* as it is and after *change*; *moves* of containment hold in both.

    *history* is as it came, at the shares of its own days. The calendar has to cover everything, see ``make_forecast``.
    """
    base = planned_forecast(history, site, calendar, grid, WhatIf(containment=moves), model)
    asked = replace(change, containment=(*moves, *change.containment))
    return Compared(base, planned_forecast(history, site, calendar, grid, asked, model))


def planned_forecast(
    history: pd.DataFrame,
    site: Site,
    calendar: EventCalendar,
    grid: TimeGrid,
    change: WhatIf,
    model: Forecaster | None = None,
) -> pd.DataFrame:
    """Return the forecast after *change*, laid out as FORECAST. Raises ModelError for queues and events that do not exist."""
    queues = sorted(history["queue"].unique())
    _refuse_unknown_queues(change, queues)
    known = at_last_share(history, change.containment, calendar)
    changed = change.calendar(calendar, grid.first_day)
    forecast = (model or LogLinear()).fit(known, site, changed).predict(grid)
    last_day = history["start"].max().tz_convert(str(calendar.zone)).date()
    factors = share_factors(forecast, change.containment, calendar, last_day) * _by_row(forecast, change.growth)
    factors *= _by_row(forecast, change.growth_a_year) ** _years_ahead(forecast, calendar, last_day)
    if not bool((factors == 1.0).all()):
        forecast = rescaled(forecast, factors)
    return FORECAST.check(forecast.assign(aht_seconds=forecast["aht_seconds"] * _by_row(forecast, change.aht)))


def _by_row(forecast: pd.DataFrame, factors: Mapping[str, float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    every = factors.get(EVERY_QUEUE, 1.0)
    return np.array([every * factors.get(str(name), 1.0) for name in forecast["queue"]])


def _years_ahead(
    forecast: pd.DataFrame, calendar: EventCalendar, last_day: date
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return by row how many years its day lies after *last_day*, the last of the history."""
    days = forecast["start"].dt.tz_convert(str(calendar.zone)).dt.tz_localize(None).dt.normalize()
    return np.asarray((days - pd.Timestamp(last_day)).dt.days / YEAR_DAYS, dtype=np.float64)


def _refuse_unknown_queues(change: WhatIf, queues: list[str]) -> None:
    named = {*change.growth, *change.growth_a_year, *change.aht, *(move.queue for move in change.containment)} - {
        EVERY_QUEUE
    }
    unknown = sorted(named - set(queues))
    if unknown:
        raise ModelError(
            Sentence(
                N_("the history has no queue {names}; there are: {known}"),
                names=", ".join(unknown),
                known=", ".join(queues),
            )
        )
