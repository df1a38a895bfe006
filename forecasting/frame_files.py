"""Frames as files that other programs read: CSV, XLSX or Parquet by the ending."""

import io
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from forecasting.errors import Fault, InputError
from forecasting.files import write_atomically
from forecasting.frames import Layout
from forecasting.messages import N_

ENDINGS = (".csv", ".xlsx", ".parquet")
DECIMALS = 4


def check_ending(path: Path) -> None:
    """Raise InputError when the ending of *path* names no kind of file that can be written."""
    if path.suffix.lower() not in ENDINGS:
        reason = N_("no such kind of file can be written")
        raise InputError([Fault(str(path), reason, value=path.suffix, expected=", ".join(ENDINGS))])


def write_frame(frame: pd.DataFrame, layout: Layout, path: Path, zone: ZoneInfo) -> None:
    """Write *frame*, laid out as *layout* with a ``start``, to *path*, whole or not at all.

    CSV and XLSX have four decimals and the times of *zone* with their offset, Parquet all decimals and UTC.
    """
    layout.check(frame)
    check_ending(path)
    write_atomically(path, _content(frame, path.suffix.lower(), zone, layout.name.lower()))


def csv_bytes(frame: pd.DataFrame, zone: ZoneInfo) -> bytes:
    """Return *frame* as CSV in UTF-8, its ``start`` as the time of *zone* with its offset."""
    return _text(frame, zone).to_csv(index=False, lineterminator="\n").encode("utf-8")


def _content(frame: pd.DataFrame, ending: str, zone: ZoneInfo, sheet: str) -> bytes:
    if ending == ".csv":
        return csv_bytes(frame, zone)
    content = io.BytesIO()
    if ending == ".parquet":
        frame.to_parquet(content, index=False)
    else:
        _text(frame, zone).to_excel(content, index=False, sheet_name=sheet)
    return content.getvalue()


def _text(frame: pd.DataFrame, zone: ZoneInfo) -> pd.DataFrame:
    local = frame["start"].dt.tz_convert(str(zone))
    return frame.assign(start=[moment.isoformat() for moment in local]).round(DECIMALS)
