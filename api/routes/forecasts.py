"""Forecasts: make one from a history, read it, explain it, ask what if, follow the day, make it again."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Response, UploadFile
from pydantic import AwareDatetime

from api.routes.asking import Limits, Now, Processes, Reading, Stored
from api.routes.forecast_shapes import (
    AgainTold,
    ExplanationTold,
    FactorTold,
    FollowedTold,
    ForecastAsked,
    ForecastHead,
    ForecastTold,
    TodayTold,
)
from api.routes.reading import HowToRead
from api.routes.received import received
from api.routes.shapes import Day, Id
from api.routes.tables import TableFormat, columns, csv_answer
from api.routes.what_if_shapes import DifferenceTold, WhatIfAsked
from api.usecases.changes import ask_what_if, follow_day
from api.usecases.forecasts import Order, add_forecast, explain_forecast, list_forecasts, make_again

router = APIRouter(prefix="/forecasts", tags=["forecasts"])


@router.post("", status_code=201)
def post_forecast(asked: ForecastAsked, store: Stored, computing: Processes, now: Now, bounds: Limits) -> ForecastHead:
    """Forecast the days asked for, without the findings that are left out of the history."""
    order = Order(asked.history_id, asked.first_day, asked.days, asked.cleaned)
    return ForecastHead.of(add_forecast(store, computing, order, now, bounds))


@router.get("")
def get_forecasts(site_id: Id, unit: Reading) -> list[ForecastHead]:
    """List the forecasts of a site, the newest first."""
    return [ForecastHead.of(head) for head in list_forecasts(unit, site_id)]


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
    return ForecastTold(head=ForecastHead.of(unit.forecasts.get(forecast_id)), values=columns(wanted))


@router.get("/{forecast_id}/explanation")
def get_explanation(forecast_id: Id, day: Day, store: Stored, computing: Processes) -> ExplanationTold:
    """Tell how the forecast of a day comes about, queue by queue and factor by factor."""
    found = explain_forecast(store, computing, forecast_id, day)
    factors = [
        FactorTold(queue=one.queue, reason=one.reason, event=one.event, value=one.value) for one in found.factors
    ]
    return ExplanationTold(day=day, same=found.same, factors=factors)


@router.post("/{forecast_id}/again")
def post_again(forecast_id: Id, store: Stored, computing: Processes) -> AgainTold:
    """Make a forecast again from what is stored and tell whether it is the same bit for bit; nothing is stored."""
    return AgainTold.of(make_again(store, computing, forecast_id))


@router.post("/{forecast_id}/what-if")
def post_what_if(forecast_id: Id, asked: WhatIfAsked, store: Stored, computing: Processes, now: Now) -> DifferenceTold:
    """Tell what moved, dropped, weighed or added events, growth, handling times or a bot's share do to a forecast.

    The forecast itself stays as it is; the changed one is stored beside it where *keep* asks for that.
    """
    found = ask_what_if(store, computing, forecast_id, asked.document(), now, keep=asked.keep)
    return DifferenceTold.of(found, slots=asked.slots)


@router.post("/{forecast_id}/today", status_code=201)
def post_today(
    forecast_id: Id,
    as_of: Annotated[AwareDatetime, Form(description="until when the actuals count, with its offset")],
    files: Annotated[list[UploadFile], File(description="CSV, XLSX or Parquet: what has come of the day so far")],
    options: HowToRead,
    store: Stored,
    computing: Processes,
    now: Now,
    bounds: Limits,
) -> FollowedTold:
    """Forecast the rest of a day from what has come of it; stored as a new forecast, the one before stays as it is.

    What has come stands; slots still running at *as_of* and slots missing in the files do not count.
    """
    content = received(files, bounds.upload_bytes)
    found = follow_day(store, computing, forecast_id, content, options, as_of, now, bounds)
    return FollowedTold(head=ForecastHead.of(found.stored), queues=[TodayTold.of(one) for one in found.queues])
