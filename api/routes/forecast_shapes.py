"""The shapes of forecasts: what is asked of them and what is told."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field

from api.routes.shapes import Asked, Day, Id, Period, Told
from api.routes.tables import Columns
from api.store.records import StoredForecast
from api.usecases.forecast_making import recipe_of
from api.usecases.forecasts import Again
from forecasting.explain import Reason
from forecasting.intraday import Today
from forecasting.provenance import Provenance

FarDay = Annotated[Day, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]


class ForecastAsked(Asked):
    """Days to forecast from a stored history.

    Without *cleaned* the findings that were left out of the history are taken in.
    """

    history_id: Id
    first_day: FarDay
    days: Annotated[int, Field(ge=1)]
    cleaned: bool = True


class ProvenanceTold(Told):
    """Where a forecast comes from: SHA-256 fingerprints of data, site, calendar and answer, settings and versions."""

    data: str
    site: str
    calendar: str
    answer: str
    settings: dict[str, str]
    versions: dict[str, str]

    @staticmethod
    def of(provenance: Provenance) -> "ProvenanceTold":
        """Shape *provenance*."""
        return ProvenanceTold(
            data=provenance.data,
            site=provenance.site,
            calendar=provenance.calendar,
            answer=provenance.answer,
            settings=dict(provenance.settings),
            versions=dict(provenance.versions),
        )


class ForecastHead(Told):
    """The head of a forecast.

    *made_from* is the id of the history behind it; *base_id* that of the forecast that it changes, by a what-if (*change*)
    or by what had come until *as_of*; *left_out* the findings of the history that it was made without.
    """

    id: int
    site_id: int
    made_from: int | None
    base_id: int | None
    created_at: AwareDatetime
    period: Period
    left_out: list[str]
    change: dict[str, object] | None
    as_of: AwareDatetime | None
    provenance: ProvenanceTold | None

    @staticmethod
    def of(head: StoredForecast) -> "ForecastHead":
        """Shape *head*."""
        recipe = None if head.recipe is None else recipe_of(head.recipe)
        return ForecastHead(
            id=head.id,
            site_id=head.site_id,
            made_from=head.history_id,
            base_id=head.base_id,
            created_at=head.created_at,
            period=Period.of(head.grid),
            left_out=[] if recipe is None else [finding.key for finding in recipe.left_out],
            change=None if recipe is None or recipe.change is None else dict(recipe.change),
            as_of=None if recipe is None else recipe.as_of,
            provenance=None if head.provenance is None else ProvenanceTold.of(head.provenance),
        )


class ForecastTold(Told):
    """A forecast with its values by column, laid out as FORECAST."""

    head: ForecastHead
    values: Columns


class FactorTold(Told):
    """One step of an explanation: contacts a day for the level, else a multiplier; *event* is empty unless it is one."""

    queue: str
    reason: Reason
    event: str
    value: float


class ExplanationTold(Told):
    """How a day's forecast comes about: the factors of a queue multiply to what is expected of the day.

    *same* tells whether the forecast, made again for this, is the stored one.
    """

    day: date
    same: bool
    factors: list[FactorTold]


class AgainTold(Told):
    """Whether the forecast made again is the stored one bit for bit.

    *distance* is the greatest difference of a slot's mean, in contacts; *differences* names what the provenance has
    differently, such as ``versions.numpy``, null where none was stored; *provenance* is that of the new one.
    """

    same: bool
    distance: float
    differences: list[str] | None
    provenance: ProvenanceTold

    @staticmethod
    def of(again: Again) -> "AgainTold":
        """Shape *again*."""
        return AgainTold(
            same=again.same,
            distance=again.distance,
            differences=None if again.differences is None else list(again.differences),
            provenance=ProvenanceTold.of(again.provenance),
        )


class TodayTold(Told):
    """What a queue's day has brought: contacts that *came* in the *slots* seen, how many had been *foretold* for these.

    *factor* is how much higher the rest of the day is expected than before.
    """

    queue: str
    slots: int
    came: float
    foretold: float
    factor: float

    @staticmethod
    def of(today: Today) -> "TodayTold":
        """Shape *today*."""
        return TodayTold(
            queue=today.queue, slots=today.n_seen, came=today.came, foretold=today.foretold, factor=today.factor
        )


class FollowedTold(Told):
    """The new forecast and what it rests on."""

    head: ForecastHead
    queues: list[TodayTold]
