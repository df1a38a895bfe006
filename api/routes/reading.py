"""How uploaded exports are to be read, as fields of a form."""

from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import Depends, Form

from api.routes.shapes import Name
from forecasting.errors import Fault, InputError
from forecasting.history import HistoryOptions
from forecasting.messages import N_


def _options(
    zone: Annotated[Name | None, Form(description="IANA name of the clock of times without an offset")] = None,
    column: Annotated[list[Name] | None, Form(description="our name=the file's column, repeated")] = None,
    queue: Annotated[Name | None, Form(description="the only queue of files without a queue column")] = None,
    sheet: Annotated[Name | None, Form(description="sheet of a workbook")] = None,
) -> HistoryOptions:
    return HistoryOptions(zone=_zone(zone), columns=_columns(column or []), queue=queue, sheet=sheet)


HowToRead = Annotated[HistoryOptions, Depends(_options)]


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
