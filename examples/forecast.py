"""From a volume export to a forecast: what will come next week, and how sure that is.

Run it from any folder: python examples/forecast.py [OUT_DIR]
"""

import sys
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from forecasting.calendar import event_calendar
from forecasting.forecast import make_forecast
from forecasting.forecast_export import write_forecast
from forecasting.history import HistoryOptions, read_history
from forecasting.site import Queue, Site
from forecasting.timegrid import TimeGrid

HERE = Path(__file__).parent
ZONE = ZoneInfo("Asia/Shanghai")


def main(out: Path) -> None:
    """Forecast one week and write it to *out*."""
    # 1. Read the export. It has columns of its own, so say which one is what; obvious names are found without.
    columns = {"start": "interval", "queue": "channel", "offered": "contacts", "aht_seconds": "handle_seconds"}
    read = read_history([HERE / "history.csv"], HistoryOptions(zone=ZONE, columns=columns))
    print(f"{len(read.history)} rows in steps of {read.step_minutes} minutes, {len(read.report.gaps)} gaps")

    # 2. Say what to forecast: the queues, and seven days in slots of 15 minutes.
    site = Site("Harbour Store", ZONE, queues=(Queue("phone"), Queue("chat")))
    grid = TimeGrid(ZONE, date(2026, 4, 20), days=7, slot_minutes=site.slot_minutes)

    # 3. The calendar knows public holidays, working weekends and shopping festivals, in the past and to come.
    first_day = read.history["start"].min().tz_convert(ZONE).date()
    calendar = event_calendar(site.holidays, ZONE, first_day, grid.last_day)

    # 4. Forecast. One row a queue and slot: the mean, and quantiles from 5 % to 95 %.
    forecast = make_forecast(read.complete(), site, calendar, grid, read.step_minutes)
    print("day         queue   expected   9 days in 10 between")
    days = forecast["start"].dt.tz_convert(ZONE).dt.date
    for (day, queue), rows in forecast.groupby([days, "queue"]):
        low, high = rows["day_p05"].iloc[0], rows["day_p95"].iloc[0]
        print(f"{day}  {queue:<6}  {rows['mean'].sum():8.0f}   {low:.0f} and {high:.0f}")

    # 5. Keep it: CSV, XLSX or Parquet, by the ending of the name.
    write_forecast(forecast, out / "forecast.csv", ZONE)
    print(f"{len(forecast)} rows written to {out / 'forecast.csv'}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out"))
