"""What becomes of a stored forecast: after a change that somebody thinks of, and after what came this morning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from api.computing import Computing
from api.settings import Bounds
from api.store import Store
from api.store.records import StoredForecast
from api.usecases.forecast_making import Made, Question, make
from api.usecases.forecasts import stored_question
from api.usecases.histories import merged, read_files
from api.usecases.sites import site_file_of
from forecasting.errors import Fault, InputError
from forecasting.history import HistoryOptions
from forecasting.intraday import Today
from forecasting.messages import N_, Sentence
from forecasting.whatif import Compared


@dataclass(frozen=True, slots=True)
class DayDifference:
    """Contacts of one *queue* and *day* before and after a change, with the 90 % band of the day's total after it."""

    day: date
    queue: str
    before: float
    after: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change does: by *days*, and by *slots* with ``queue start before after aht_before aht_after``.

    *stored* is the head of the changed forecast where it was to be kept, else None.
    """

    days: tuple[DayDifference, ...]
    slots: pd.DataFrame
    stored: StoredForecast | None


def ask_what_if(
    store: Store, computing: Computing, forecast_id: int, change: Mapping[str, object], now: datetime, *, keep: bool
) -> Difference:
    """Return what *change*, laid out as a what-if file, does to a stored forecast, which stays as it is.

    With *keep* the changed forecast is stored as one of its own.
    """
    with store.snapshot() as unit:
        stored = unit.forecasts.get(forecast_id)
        question = stored_question(unit, stored)
    if question.recipe.change is not None:
        expected = Sentence(N_("forecast {base}, which it changes"), base=stored.base_id)
        reason = N_("the forecast is a what-if itself")
        raise InputError([Fault("request", reason, None, "forecast_id", str(forecast_id), expected)])
    changed = question.changed(change)
    changed.recipe.what_if(question.grid.zone)
    before, after = computing.run(_both, question, changed)
    head = _add(store, stored, changed, after, now) if keep else None
    return difference(Compared(before.forecast, after.forecast), question, head)


def _both(question: Question, changed: Question) -> tuple[Made, Made]:
    return make(question), make(changed)


def difference(compared: Compared, question: Question, head: StoredForecast | None) -> Difference:
    """Return *compared*, forecasts on the grid of *question*, by day and slot."""
    columns = ["queue", "start", "mean", "aht_seconds", "day_p05", "day_p95"]
    key = ["queue", "start"]
    both = compared.base[columns].merge(compared.changed[columns], on=key, suffixes=("_before", "_after"))
    names = {
        "mean_before": "before",
        "mean_after": "after",
        "aht_seconds_before": "aht_before",
        "aht_seconds_after": "aht_after",
    }
    slots = both.rename(columns=names)
    days = slots["start"].dt.tz_convert(question.grid.zone.key).dt.date
    found = tuple(
        DayDifference(
            rows["day"].iloc[0],
            str(queue),
            float(rows["before"].sum()),
            float(rows["after"].sum()),
            float(rows["day_p05_after"].iloc[0]),
            float(rows["day_p95_after"].iloc[0]),
        )
        for queue, mine in slots.assign(day=days).groupby("queue", sort=True)
        for _day, rows in mine.groupby("day", sort=True)
    )
    return Difference(found, slots[[*key, *names.values()]], head)


@dataclass(frozen=True, slots=True)
class Followed:
    """The *stored* forecast after what came of the day, and what it rests on by queue."""

    stored: StoredForecast
    queues: tuple[Today, ...]


def follow_day(
    store: Store,
    computing: Computing,
    forecast_id: int,
    files: Mapping[str, bytes],
    asked: HistoryOptions,
    as_of: datetime,
    now: datetime,
    bounds: Bounds,
) -> Followed:
    """Read what came until *as_of* from *files* and store the forecast of the rest of the day as one of its own."""
    with store.snapshot() as unit:
        stored = unit.forecasts.get(forecast_id)
        options = merged(asked, site_file_of(unit, stored.site_id).history)
        question = stored_question(unit, stored)
    if not question.grid.origin <= as_of <= question.grid.end:
        expected = f"{question.grid.first_day}..{question.grid.last_day}"
        raise InputError(
            [Fault("request", N_("is no day of the forecast"), None, "as_of", as_of.isoformat(), expected)]
        )
    actuals = computing.run(read_files, files, options, bounds).history
    if len(actuals) > bounds.history_rows:
        most = Sentence(N_("at most {most}"), most=bounds.history_rows)
        raise InputError([Fault(", ".join(files), N_("too many rows"), None, "rows", str(len(actuals)), most)])
    followed = question.followed(actuals, as_of)
    made = computing.run(make, followed)
    return Followed(_add(store, stored, followed, made, now), made.today)


def _add(store: Store, base: StoredForecast, question: Question, made: Made, now: datetime) -> StoredForecast:
    making = made.making(question, base.id)
    with store.unit() as unit:
        stored = unit.forecasts.add(base.site_id, base.history_id, question.grid, made.forecast, now, making)
        unit.commit()
    return stored
