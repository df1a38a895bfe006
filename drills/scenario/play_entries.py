"""The entries of a template file that say what the floor feels and what customers say: loads and role plays."""

from dataclasses import fields
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from drills.incidents import Level
from drills.roles import Form
from drills.scenario.faulty import downwards, either
from drills.scenario.fields import STRICT, Name, Number, Numeral, Percent, Positive, Reference
from drills.scenario.loads import ALL_CHANNELS
from drills.scenario.roleplays import JudgeSheet
from drills.scenario.text import Text
from forecasting.messages import N_, Sentence
from forecasting.site import Channel

# What every load has besides its numbers.
_FRAME = frozenset({"id", "kind", "channels", "begins", "begins_percent", "ends", "ends_percent", "levels", "forms"})


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class _LoadFrame:
    """When a load holds and where. Begins with an inject or at a share of the drill; without an end, to its end."""

    id: Name
    channels: tuple[Channel, ...] = ALL_CHANNELS
    begins: Reference | None = None
    begins_percent: Percent | None = None
    ends: Reference | None = None
    ends_percent: Percent | None = None
    levels: tuple[Numeral, ...] = tuple(Level)
    forms: tuple[Form, ...] = tuple(Form)

    def __post_init__(self) -> None:
        if (self.begins is None) == (self.begins_percent is None):
            raise either(f"load {self.id}", "begins", "begins_percent")
        if self.ends is not None and self.ends_percent is not None:
            raise either(f"load {self.id}", "ends", "ends_percent")
        if not self.channels:
            raise ValueError(Sentence(N_("load {load}: no channel is named"), load=self.id))


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class OutageEntry(_LoadFrame):
    """As :class:`drills.scenario.loads.Outage`."""

    kind: Literal["outage"]
    capacity_percent: Number
    redial_percent: Number = 0
    redial_minutes: Number = 5
    lost_percent: Number = 0


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class SurgeEntry(_LoadFrame):
    """As :class:`drills.scenario.loads.Surge`."""

    kind: Literal["surge"]
    extra_percent: Number
    handling_percent: Number = 0
    ramp_minutes: Number = 0


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class _SelfExcitingEntry(_LoadFrame):
    contacts_per_hour: Number
    branching_percent: Number
    branching_after_percent: Number
    memory_minutes: Number
    calmed_by: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class OpinionEntry(_SelfExcitingEntry):
    """As :class:`drills.scenario.loads.Opinion`."""

    kind: Literal["opinion"]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class LeakEntry(_SelfExcitingEntry):
    """As :class:`drills.scenario.loads.Leak`."""

    kind: Literal["leak"]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class ChannelLossEntry(_LoadFrame):
    """As :class:`drills.scenario.loads.ChannelLoss`."""

    kind: Literal["channel-loss"]
    moves_percent: Number
    to: Channel


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class AbsenceEntry(_LoadFrame):
    """As :class:`drills.scenario.loads.Absence`."""

    kind: Literal["absence"]
    away_percent: Number
    teams: tuple[str, ...] = ()


LoadEntry = Annotated[
    OutageEntry | SurgeEntry | OpinionEntry | LeakEntry | ChannelLossEntry | AbsenceEntry, Field(discriminator="kind")
]


def numbers_of(entry: LoadEntry) -> dict[str, int | str]:
    """Return the numbers of *entry* by field: a number, or the name of the parameter that holds it."""
    known = {item.name: getattr(entry, item.name) for item in fields(entry) if item.name not in _FRAME}
    return {name: value for name, value in known.items() if name not in {"calmed_by", "to", "teams"}}


@dataclass(frozen=True, slots=True, config=STRICT)
class LineEntry:
    """One thing the customer says: on a *cue*, or *after_minutes* from the opening."""

    say: Text
    cue: Text | None = None
    after_minutes: Positive | None = None

    def __post_init__(self) -> None:
        if (self.cue is None) == (self.after_minutes is None):
            raise either(f"“{self.say.en}”", "cue", "after_minutes")


@dataclass(frozen=True, slots=True, config=STRICT)
class RolePlayEntry:
    """A scripted customer; begins with an inject or at a share of the drill drawn from *begins_percent*."""

    id: Name
    seat: Name
    objective: Name
    channel: Channel
    persona: Text
    background: Text
    mood: Text
    opening: Text
    lines: tuple[LineEntry, ...]
    satisfied_by: Text
    sheet: JudgeSheet
    begins: Reference | None = None
    begins_percent: tuple[Percent, Percent] | None = None
    levels: tuple[Numeral, ...] = tuple(Level)
    forms: tuple[Form, ...] = tuple(Form)

    def __post_init__(self) -> None:
        if (self.begins is None) == (self.begins_percent is None):
            raise either(f"role play {self.id}", "begins", "begins_percent")
        if self.begins_percent is not None and self.begins_percent[0] > self.begins_percent[1]:
            raise downwards(f"role play {self.id}", "begins_percent", *self.begins_percent)
        if not self.lines:
            raise ValueError(
                Sentence(N_("role play {play}: the customer says nothing after the opening"), play=self.id)
            )
