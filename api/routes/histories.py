"""Histories: upload volume exports, see the report of their reading, leave outages and spikes out, try models on them."""

from typing import Annotated, Literal

from fastapi import APIRouter, File, Form, Response, UploadFile
from pydantic import Field

from api.routes.asking import Language, Limits, Now, Processes, Reading, Stored
from api.routes.history_shapes import AccuracyTold, CleaningTold
from api.routes.reading import HowToRead
from api.routes.received import received
from api.routes.shapes import Asked, HistoryTold, Id, Name
from api.usecases.cleaning import clean_history, judged_history
from api.usecases.histories import add_history, list_histories
from api.usecases.past_accuracy import Trial, try_history
from forecasting.backtest import Origins

router = APIRouter(prefix="/histories", tags=["histories"])

# No class in a file: a request must not run code.
ModelName = Literal["watchbill", "seasonal-naive", "four-week-mean"]


class CleaningAsked(Asked):
    """The keys of the findings to leave out of forecasts from now on; an empty list takes all of them in again."""

    left_out: Annotated[list[Name], Field(max_length=10_000)]


class BacktestAsked(Asked):
    """Which *models* to try, from how many days of the past (*origins*) and how many days ahead (*horizon_days*).

    Without *cleaned* what was left out of the history is taken in.
    """

    models: Annotated[tuple[ModelName, ...], Field(min_length=1, strict=False)] = ("watchbill", "four-week-mean")
    origins: Annotated[int, Field(ge=1)] = 4
    horizon_days: Annotated[int, Field(ge=1)] = 28
    cleaned: bool = True


@router.post("", status_code=201, responses={200: {"model": HistoryTold, "description": "The site has it already"}})
def post_history(
    site_id: Annotated[Id, Form()],
    files: Annotated[list[UploadFile], File(description="CSV, XLSX or Parquet exports, read as one history")],
    options: HowToRead,
    store: Stored,
    computing: Processes,
    now: Now,
    bounds: Limits,
    answer: Response,
) -> HistoryTold:
    """Read exports and store them; refused with every fault named by file, row, column and value.

    A last day cut short is left out. Rows that the site has already are not stored twice: the answer is 200 and shows
    the history that has them.
    """
    kept = add_history(store, computing, site_id, received(files, bounds.upload_bytes), options, now, bounds)
    answer.status_code = 201 if kept.is_new else 200
    return HistoryTold.of(kept.history)


@router.get("")
def get_histories(site_id: Id, unit: Reading) -> list[HistoryTold]:
    """List the histories of a site, the newest first."""
    return [HistoryTold.of(history) for history in list_histories(unit, site_id)]


@router.get("/{history_id}")
def get_history(history_id: Id, unit: Reading) -> HistoryTold:
    """Show one history's report."""
    return HistoryTold.of(unit.histories.get(history_id))


@router.get("/{history_id}/cleaning")
def get_cleaning(history_id: Id, store: Stored, computing: Processes) -> CleaningTold:
    """Show the outages and one-off spikes found in a history, and which of them its forecasts leave out."""
    return CleaningTold.of(history_id, judged_history(store, computing, history_id))


@router.put("/{history_id}/cleaning")
def put_cleaning(history_id: Id, asked: CleaningAsked, store: Stored, computing: Processes, now: Now) -> CleaningTold:
    """Decide which findings are left out of forecasts made from now on; the history itself stays as it came.

    An empty list takes all of them in again. Forecasts made before stay as they are.
    """
    return CleaningTold.of(history_id, clean_history(store, computing, history_id, asked.left_out, now))


@router.post("/{history_id}/backtest")
def post_backtest(
    history_id: Id, asked: BacktestAsked, store: Stored, computing: Processes, language: Language, bounds: Limits
) -> AccuracyTold:
    """Tell how accurate forecasts of this past would have been, beside what they have to beat; nothing is stored.

    The seasonal naive model is always among those tried: it forecasts what came a week before.
    """
    trial = Trial(asked.models, Origins(asked.origins, asked.horizon_days), asked.cleaned)
    return AccuracyTold.of(try_history(store, computing, history_id, trial, language, bounds))
