"""Histories: upload volume exports, see the report of their reading."""

from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import APIRouter, File, Form, UploadFile

from api.routes.asking import Limits, Now, Reading, Writing
from api.routes.received import received
from api.routes.shapes import HistoryTold, Id, Name
from api.usecases.histories import add_history, list_histories
from forecasting.errors import Fault, InputError
from forecasting.history import HistoryOptions
from forecasting.messages import N_

router = APIRouter(prefix="/histories", tags=["histories"])


@router.post("", status_code=201)
def post_history(
    site_id: Annotated[Id, Form()],
    files: Annotated[list[UploadFile], File(description="CSV, XLSX or Parquet exports, read as one history")],
    unit: Writing,
    now: Now,
    bounds: Limits,
    zone: Annotated[Name | None, Form(description="IANA name of the clock of times without an offset")] = None,
    column: Annotated[list[Name] | None, Form(description="our name=the file's column, repeated")] = None,
    queue: Annotated[Name | None, Form(description="the only queue of files without a queue column")] = None,
    sheet: Annotated[Name | None, Form(description="sheet of a workbook")] = None,
) -> HistoryTold:
    """Read exports and store them; refused with every fault named by file, row, column and value."""
    options = HistoryOptions(zone=_zone(zone), columns=_columns(column or []), queue=queue, sheet=sheet)
    content = received(files, bounds.upload_bytes)
    return HistoryTold.of(add_history(unit, site_id, content, options, now))


@router.get("")
def get_histories(site_id: Id, unit: Reading) -> list[HistoryTold]:
    """List the histories of a site, the newest first."""
    return [HistoryTold.of(history) for history in list_histories(unit, site_id)]


@router.get("/{history_id}")
def get_history(history_id: Id, unit: Reading) -> HistoryTold:
    """Show one history's report."""
    return HistoryTold.of(unit.histories.get(history_id))


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return None if name is None else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        fault = Fault(
            "request", N_("there is no such time zone"), None, "zone", name, N_("an IANA name such as Asia/Shanghai")
        )
        raise InputError([fault]) from error


def _columns(pairs: list[str]) -> dict[str, str]:
    faults = [
        Fault("request", N_("a column mapping cannot be read"), None, "column", pair, N_("our name=the file's column"))
        for pair in pairs
        if "=" not in pair
    ]
    if faults:
        raise InputError(faults)
    return dict(pair.split("=", 1) for pair in pairs)
