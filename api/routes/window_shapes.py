"""The shapes of a search for drill windows: what is asked, and the windows found."""

from contextlib import suppress
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BeforeValidator, Field, Strict, model_validator

from api.routes.shapes import Asked, Day, Id, Name, Seed, Told
from api.usecases.drill_windows import WindowOrder
from drills.incidents import Family, Level
from drills.placement import Search
from drills.roles import Form
from drills.windows.record import search_record

MOST_WINDOWS = 50
MOST_WEEKS = 53


def _iso_moment(value: object) -> object:
    """Read a text as ISO 8601, and nothing else: a number of seconds is no moment."""
    if isinstance(value, str):
        with suppress(ValueError):  # no moment: refused as any other text
            return datetime.fromisoformat(value)
    return value


Moment = Annotated[AwareDatetime, Strict(), BeforeValidator(_iso_moment)]


class WindowsAsked(Asked):
    """Where a drill fits into a stored roster from *first_day* on (none: the roster's first).

    *below_target* is how far, as a share, a queue may fall under its target during the drill. *rehearses* is the day of the peak that
    the drill rehearses; *without* are agents who take no part, *never_both* pairs of whom one stays on live work.
    """

    roster_id: Id
    family: Annotated[Family, Field(strict=False)]
    seed: Seed = 1
    form: Annotated[Form, Field(strict=False)] = Form.TABLETOP
    level: Literal["I", "II", "III", "IV"] | None = None
    first_day: Day | None = None
    weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)] = 5
    top: Annotated[int, Field(ge=1, le=MOST_WINDOWS)] = 10
    rehearses: Day | None = None
    near_peaks: bool = False
    below_target: Annotated[float, Field(ge=0, le=1)] = 0.10
    without: Annotated[list[Name], Field(default_factory=list, max_length=50)]
    never_both: Annotated[
        list[Annotated[list[Name], Field(min_length=2, max_length=2)]], Field(default_factory=list, max_length=50)
    ]
    every_refusal: bool = False

    @model_validator(mode="after")
    def _two_people(self) -> Self:
        if any(one == other for one, other in self.never_both):
            raise ValueError("expected two people in each pair of never_both")
        return self

    def order(self) -> WindowOrder:
        """Return what is asked."""
        return WindowOrder(
            family=self.family,
            seed=self.seed,
            form=self.form,
            level=None if self.level is None else Level[self.level],
            first_day=self.first_day,
            weeks=self.weeks,
            top=self.top,
            rehearses=self.rehearses,
            near_peaks=self.near_peaks,
            below_target=self.below_target,
            without=tuple(self.without),
            never_both=tuple((one, other) for one, other in self.never_both),
        )


class SeatTold(Told):
    """One person in one role; *backup* could take over and stays on live work."""

    role: str
    agent: str
    name: str
    team: str
    player_seat: str | None
    backup: str | None


class CostTold(Told):
    """What a window costs live service: percentage points of contacts answered in time, contacts late and gone, on average.

    In one case of ten more than *points_p10* are lost. *by* is ``simulation`` with these people, or ``estimate``.
    """

    points: float
    points_p10: float
    late_contacts: float
    extra_abandoned: float
    chance_of_floor: float
    by: Literal["simulation", "estimate"]
    tail_minutes: int
    replications: int
    points_by_queue: dict[str, float]


class WindowTold(Told):
    """A window that can be used; *value* is the sum of the *terms*, soft rules in points of service level."""

    start: AwareDatetime
    end: AwareDatetime
    zone: str
    value: float
    least_spare: float
    terms: dict[str, float]
    cost: CostTold | None
    seats: list[SeatTold]
    notes: list[str]


class ReasonTold(Told):
    """One reason against a window."""

    kind: str
    reason: str


class RefusalTold(Told):
    """A window that cannot be used; *lacking* people, 0 where they are not the reason."""

    start: AwareDatetime
    end: AwareDatetime
    zone: str
    lacking: float
    reasons: list[ReasonTold]


class WindowsTold(Told):
    """The best windows, and how many each kind of reason refuses; *refusals* only where asked for."""

    usable: int
    refused: int
    windows: list[WindowTold]
    refused_by_kind: dict[str, int]
    refused_by_day: dict[str, dict[str, int]]
    refusals: list[RefusalTold] | None = None

    @staticmethod
    def of(search: Search, top: int, *, every_refusal: bool) -> "WindowsTold":
        """Shape *search*."""
        record = search_record(search, top, every_refusal=every_refusal)
        return WindowsTold.model_validate({name: value for name, value in record.items() if name != "format"})
