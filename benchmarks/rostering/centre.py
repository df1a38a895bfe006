"""``python -m benchmarks.rostering centre FOLDER``: a real contact centre, whose month of volumes is taken as known.

The folder has the site.json and volume_15min.csv of the centre.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.rostering.rows import measured, told
from forecasting.calendar import EventCalendar
from forecasting.frames import FORECAST, QUANTILES
from forecasting.history import read_history
from forecasting.staffing import pool, required_people
from forecasting.timegrid import TimeGrid
from scheduler.formats import read_site
from scheduler.instance import Instance
from scheduler.rules.base import Rule
from scheduler.rules.law import PACKS, law_pack
from scheduler.solution import Limits


def real_centre(folder: Path, days: int | None, law: str | None = None) -> tuple[Instance, tuple[Rule, ...]]:
    """Return the centre in *folder* with its month of volumes as the forecast, or with its first *days*, under the pack *law* if named.

    Under a law that it was not made for some of its contracts may allow nothing: the roster is a draft then.
    """
    site_file = read_site(folder / "site.json")
    read = read_history([folder / "volume_15min.csv"], site_file.history)
    zone = site_file.site.zone
    first = read.history["start"].min().tz_convert(str(zone)).date()
    last = read.history["start"].max().tz_convert(str(zone)).date()
    grid = TimeGrid(zone, first, days or (last - first).days + 1, site_file.site.slot_minutes)
    queues = required_people(as_forecast(read.history, grid), site_file.site, grid)
    teams = pool(queues, site_file.queues_by_team, site_file.site, grid, site_file.floor)
    instance = site_file.instance(grid, teams, EventCalendar(zone, first, grid.last_day), must_be_possible=law is None)
    return instance, site_file.rules if law is None else law_pack(law)


def as_forecast(history: pd.DataFrame, grid: TimeGrid) -> pd.DataFrame:
    """Return *history* within *grid* as if it had been forecast without error, laid out as FORECAST."""
    rows = history[(history["start"] >= grid.origin) & (history["start"] < grid.end)].reset_index(drop=True)
    volumes = rows["offered"].astype(float)
    frame = rows[["queue", "start"]].assign(
        mean=volumes,
        **dict.fromkeys(QUANTILES, volumes),
        aht_seconds=rows["aht_seconds"].fillna(rows["aht_seconds"].median()),
        day_p05=np.nan,
        day_p95=np.nan,
    )
    return FORECAST.check(frame)


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rostering centre", description=__doc__)
    parser.add_argument("folder", type=Path, help="where site.json and volume_15min.csv are")
    parser.add_argument("--days", type=int, help="days to roster; all of the volumes by default")
    parser.add_argument("--law", choices=tuple(PACKS), help="law pack to hold it to; none by default, as it was made")
    parser.add_argument("--seconds", type=float, default=120.0, help="wall time of the solve")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="file to write the rows to")
    options = parser.parse_args(arguments)
    instance, rules = real_centre(options.folder, options.days, options.law)
    limits = Limits(options.seconds, options.workers, options.seed)
    told([measured(options.folder.name, instance, rules, limits)], options.json)
