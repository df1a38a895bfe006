"""Writes the people needed to a file and reads them back: CSV, XLSX or Parquet by its ending, laid out as REQUIREMENT."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from forecasting.errors import Fault, InputError
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
    draft = path.with_name(f".{path.stem}-{os.getpid()}{path.suffix}")
    try:
        _write(requirement, draft, zone)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _write(requirement: pd.DataFrame, draft: Path, zone: ZoneInfo) -> None:
    if draft.suffix.lower() == ".parquet":
        requirement.to_parquet(draft, index=False)
        return
    local = requirement["start"].dt.tz_convert(str(zone))
    text = requirement.assign(
        start=[moment.isoformat() for moment in local], scheduled=requirement["scheduled"].round(4)
    )
    if draft.suffix.lower() == ".csv":
        text.to_csv(draft, index=False, lineterminator="\n", encoding="utf-8")
    else:
        text.to_excel(draft, index=False, sheet_name="requirement")


def read_requirement(path: Path, sheet: str | None = None) -> pd.DataFrame:
    """Return the people needed in *path*, laid out as REQUIREMENT, as ``write_requirement`` writes them.

    Raise InputError naming every fault with row, column and value.
    """
    return read_laid_out(path, REQUIREMENT, N_("the skill's slot was given before"), sheet)
