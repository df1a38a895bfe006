"""A forecast from a file for the days of a roster, refused where it lacks any: they would look as if nobody came."""

from pathlib import Path

import pandas as pd

from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence
from forecasting.site import Site
from forecasting.staffing.forecast_file import read_forecast
from forecasting.timegrid import TimeGrid


def forecast_for(path: Path, site: Site, grid: TimeGrid) -> pd.DataFrame:
    """Return the forecast in *path*, laid out as FORECAST, which has every day of *grid* on which one of its queues is open.

    Raises InputError naming each queue of *site* that lacks days, and queues that *site* does not have.
    """
    forecast = read_forecast(path)
    known = [queue.name for queue in site.queues]
    expected = Sentence(N_("one of {names}"), names=", ".join(sorted(known)))
    faults = [
        Fault(str(path), N_("is no queue of the site"), field="queue", value=name, expected=expected)
        for name in sorted(set(forecast["queue"]) - set(known))
    ]
    days = forecast["start"].dt.tz_convert(str(grid.zone)).dt.date
    for queue in (queue for queue in site.queues if not queue.channel.is_backlog):
        told = set(days[forecast["queue"] == queue.name])
        missing = [day for day in grid.dates() if told and day not in told and queue.opening.open_slots(grid, day)]
        if missing:
            lacking = Sentence(
                N_("{queue}: {count} days, from {day} on"), queue=queue.name, count=len(missing), day=missing[0]
            )
            whole = Sentence(N_("every day from {first} to {last}"), first=grid.first_day, last=grid.last_day)
            faults.append(Fault(str(path), N_("lacks days of the roster"), value=lacking, expected=whole))
    if faults:
        raise InputError(faults)
    return forecast
