"""The shapes of what-if: a change in the words of the what-if file, and what it does by day and slot."""

from datetime import date
from typing import Annotated

from pydantic import Field

from api.routes.forecast_shapes import ForecastHead
from api.routes.shapes import Asked, Day, Name, Told
from api.routes.tables import Columns, columns
from api.usecases.changes import DayDifference, Difference

Factor = Annotated[float, Field(ge=0.01, le=99)]
Share = Annotated[float, Field(ge=0, le=0.98)]
MOST_CHANGES = 200


class EventChangeAsked(Asked):
    """What becomes of an event in the days ahead, or of one *phase* of it: one of *move_days*, *drop* and *multiplier*.

    *multiplier* is what to expect of it against an ordinary day.
    """

    event: Name
    phase: Name | None = None
    move_days: Annotated[int, Field(ge=-730, le=730)] | None = None
    drop: bool | None = None
    multiplier: Factor | None = None


class PhaseAsked(Asked):
    """A phase of an added event: *first* to *last* are whole local days, both included."""

    phase: Name
    first: Day
    last: Day | None = None
    multiplier: Factor | None = None
    magnitude: Annotated[float, Field(gt=0, le=1e15)] | None = None


class EventAsked(Asked):
    """An event that the calendar does not have; of one *family* are true look-alikes only."""

    name: Name
    family: Name | None = None
    phases: Annotated[list[PhaseAsked], Field(min_length=1, max_length=MOST_CHANGES)]


class ContainmentAsked(Asked):
    """From *day* on the bot's share of *queue* goes from *before* to *after*, within *ramp_days* days."""

    queue: Name
    day: Day
    after: Share
    before: Share = 0.0
    ramp_days: Annotated[int, Field(ge=0, le=730)] = 0


class WhatIfAsked(Asked):
    """A change to ask about, in the words of the what-if file, all of it for the days of the forecast.

    *growth* and *aht* are factors by queue, ``*`` for every one; *growth_a_year* is reached a year after the history. With *keep* the changed forecast is stored, without
    *slots* the answer tells the days alone.
    """

    change: Annotated[list[EventChangeAsked], Field(default_factory=list, max_length=MOST_CHANGES)]
    add: Annotated[list[EventAsked], Field(default_factory=list, max_length=MOST_CHANGES)]
    growth: dict[str, Factor] = Field(default_factory=dict)
    growth_a_year: dict[str, Factor] = Field(default_factory=dict)
    aht: dict[str, Factor] = Field(default_factory=dict)
    containment: Annotated[list[ContainmentAsked], Field(default_factory=list, max_length=MOST_CHANGES)]
    keep: bool = False
    slots: bool = True

    def document(self) -> dict[str, object]:
        """Return the change as a what-if file has it, in plain JSON values."""
        return self.model_dump(mode="json", exclude={"keep", "slots"}, exclude_defaults=True)


class DayDifferenceTold(Told):
    """Contacts of a queue and day before and after the change; *low* and *high* are the 90 % band of the day after it."""

    day: date
    queue: str
    before: float
    after: float
    difference: float
    low: float
    high: float

    @staticmethod
    def of(one: DayDifference) -> "DayDifferenceTold":
        """Shape *one*."""
        return DayDifferenceTold(
            day=one.day,
            queue=one.queue,
            before=round(one.before, 4),
            after=round(one.after, 4),
            difference=round(one.after - one.before, 4) + 0.0,  # no minus nought
            low=round(one.low, 4),
            high=round(one.high, 4),
        )


class DifferenceTold(Told):
    """What a change does; the forecast asked about stays as it is.

    *slots* has ``queue start before after aht_before aht_after`` by column, null where it was not asked for; *stored*
    is the head of the changed forecast, null unless it was to be kept.
    """

    days: list[DayDifferenceTold]
    slots: Columns | None
    stored: ForecastHead | None

    @staticmethod
    def of(found: Difference, *, slots: bool) -> "DifferenceTold":
        """Shape *found*, with its *slots* or without."""
        return DifferenceTold(
            days=[DayDifferenceTold.of(one) for one in found.days],
            slots=columns(found.slots) if slots else None,
            stored=None if found.stored is None else ForecastHead.of(found.stored),
        )
