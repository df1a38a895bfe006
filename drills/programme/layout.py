"""What the file of a programme and rows of findings have to hold, checked part by part."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic.dataclasses import dataclass

from drills.incidents import Family, Scope
from drills.layouts import LAYOUT, Day, Moment, Zone
from drills.notes import Note
from drills.programme.entry import LossSource, State
from drills.programme.programme import ChangeKind
from drills.programme.record import note_of
from drills.roles import Form, Role
from drills.scenario.acts import Capability
from drills.scenario.fields import Numeral, Positive, Whole
from forecasting.messages import N_
from scheduler.agents import AgentId

NO_NOTE = N_("expected a sentence with a value for each of its places")
NO_NAME = N_("the name is empty")
NO_RATING = N_("expected M or U")


def _note(value: object) -> object:
    if isinstance(value, Note):
        return value
    if not isinstance(value, dict):
        raise ValueError(NO_NOTE)  # noqa: TRY004  # of what pydantic catches
    try:
        return note_of(value)
    except (KeyError, TypeError, ValueError):
        raise ValueError(NO_NOTE) from None


def _named(value: object) -> object:
    text = value.strip() if isinstance(value, str) else value
    if text == "":
        raise ValueError(NO_NAME)
    return text


def _letter(value: object) -> object:
    letter = value.strip().upper() if isinstance(value, str) else value
    if letter not in {"M", "U"}:
        raise ValueError(NO_RATING)
    return letter


def _without_blanks(value: object) -> object:
    return (value.strip() or None) if isinstance(value, str) else value


Said = Annotated[Note, BeforeValidator(_note)]
Named = Annotated[str, BeforeValidator(_named)]
Points = Annotated[float, Field(ge=0, allow_inf_nan=False)]


@dataclass(frozen=True, slots=True, config=LAYOUT)
class ShareLayout:
    """A part in a drill."""

    role: Role
    team: str
    agent: AgentId | None


@dataclass(frozen=True, slots=True, config=LAYOUT)
class LossLayout:
    """What a drill costs."""

    point_minutes: Points
    source: LossSource


@dataclass(frozen=True, slots=True, config=LAYOUT)
class EntryLayout:
    """One drill of a programme, as ``entry_record`` makes it."""

    id: Named
    day: Day
    families: Annotated[tuple[Family, ...], Field(min_length=1)]
    scope: Scope
    form: Form
    level: Numeral | None
    state: State
    announced: bool
    start: Moment | None
    end: Moment | None
    shares: tuple[ShareLayout, ...]
    without: AgentId | None
    capabilities: tuple[Capability, ...]
    retests: tuple[str, ...]
    serves: tuple[str, ...]
    loss: LossLayout
    why: Said | None
    seed: Whole
    changed_in: Positive
    shown_in: Positive

    def __post_init__(self) -> None:
        if (self.start is None) != (self.end is None):
            raise ValueError(N_("only one of start and end is known"))
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError(N_("the end is not after the start"))


@dataclass(frozen=True, slots=True, config=LAYOUT)
class UnmetLayout:
    """What a programme lacks, and why."""

    obligation: str
    note: Said
    opens: Day
    closes: Day
    reason: Said


@dataclass(frozen=True, slots=True, config=LAYOUT)
class ChangeLayout:
    """One difference to what was told before."""

    kind: ChangeKind
    drill: str
    before: Day | None
    after: Day | None
    reason: Said


@dataclass(frozen=True, slots=True, config=LAYOUT)
class HeadLayout:
    """Where and when a programme is."""

    site: str
    zone: Zone
    first: Day
    last: Day
    told_at: tuple[Moment, ...]


@dataclass(frozen=True, slots=True, config=LAYOUT)
class FindingLayout:
    """A row of findings."""

    id: Named
    family: Annotated[Family, BeforeValidator(_without_blanks)]
    found: Day
    rating: Annotated[Literal["M", "U"], BeforeValidator(_letter)]
    capability: Annotated[Capability | None, BeforeValidator(_without_blanks)] = None
