"""Forecasts: made from a stored history for days to come, made again, explained."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from api.computing import Computing
from api.settings import Bounds
from api.store import Store, UnitOfWork
from api.store.records import StoredForecast, StoredHistory
from api.usecases.basis import began, known_history, site_calendar
from api.usecases.forecast_making import Question, Recipe, make, recipe_of, told_unsolvable
from api.usecases.sites import site_file_of
from forecasting.containment import at_last_share, share_factors
from forecasting.errors import Fault, InputError
from forecasting.explain import Factor, explain, with_containment
from forecasting.messages import N_, Sentence
from forecasting.provenance import Provenance
from forecasting.timegrid import TimeGrid


@dataclass(frozen=True, slots=True)
class Order:
    """A forecast of *days* local days from *first_day*, without what the planner left out of the history if *cleaned*."""

    history_id: int
    first_day: date
    days: int
    cleaned: bool = True


def add_forecast(store: Store, computing: Computing, order: Order, now: datetime, bounds: Bounds) -> StoredForecast:
    """Make the forecast that *order* asks for and store it with its provenance."""
    with store.snapshot() as unit:
        history = unit.histories.get(order.history_id)
        refuse_too_far(history, order, bounds)
        left_out = unit.cleanings.latest(history.id) if order.cleaned else ()
        question = question_of(unit, history, order.first_day, order.days, Recipe(left_out))
    refuse_too_long(question, bounds)
    made = computing.run(make, question)
    with store.unit() as unit:
        making = made.making(question)
        stored = unit.forecasts.add(history.site_id, history.id, question.grid, made.forecast, now, making)
        unit.commit()
    return stored


def refuse_too_far(history: StoredHistory, order: Order, bounds: Bounds) -> None:
    """Raise InputError naming what of *order* lies beyond *bounds*."""
    faults = []
    if order.days > bounds.days:
        most = Sentence(N_("at most {most}"), most=bounds.days)
        faults.append(Fault("request", N_("too many days"), None, "days", str(order.days), most))
    latest = history.last.date() + timedelta(days=bounds.ahead_days)
    if order.first_day > latest:
        expected = Sentence(N_("at the latest {day}"), day=latest)
        reason = N_("the first day lies too far behind the history")
        faults.append(Fault("request", reason, None, "first_day", str(order.first_day), expected))
    if faults:
        raise InputError(faults)


def refuse_too_long(question: Question, bounds: Bounds) -> None:
    """Raise InputError where the answer to *question* would have more rows than *bounds* allow."""
    queues = question.history["queue"].nunique()
    rows = queues * question.grid.n_slots
    if rows > bounds.forecast_rows:
        expected = Sentence(N_("at most {most}"), most=bounds.forecast_rows)
        found = Sentence(N_("{queues} queues, {days} days"), queues=queues, days=question.grid.days)
        raise InputError([Fault("request", N_("the forecast has too many rows"), None, "days", found, expected)])


def question_of(unit: UnitOfWork, history: StoredHistory, first_day: date, days: int, recipe: Recipe) -> Question:
    """Return the question that a forecast of a stored *history* answers."""
    site_file = site_file_of(unit, history.site_id)
    grid = TimeGrid(site_file.site.zone, first_day, days, site_file.site.slot_minutes)
    known = known_history(unit.histories.frame(history.id), grid, history.name)
    calendar = site_calendar(site_file, began(known, grid), grid.last_day)
    site = site_file.with_calendar(calendar).site
    return Question(known, history.step_minutes, site, calendar, grid, site_file.containment, recipe)


def stored_question(unit: UnitOfWork, stored: StoredForecast) -> Question:
    """Return the question that a *stored* forecast answers; refuse one that was not made from a stored history."""
    if stored.history_id is None:
        raise InputError([Fault("request", N_("the forecast was not made from a stored history"))])
    recipe = Recipe() if stored.recipe is None else recipe_of(stored.recipe)
    history = unit.histories.get(stored.history_id)
    question = question_of(unit, history, stored.grid.first_day, stored.grid.days, recipe)
    actuals = unit.forecasts.actuals(stored.id)
    return question if actuals is None or recipe.as_of is None else question.followed(actuals, recipe.as_of)


@dataclass(frozen=True, slots=True)
class Again:
    """What making a forecast again showed: *same* bit for bit or not, and the greatest *distance* of two means.

    *differences* names what its provenance has differently, such as ``versions.numpy``; None where none was stored.
    """

    same: bool
    distance: float
    differences: tuple[str, ...] | None
    provenance: Provenance


def make_again(store: Store, computing: Computing, forecast_id: int) -> Again:
    """Make a stored forecast again from the history, settings and actuals behind it and hold it against what is stored."""
    with store.snapshot() as unit:
        stored = unit.forecasts.get(forecast_id)
        question = stored_question(unit, stored)
        frame = unit.forecasts.frame(forecast_id)
    made = computing.run(make, question)
    differences = None if stored.provenance is None else stored.provenance.differences(made.provenance)
    columns = [*frame.columns]
    same = columns == [*made.forecast.columns] and _ordered(frame).equals(_ordered(made.forecast))
    return Again(same, _distance(frame, made.forecast), differences, made.provenance)


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(["queue", "start"]).reset_index(drop=True)


def _distance(first: pd.DataFrame, second: pd.DataFrame) -> float:
    both = first[["queue", "start", "mean"]].merge(
        second[["queue", "start", "mean"]], on=["queue", "start"], how="outer"
    )
    away = (both["mean_x"].fillna(0.0) - both["mean_y"].fillna(0.0)).abs()
    return float(away.max())


@dataclass(frozen=True, slots=True)
class Explanation:
    """The *factors* of one day; *same* tells whether the forecast made again is the stored one."""

    factors: tuple[Factor, ...]
    same: bool


def explain_forecast(store: Store, computing: Computing, forecast_id: int, day: date) -> Explanation:
    """Return how the stored forecast of *day* comes about, from the history behind it.

    Raises InputError for a day that is not forecast and a forecast that was not made from a stored history, or that
    was changed by a what-if or by actuals: what stands behind these is the forecast that they change.
    """
    with store.snapshot() as unit:
        stored = unit.forecasts.get(forecast_id)
        if day not in set(stored.grid.dates()):
            expected = f"{stored.grid.first_day}..{stored.grid.last_day}"
            raise InputError([Fault("request", N_("is no day of the forecast"), None, "day", str(day), expected)])
        if stored.base_id is not None:
            expected = Sentence(N_("forecast {base}, which it changes"), base=stored.base_id)
            reason = N_("only a forecast as it is can be explained")
            raise InputError([Fault("request", reason, None, "forecast_id", str(forecast_id), expected)])
        question = stored_question(unit, stored)
        means = unit.forecasts.frame(forecast_id).sort_values(["queue", "start"])["mean"].to_numpy()
    return computing.run(_explained, question, day, means)


def _explained(question: Question, day: date, means: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Explanation:
    history, moves, calendar, grid = question.cleaned, question.moves, question.calendar, question.grid
    with told_unsolvable():
        fitted = question.model.fit(at_last_share(history, moves, calendar), question.site, calendar)
        forecast = fitted.predict(grid)
    last_day = history["start"].max().tz_convert(str(grid.zone)).date()
    shares = share_factors(forecast, moves, calendar, last_day)
    factors = with_containment(explain(fitted, forecast, grid), forecast, shares, grid)
    same = len(means) == len(forecast) and bool(np.allclose(means, forecast["mean"] * shares, rtol=1e-6))
    return Explanation(tuple(factor for factor in factors if factor.day == day), same)


def list_forecasts(unit: UnitOfWork, site_id: int) -> list[StoredForecast]:
    """Return the forecasts of a site, the newest first."""
    return unit.forecasts.of_site(unit.sites.get(site_id).id)
