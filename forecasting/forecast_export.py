"""Writes a forecast to a file that other programs read: CSV, XLSX or Parquet by its ending, laid out as FORECAST."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from forecasting.frame_files import write_frame
from forecasting.frames import FORECAST


def write_forecast(forecast: pd.DataFrame, path: Path, zone: ZoneInfo) -> None:
    """Write *forecast* to *path*, whole or not at all; times in CSV and XLSX are those of *zone* with their offset."""
    write_frame(forecast, FORECAST, path, zone)
