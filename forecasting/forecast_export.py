"""Writes a forecast to a file that other programs read: CSV, XLSX or Parquet by its ending, laid out as FORECAST."""

import io
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from forecasting.errors import Fault, InputError
from forecasting.files import write_atomically
from forecasting.frames import FORECAST
from forecasting.messages import N_

ENDINGS = (".csv", ".xlsx", ".parquet")
DECIMALS = 4


def check_forecast_ending(path: Path) -> None:
    """Raise InputError when the ending of *path* names no kind of file that can be written."""
    if path.suffix.lower() not in ENDINGS:
        reason = N_("no such kind of file can be written")
        raise InputError([Fault(str(path), reason, value=path.suffix, expected=", ".join(ENDINGS))])


def write_forecast(forecast: pd.DataFrame, path: Path, zone: ZoneInfo) -> None:
    """Write *forecast* to *path*, whole or not at all; times in CSV and XLSX are those of *zone* with their offset.

    CSV and XLSX keep four decimals, Parquet all of them and UTC.
    """
    FORECAST.check(forecast)
    check_forecast_ending(path)
    write_atomically(path, _content(forecast, path.suffix.lower(), zone))


def _content(forecast: pd.DataFrame, ending: str, zone: ZoneInfo) -> bytes:
    content = io.BytesIO()
    if ending == ".parquet":
        forecast.to_parquet(content, index=False)
        return content.getvalue()
    local = forecast["start"].dt.tz_convert(str(zone))
    text = forecast.assign(start=[moment.isoformat() for moment in local]).round(DECIMALS)
    if ending == ".csv":
        return text.to_csv(index=False, lineterminator="\n").encode("utf-8")
    text.to_excel(content, index=False, sheet_name="forecast")
    return content.getvalue()
