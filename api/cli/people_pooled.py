"""People by skill set on the command line: looked for day by day, and what that saves."""

from contextlib import nullcontext
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from api.usecases.basis import refuse_without_sets
from forecasting.staffing.pooled import people_by_skill_set
from forecasting.timegrid import TimeGrid
from scheduler.formats import SiteFile

if TYPE_CHECKING:
    from api.cli.console import Console


def pooled_people(
    forecast: pd.DataFrame, queues: pd.DataFrame, site_file: SiteFile, grid: TimeGrid, console: "Console"
) -> pd.DataFrame:
    """Return the people by skill set of *site_file*, whose *queues* need those alone; on a terminal the days done are shown.

    Raise InputError where the site names no skill sets.
    """
    refuse_without_sets(site_file)
    sets = [members.skills for members in site_file.skill_sets]
    shown = console.out.status("") if console.out.is_terminal else nullcontext()
    with shown as status:

        def tell(done: int, days: int) -> None:
            if status is not None:
                line = console.translate("simulating people of several skills: {done} of {days} days")
                status.update(line.format(done=done, days=days))

        return people_by_skill_set(
            forecast, site_file.site, grid, sets, floor=site_file.floor, queues=queues, progress=tell
        )


def say_saved(
    needed: pd.DataFrame, queues: pd.DataFrame, site_file: SiteFile, grid: TimeGrid, console: "Console"
) -> None:
    """Say how many hours on the floor the skill sets take, and how many the queues by themselves, whole people on every line."""
    hours = grid.slot_minutes / 60
    lines = [queue.name for queue in site_file.site.queues if not queue.channel.is_backlog]
    whole = np.where(queues["skill"].isin(lines), np.ceil(queues["agents"] - 1e-9), queues["agents"])
    template = console.translate(
        "{together:.0f} hours on the floor with skill sets, {apart:.0f} with whole people for each queue alone"
    )
    console.say(template.format(together=needed["agents"].sum() * hours, apart=whole.sum() * hours))
