"""People of several skills together against whole people for each queue, on made-up centres and on the demo centre."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from api.demo.centre import write_demo_centre
from api.usecases.basis import began, known_history, site_calendar
from forecasting.frames import FORECAST, QUANTILES
from forecasting.history import read_history
from forecasting.models import LogLinear
from forecasting.site import OpeningHours, Queue, Site, Span
from forecasting.staffing import required_people
from forecasting.staffing.pooled import Search, people_by_skill_set
from forecasting.staffing.pooled_load import load_of
from forecasting.staffing.pooled_trial import Trial
from forecasting.staffing.skills import SkillSet
from forecasting.staffing.tails import Floats
from forecasting.timegrid import TimeGrid
from forecasting.whatif import WhatIf, planned_forecast
from scheduler.formats import read_site

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = date(2026, 11, 3)
HOURS = OpeningHours((Span(8 * 60, 22 * 60),) * 7)
RATES = {"orders zh": (60, 240), "orders en": (15, 300), "orders ja": (4, 300), "complaints zh": (12, 420)}
LANGUAGES = (
    SkillSet("chinese", ("orders zh",)),
    SkillSet("with english", ("orders zh", "orders en")),
    SkillSet("with japanese", ("orders zh", "orders ja")),
    SkillSet("seniors", ("orders zh", "orders en", "complaints zh"), 2),
)
CHECKED_DAYS = 400


@dataclass(frozen=True)
class Case:
    """A day of a centre."""

    name: str
    forecast: pd.DataFrame
    site: Site
    grid: TimeGrid
    sets: tuple[SkillSet, ...]
    search: Search | None = None

    def row(self) -> dict[str, object]:
        """Return what the queues take alone, what the sets take, and how many targets are missed on other days than those searched on."""
        alone = required_people(self.forecast, self.site, self.grid)
        begun = process_time()
        needed = people_by_skill_set(self.forecast, self.site, self.grid, self.sets, search=self.search, queues=alone)
        seconds = process_time() - begun
        hours = self.grid.slot_minutes / 60
        live = {queue.name for queue in self.site.queues if not queue.channel.is_backlog}
        apart = alone[alone["skill"].isin(live)]["agents"].to_numpy(float)
        together = float(needed["agents"].sum() - alone[~alone["skill"].isin(live)]["agents"].sum())
        whole = float(np.ceil(apart - 1e-9).sum())
        return {
            "centre": self.name,
            "queues / sets": f"{len(live)} / {len(self.sets)}",
            "alone, rounded up, h": round(whole * hours, 1),
            "alone, fractions, h": round(float(apart.sum()) * hours, 1),
            "together, whole people, h": round(together * hours, 1),
            "saved, h": round((whole - together) * hours, 1),
            "saved": f"{1 - together / whole:.1%}",
            "targets missed": self._missed(alone, needed),
            "processor seconds": round(seconds, 1),
        }

    def _missed(self, alone: pd.DataFrame, needed: pd.DataFrame) -> str:
        load = load_of(self.forecast, alone, self.site, self.grid, "mean")
        people = np.floor(needed["agents"].to_numpy(float)).astype(np.int64).reshape(len(self.sets), -1)
        margins = Trial(load, self.sets, CHECKED_DAYS, seed=1000).margins(people, -0.99)
        return f"{(margins < 0).sum()} of {np.isfinite(margins).sum()}"


def rows() -> Iterator[dict[str, object]]:
    """Yield a row a centre."""
    for name, scale in (("four queues, three languages, small", 0.3), ("the same", 1.0), ("the same, large", 4.0)):
        yield multilingual(name, scale).row()
    specialists = tuple(SkillSet(queue, (queue,)) for queue in RATES)
    yield replace(multilingual("no skills in common", 1.0), sets=specialists).row()
    yield demo().row()


def multilingual(name: str, scale: float, minutes: int = 15) -> Case:
    """Return a made-up centre with *scale* times the usual contacts, highest at two in the afternoon."""
    grid = TimeGrid(ZONE, TUESDAY, 1, minutes)
    queues = tuple(
        Queue(queue, opening=HOURS, aht_seconds=seconds, patience_seconds=180) for queue, (_, seconds) in RATES.items()
    )
    clock = np.array([grid.local(slot).hour + grid.local(slot).minute / 60 for slot in range(grid.n_slots)])
    shape = np.where((clock >= 8) & (clock < 22), 0.6 + 0.4 * np.cos((clock - 14) / 14 * 2 * np.pi), 0.0)
    parts = [
        _forecast(queue, scale * RATES[queue.name][0] * minutes / 15 * shape, queue.aht_seconds, grid)
        for queue in queues
    ]
    frame = FORECAST.check(pd.concat(parts, ignore_index=True))
    return Case(name, frame, Site(name, ZONE, queues, minutes), grid, LANGUAGES)


def _forecast(queue: Queue, means: Floats, aht: float, grid: TimeGrid) -> pd.DataFrame:
    starts = pd.DatetimeIndex([grid.instant(slot) for slot in range(grid.n_slots)]).as_unit("us")
    nothing = np.full(len(starts), np.nan)
    columns = {"queue": pd.Series([queue.name] * len(starts), dtype="str"), "start": starts, "mean": means}
    rest = {"aht_seconds": np.full(len(starts), float(aht)), "day_p05": nothing, "day_p95": nothing}
    return pd.DataFrame({**columns, **dict.fromkeys(QUANTILES, means), **rest})


def demo() -> Case:
    """Return an ordinary day of the demo centre, some of whose people answer calls and chats."""
    with TemporaryDirectory() as folder:
        files = write_demo_centre(Path(folder))
        site_file = read_site(files.site)
        read = read_history([files.history], site_file.history)
        grid = TimeGrid(site_file.site.zone, TUESDAY, 1, site_file.site.slot_minutes)
        history = known_history(read.complete(), grid, files.history)
        calendar = site_calendar(site_file, began(history, grid), grid.last_day)
        site = site_file.with_calendar(calendar).site
        forecast = planned_forecast(history, site, calendar, grid, WhatIf(), LogLinear(read.step_minutes))
    sets = [SkillSet(name, (name,)) for name in ("phone", "chat")]
    both, written = SkillSet("phone and chat", ("phone", "chat")), SkillSet("written", ("email", "social"))
    return Case("demo centre, calls and chats", forecast, site, grid, (*sets, both, written))
