"""A drill as the programme knows it: held, planned or cancelled, with what it is about and who takes part."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from math import inf

from drills.incidents import Family, Level, Scope
from drills.notes import Note
from drills.roles import Form, Role
from drills.scenario.acts import Capability
from forecasting.messages import N_
from scheduler.agents import AgentId


class State(StrEnum):
    """Whether a drill was held, is to come, or was called off."""

    HELD = "held"
    PLANNED = "planned"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Marked name of the state."""
        return _STATES[self]


class LossSource(StrEnum):
    """Where a predicted loss comes from."""

    ROSTER = "roster"
    FORECAST = "forecast"
    DEFAULT = "default"
    MEASURED = "measured"

    @property
    def label(self) -> str:
        """Marked name of the source."""
        return _SOURCES[self]


@dataclass(frozen=True, slots=True)
class Loss:
    """What a drill takes from live service: points of service level times the minutes for which they are lost, summed."""

    point_minutes: float
    source: LossSource

    def __post_init__(self) -> None:
        if not 0 <= self.point_minutes < inf:
            raise ValueError(f"loss: {self.point_minutes} point minutes; expected 0 or more")


@dataclass(frozen=True, slots=True, order=True)
class Share:
    """One part that *team* has in a drill: its *role*, and the *agent* where somebody is named already."""

    role: Role
    team: str
    agent: AgentId | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One drill on the local *day*, half-open [*start*, *end*) where its time is known, kept in UTC.

    *families* are those of its incidents. *capabilities* are what it shows, of a planned one what its scenario has to show. *without*
    is the key person whom it leaves out. *retests* are the findings that it tests again, *serves* the obligations for which it is
    held, *why* the reason for its day. *level* is None where it is open. The scenario is drawn from *seed*. *changed_in* is the
    revision of the programme in which it changed last, *shown_in* the one in which that changed which everybody may see of it.
    """

    id: str
    day: date
    families: tuple[Family, ...]
    scope: Scope
    form: Form
    level: Level | None
    state: State = State.PLANNED
    announced: bool = True
    start: datetime | None = None
    end: datetime | None = None
    shares: tuple[Share, ...] = ()
    without: AgentId | None = None
    capabilities: tuple[Capability, ...] = ()
    retests: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    loss: Loss = Loss(0.0, LossSource.DEFAULT)  # frozen
    why: Note | None = None
    seed: int = 0
    changed_in: int = 1
    shown_in: int = 1

    def __post_init__(self) -> None:
        if not self.id.strip() or not self.families:
            raise ValueError(f"drill {self.id!r} of {len(self.families)} families; expected a name and at least one")
        if (self.start is None) != (self.end is None):
            raise ValueError(f"drill {self.id}: only one of start and end is known")
        if self.start is None or self.end is None:
            return
        if self.start.tzinfo is None or self.end.tzinfo is None or self.start >= self.end:
            raise ValueError(f"drill {self.id}: {self.start} to {self.end}; expected a start before an end, with zones")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))

    @property
    def counts(self) -> bool:
        """Whether it was or will be held."""
        return self.state is not State.CANCELLED

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams that take part, by name."""
        return tuple(sorted({share.team for share in self.shares}))

    @property
    def people(self) -> frozenset[AgentId]:
        """The people who are named."""
        return frozenset(share.agent for share in self.shares if share.agent is not None)

    @property
    def commander(self) -> AgentId | None:
        """Who commands, None where nobody is named yet."""
        return next((share.agent for share in self.shares if share.role is Role.COMMANDER), None)

    def is_like(self, other: "Entry") -> bool:
        """Tell whether day, form and kinds of incident are those of *other*: the one was made for the other."""
        return (self.day, self.form, set(self.families)) == (other.day, other.form, set(other.families))

    @property
    def is_live(self) -> bool:
        """Whether the response is carried out rather than talked through."""
        return self.form is not Form.TABLETOP


_STATES = {State.HELD: N_("held"), State.PLANNED: N_("planned"), State.CANCELLED: N_("cancelled")}
_SOURCES = {
    LossSource.ROSTER: N_("by the roster"),
    LossSource.FORECAST: N_("by the forecast"),
    LossSource.DEFAULT: N_("rule of thumb"),
    LossSource.MEASURED: N_("measured"),
}
