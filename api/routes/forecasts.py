"""Forecasts: make one from a history, read it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from api.routes.asking import Limits, Now, Reading, Writing
from api.routes.shapes import Asked, Day, Id, PlannedTold, Told
from api.routes.tables import Columns, TableFormat, columns, csv_answer
from api.usecases.forecasts import add_forecast, explain_forecast, list_forecasts
from forecasting.errors import Fault, InputError
from forecasting.explain import Reason
from forecasting.messages import N_, Sentence

router = APIRouter(prefix="/forecasts", tags=["forecasts"])


class ForecastAsked(Asked):
    """Days to forecast from a stored history."""

    history_id: Id
    first_day: Day
    days: Annotated[int, Field(ge=1)]


class ForecastTold(Told):
    """A forecast with its values by column, laid out as FORECAST."""

    head: PlannedTold
    values: Columns


class FactorTold(Told):
    """One step of an explanation: contacts a day for the level, else a multiplier; *event* is empty unless it is one."""

    queue: str
    reason: Reason
    event: str
    value: float


class ExplanationTold(Told):
    """How a day's forecast comes about: the factors of a queue multiply to what is expected of the day.

    *same* tells whether the forecast, made again for this, is the stored one.
    """

    day: date
    same: bool
    factors: list[FactorTold]


@router.post("", status_code=201)
def post_forecast(asked: ForecastAsked, unit: Writing, now: Now, bounds: Limits) -> PlannedTold:
    """Forecast the days asked for."""
    if asked.days > bounds.days:
        raise InputError(
            [
                Fault(
                    "request",
                    N_("too many days"),
                    None,
                    "days",
                    str(asked.days),
                    Sentence(N_("at most {most}"), most=bounds.days),
                )
            ]
        )
    return PlannedTold.of(add_forecast(unit, asked.history_id, asked.first_day, asked.days, now))


@router.get("")
def get_forecasts(site_id: Id, unit: Reading) -> list[PlannedTold]:
    """List the forecasts of a site, the newest first."""
    return [PlannedTold.of(head) for head in list_forecasts(unit, site_id)]


@router.get("/{forecast_id}", response_model=ForecastTold)
def get_forecast(
    forecast_id: Id,
    unit: Reading,
    queue: str | None = None,
    format: TableFormat = TableFormat.JSON,  # noqa: A002  # the parameter's public name
) -> ForecastTold | Response:
    """Show a forecast, of one queue when named."""
    frame = unit.forecasts.frame(forecast_id)
    wanted = frame if queue is None else frame[frame["queue"] == queue]
    if format is TableFormat.CSV:
        return csv_answer(wanted, f"forecast-{forecast_id}")
    return ForecastTold(head=PlannedTold.of(unit.forecasts.get(forecast_id)), values=columns(wanted))


@router.get("/{forecast_id}/explanation")
def get_explanation(forecast_id: Id, day: Day, unit: Reading) -> ExplanationTold:
    """Tell how the forecast of a day comes about, queue by queue and factor by factor."""
    found = explain_forecast(unit, forecast_id, day)
    factors = [
        FactorTold(queue=one.queue, reason=one.reason, event=one.event, value=one.value) for one in found.factors
    ]
    return ExplanationTold(day=day, same=found.same, factors=factors)
