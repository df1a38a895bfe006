"""What a plan report is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import pandas as pd

from api.usecases.simulation import ServiceFound
from drills.drill import Drill
from forecasting.calendar import EventCalendar
from forecasting.frames import FORECAST, REQUIREMENT
from forecasting.timegrid import TimeGrid
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Violation
from scheduler.solution import Result


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan as the report shows it; it computes nothing of it anew but sums.

    *forecast* is laid out as FORECAST by queue, *requirement* as REQUIREMENT by team. *roster* is what is shown (it
    may hold a drill that *result* has not), None where none was found. *violations* are those of *roster* under
    *rules*. *facts* are further lines for the last section, already translated: settings, versions, fingerprints of
    the input. *created_at* is aware. *service* is what customers will get, None where that was not simulated.
    """

    site: str
    forecast: pd.DataFrame
    requirement: pd.DataFrame
    instance: Instance
    result: Result
    roster: Roster | None
    violations: tuple[Violation, ...]
    rules: tuple[Rule, ...]
    calendar: EventCalendar
    created_at: datetime
    drill: Drill | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    service: ServiceFound | None = None

    def __post_init__(self) -> None:
        if self.created_at.tzinfo is None:
            raise ValueError(f"plan view: created_at {self.created_at.isoformat()} names no time zone")
        FORECAST.check(self.forecast)
        REQUIREMENT.check(self.requirement)

    @property
    def grid(self) -> TimeGrid:
        """The planned days in slots, on the site's clock."""
        return self.instance.grid

    @property
    def planned_forecast(self) -> pd.DataFrame:
        """The rows of the forecast that start in the planned days."""
        starts = self.forecast["start"]
        return self.forecast[(starts >= self.grid.origin) & (starts < self.grid.end)]

    @property
    def queues(self) -> list[str]:
        """Queues with a forecast for the planned days, in its order."""
        return list(dict.fromkeys(self.planned_forecast["queue"]))

    @property
    def teams(self) -> list[str]:
        """Teams with a demand, in the instance's order."""
        return list(self.instance.demand.skills)
