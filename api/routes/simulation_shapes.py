"""The shapes of a simulation: what is asked, and the service found."""

from typing import Annotated, Literal

import pandas as pd
from pydantic import AwareDatetime, Field, model_validator

from api.routes.shapes import Asked, Id, Name, Seed, Told
from api.routes.tables import Columns, columns
from api.usecases.one_more import OneMore
from api.usecases.simulation import Case, ServiceFound
from forecasting.service import Scenario, WeakHour
from forecasting.service.scenarios import MOST_FACTOR
from forecasting.simulation import Routing
from forecasting.timegrid import TimeGrid
from scheduler.service import Trial

MOST_REPLICATIONS = 500
MOST_SCENARIOS = 10


class ScenarioAsked(Asked):
    """A case beside the forecast: contacts times *factor*, or every day at a *quantile* of its total."""

    name: Name
    factor: Annotated[float, Field(gt=0, le=MOST_FACTOR)] | None = None
    quantile: Literal["p05", "p95"] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "ScenarioAsked":
        if (self.factor is None) == (self.quantile is None):
            raise ValueError("expected either factor or quantile")
        return self

    def scenario(self) -> Scenario:
        """Return what is asked."""
        return Scenario(self.name, 1.0 if self.factor is None else self.factor, self.quantile)


class SimulationAsked(Asked):
    """How often, with which draws, which cases, and against which roster; *slots* asks for the values by slot, too."""

    replications: Annotated[int, Field(ge=1, le=MOST_REPLICATIONS)] = 20
    seed: Seed = 0
    routing: Literal["longest-idle", "least-busy", "by-level"] = "longest-idle"
    scenarios: Annotated[list[ScenarioAsked], Field(default_factory=list, max_length=MOST_SCENARIOS)]
    against: Id | None = None
    slots: bool = False

    @model_validator(mode="after")
    def _own_names(self) -> "SimulationAsked":
        names = [scenario.name for scenario in self.scenarios]
        if len(set(names)) != len(names):
            raise ValueError("expected a name of its own for each scenario")
        return self

    def trial(self) -> Trial:
        """Return how often and with which draws."""
        return Trial(self.replications, self.seed, Routing(self.routing))


class CaseTold(Told):
    """One case (empty name: as forecast): values by queue, by queue and day, and by queue and slot where asked for."""

    scenario: str
    queues: Columns
    days: Columns
    slots: Columns | None

    @staticmethod
    def of(case: Case, *, slots: bool) -> "CaseTold":
        """Shape *case*."""
        return CaseTold(
            scenario=case.scenario,
            queues=columns(case.total),
            days=columns(case.days),
            slots=columns(case.slots) if slots else None,
        )


class HourTold(Told):
    """An hour that misses its target: *lacking* contacts, on average, would have to be answered in time besides."""

    queue: str
    start: AwareDatetime
    end: AwareDatetime
    contacts: float
    service_level: float
    target_share: float
    lacking: float

    @staticmethod
    def of(hour: WeakHour, grid: TimeGrid) -> "HourTold":
        """Shape *hour*."""
        return HourTold(
            queue=hour.queue,
            start=grid.instant(hour.first),
            end=grid.instant(hour.end),
            contacts=hour.contacts,
            service_level=hour.service_level,
            target_share=hour.target,
            lacking=hour.missing,
        )


class IntervalTold(Told):
    """A difference with its paired 95 % confidence interval; no ends where one replication tells no spread."""

    mean: float
    low: float | None
    high: float | None

    @staticmethod
    def of(interval: tuple[float, float, float]) -> "IntervalTold":
        """Shape *interval*."""
        mean, *ends = interval
        low, high = (None if end != end else end for end in ends)  # noqa: PLR0124  # NaN alone differs from itself
        return IntervalTold(mean=mean, low=low, high=high)


class OneMoreTold(Told):
    """What one more person in the worst hour changes: that hour's service level, the day's, and the chance of its target."""

    team: str
    queue: str
    start: AwareDatetime
    end: AwareDatetime
    before: float
    after: float
    gain: IntervalTold
    day_before: float
    day_after: float
    day_gain: IntervalTold
    met_before: float
    met_after: float

    @staticmethod
    def of(more: OneMore, grid: TimeGrid) -> "OneMoreTold":
        """Shape *more*."""
        return OneMoreTold(
            team=more.team,
            queue=more.hour.queue,
            start=grid.instant(more.hour.first),
            end=grid.instant(more.hour.end),
            before=more.before,
            after=more.after,
            gain=IntervalTold.of(more.gain),
            day_before=more.day_before,
            day_after=more.day_after,
            day_gain=IntervalTold.of(more.day_gain),
            met_before=more.met_before,
            met_after=more.met_after,
        )


class DifferencesTold(Told):
    """What the roster has over the other one, over all days by queue, and by queue and day."""

    all_days: Columns
    days: Columns

    @staticmethod
    def of(differences: pd.DataFrame) -> "DifferencesTold":
        """Shape *differences*, as ``difference_frame`` makes them."""
        whole = differences["date"].isna()
        return DifferencesTold(
            all_days=columns(differences[whole].drop(columns="date")), days=columns(differences[~whole])
        )


class SimulationTold(Told):
    """The service that follows a roster; *not_simulated_hours* is work of backlogs that the same people do."""

    roster_id: int
    replications: int
    seed: int
    cases: list[CaseTold]
    weakest: list[HourTold]
    one_more: OneMoreTold | None
    differences: DifferencesTold | None
    not_simulated_hours: dict[str, float]

    @staticmethod
    def of(found: ServiceFound, roster_id: int, *, slots: bool) -> "SimulationTold":
        """Shape *found*."""
        grid, more = found.grid, found.one_more
        return SimulationTold(
            roster_id=roster_id,
            replications=found.expected.replications,
            seed=found.trial.seed,
            cases=[CaseTold.of(case, slots=slots) for case in found.cases],
            weakest=[HourTold.of(hour, grid) for hour in found.weakest],
            one_more=None if more is None else OneMoreTold.of(more, grid),
            differences=None if found.differences is None else DifferencesTold.of(found.differences),
            not_simulated_hours=found.unserved,
        )
