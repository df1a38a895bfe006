"""Reads a forecast back from the file to which it was written: CSV, XLSX or Parquet, laid out as FORECAST."""

from pathlib import Path

import pandas as pd

from forecasting.frames import FORECAST
from forecasting.messages import N_
from forecasting.staffing.laid_out import read_laid_out


def read_forecast(path: Path, sheet: str | None = None) -> pd.DataFrame:
    """Return the forecast in *path*, laid out as FORECAST; quantile columns beside the usual ones are left out.

    Times bear an offset; in Parquet they may be typed. Raise InputError naming every fault with row, column and value.
    """
    return read_laid_out(path, FORECAST, N_("the queue's slot was given before"), sheet)
