"""What a drill of a form would cost live service on a day, and whether the roster lets it take place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from drills.notes import Note
from drills.programme.entry import Loss, LossSource
from drills.roles import Form
from scheduler.agents import AgentId

# A rule of thumb, for days of which nothing is known: what windows of made-up centres cost when their rosters were searched and
# simulated (docs/drill-windows.md): five of some six people on duty 4 to 6 points, five of some thirty-six 0.9.
POINTS_PER_PERCENT_AWAY = 0.06
ON_DUTY_SHARE = (
    0.30  # of a centre's people at an hour of the day: five days of seven, 8 hours of 14, less leave and illness
)
TAIL_MINUTES = 30
OPEN_HOURS = 14  # OS-2.1
GRANTED_POINTS = 0.05  # of the year's service level


@dataclass(frozen=True, slots=True)
class Size:
    """How many people a form takes off live work, and for how long."""

    people: int
    minutes: int

    def __post_init__(self) -> None:
        if self.people < 1 or self.minutes < 1:
            raise ValueError(f"size of a drill: {self.people} people for {self.minutes} minutes; expected some of both")

    @property
    def person_minutes(self) -> int:
        """The time of all its people."""
        return self.people * self.minutes


USUAL_SIZES: Mapping[Form, Size] = {
    Form.TABLETOP: Size(5, 60),
    Form.FUNCTIONAL: Size(7, 120),
    Form.FULL: Size(11, 150),
}


@dataclass(frozen=True, slots=True)
class Possible:
    """A drill can be on the day: its *loss*, its time where a roster is known, and who is *free* then; None where nobody knows."""

    loss: Loss
    start: datetime | None = None
    end: datetime | None = None
    free: frozenset[AgentId] | None = None


class DayPrices(Protocol):
    """What is known of days."""

    def on(self, form: Form, day: date) -> Possible | Note:
        """Return what a drill of *form* takes on *day*, or why it cannot take place."""


@dataclass(frozen=True, slots=True)
class RuleOfThumb:
    """Loss by the share of *agents* on duty who are away, dearer on busy days where a forecast tells their *loads*.

    *loads*: contacts of a day against those of an average day. A point of service level is lost for each sixteenth or so of the
    people on duty, through the drill and half an hour after it.
    """

    agents: int
    sizes: Mapping[Form, Size] = field(default_factory=lambda: USUAL_SIZES)
    loads: Mapping[date, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.agents < 1:
            raise ValueError(f"rule of thumb for {self.agents} agents; expected at least 1")

    def on(self, form: Form, day: date) -> Possible:
        """Return the loss; any day will do."""
        size, load = self.sizes[form], self.loads.get(day)
        on_duty = max(1.0, ON_DUTY_SHARE * self.agents)
        away_percent = min(100.0, 100.0 * size.people / on_duty)
        points = POINTS_PER_PERCENT_AWAY * away_percent * (1.0 if load is None else load)
        source = LossSource.DEFAULT if load is None else LossSource.FORECAST
        return Possible(Loss(round(points * (size.minutes + TAIL_MINUTES), 1), source))


@dataclass(frozen=True, slots=True)
class KnownDays:
    """What a roster says of its days, by form and day; the rule of thumb of *others* for all other days."""

    known: Mapping[tuple[Form, date], Possible | Note]
    others: RuleOfThumb

    def on(self, form: Form, day: date) -> Possible | Note:
        """Return what is known of *day*."""
        return self.known.get((form, day)) or self.others.on(form, day)


def usual_budget(days: int) -> float:
    """Return the point minutes that are granted for *days*: a twentieth of a point of their average service level."""
    return GRANTED_POINTS * days * OPEN_HOURS * 60
