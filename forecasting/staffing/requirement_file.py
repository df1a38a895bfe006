"""Writes the people needed to a file and reads them back: CSV, XLSX or Parquet by its ending, laid out as REQUIREMENT."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from forecasting.frame_files import write_frame
from forecasting.frames import REQUIREMENT
from forecasting.messages import N_
from forecasting.staffing.laid_out import read_laid_out


def write_requirement(requirement: pd.DataFrame, path: Path, zone: ZoneInfo) -> None:
    """Write *requirement* to *path*, whole or not at all; times in CSV and XLSX are those of *zone* with their offset."""
    write_frame(requirement, REQUIREMENT, path, zone)


def read_requirement(path: Path, sheet: str | None = None) -> pd.DataFrame:
    """Return the people needed in *path*, laid out as REQUIREMENT, as ``write_requirement`` writes them.

    Raise InputError naming every fault with row, column and value.
    """
    return read_laid_out(path, REQUIREMENT, N_("the skill's slot was given before"), sheet)
