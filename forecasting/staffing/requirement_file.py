"""Writes the people needed to a file and reads them back: CSV, XLSX or Parquet by its ending, laid out as REQUIREMENT."""

import io
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from forecasting.errors import Fault, InputError
from forecasting.files import write_atomically
from forecasting.frames import REQUIREMENT
from forecasting.messages import N_
from forecasting.staffing.laid_out import read_laid_out

ENDINGS = (".csv", ".xlsx", ".parquet")


def check_ending(path: Path) -> None:
    """Raise InputError when the ending of *path* names no kind of file that can be written."""
    if path.suffix.lower() not in ENDINGS:
        reason = N_("no such kind of file can be written")
        raise InputError([Fault(str(path), reason, value=path.suffix, expected=", ".join(ENDINGS))])


def write_requirement(requirement: pd.DataFrame, path: Path, zone: ZoneInfo) -> None:
    """Write *requirement* to *path*, whole or not at all; times in CSV and XLSX are those of *zone* with their offset."""
    REQUIREMENT.check(requirement)
    check_ending(path)
    write_atomically(path, _content(requirement, path.suffix.lower(), zone))


def _content(requirement: pd.DataFrame, ending: str, zone: ZoneInfo) -> bytes:
    content = io.BytesIO()
    if ending == ".parquet":
        requirement.to_parquet(content, index=False)
        return content.getvalue()
    local = requirement["start"].dt.tz_convert(str(zone))
    text = requirement.assign(
        start=[moment.isoformat() for moment in local], scheduled=requirement["scheduled"].round(4)
    )
    if ending == ".csv":
        return text.to_csv(index=False, lineterminator="\n").encode("utf-8")
    text.to_excel(content, index=False, sheet_name="requirement")
    return content.getvalue()


def read_requirement(path: Path, sheet: str | None = None) -> pd.DataFrame:
    """Return the people needed in *path*, laid out as REQUIREMENT, as ``write_requirement`` writes them.

    Raise InputError naming every fault with row, column and value.
    """
    return read_laid_out(path, REQUIREMENT, N_("the skill's slot was given before"), sheet)
