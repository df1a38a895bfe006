"""What an incident does to queues and people, as numbers for the simulation.

Percentages of what is usual for the time of day; counts an hour; times in minutes. ``Load.at`` scales a load by the
scenario's intensity.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from forecasting.messages import N_, Sentence
from forecasting.site import Channel

FULL_PERCENT = 100
ALL_CHANNELS = (Channel.PHONE, Channel.CHAT, Channel.EMAIL, Channel.SOCIAL)


class LoadKind(StrEnum):
    """How a load works."""

    OUTAGE = "outage"
    SURGE = "surge"
    OPINION = "opinion"
    CHANNEL_LOSS = "channel-loss"
    ABSENCE = "absence"
    LEAK = "leak"


def _within(name: str, value: float, least: float, most: float | None = None) -> None:
    if value < least or (most is not None and value > most):
        range_ = N_("{name} is {value}; expected {least} or more")
        if most is not None:
            range_ = N_("{name} is {value}; expected {least} to {most}")
        raise ValueError(Sentence(range_, name=name, value=f"{value:g}", least=f"{least:g}", most=f"{most or 0:g}"))


@dataclass(frozen=True, slots=True)
class Outage:
    """Agents can handle *capacity_percent* of what they usually do; nobody waits less, so people give up.

    Of those who give up *redial_percent* try again after *redial_minutes* on average (exponential). *lost_percent* of
    arrivals are lost unseen: they wait in no queue and do not try again while the load lasts.
    """

    capacity_percent: float
    redial_percent: float = 0.0
    redial_minutes: float = 5.0
    lost_percent: float = 0.0
    kind: LoadKind = field(default=LoadKind.OUTAGE, init=False)

    def __post_init__(self) -> None:
        _within("capacity_percent", self.capacity_percent, 0, FULL_PERCENT)
        _within("redial_percent", self.redial_percent, 0, FULL_PERCENT)
        _within("redial_minutes", self.redial_minutes, 0)
        _within("lost_percent", self.lost_percent, 0, FULL_PERCENT)

    def at(self, intensity_percent: float) -> "Outage":
        """Return the outage with its missing capacity scaled; at most everything is missing."""
        missing = min(FULL_PERCENT, (FULL_PERCENT - self.capacity_percent) * intensity_percent / FULL_PERCENT)
        return replace(self, capacity_percent=FULL_PERCENT - missing)


@dataclass(frozen=True, slots=True)
class Surge:
    """*extra_percent* contacts above usual, reached after *ramp_minutes*; each takes *handling_percent* longer."""

    extra_percent: float
    handling_percent: float = 0.0
    ramp_minutes: float = 0.0
    kind: LoadKind = field(default=LoadKind.SURGE, init=False)

    def __post_init__(self) -> None:
        for name in ("extra_percent", "handling_percent", "ramp_minutes"):
            _within(name, getattr(self, name), 0)

    def at(self, intensity_percent: float) -> "Surge":
        """Return the surge with its extra contacts scaled."""
        return replace(self, extra_percent=self.extra_percent * intensity_percent / FULL_PERCENT)


@dataclass(frozen=True, slots=True)
class Opinion:
    """Contacts that set off others: *contacts_per_hour* from outside, each sets off *branching_percent* / 100 more.

    What a contact sets off follows after *memory_minutes* on average (exponential). Once the expectation *calmed_by*
    is met, *branching_after_percent* holds instead.
    """

    contacts_per_hour: float
    branching_percent: float
    branching_after_percent: float
    memory_minutes: float
    calmed_by: str | None = None
    kind: LoadKind = field(default=LoadKind.OPINION, init=False)

    def __post_init__(self) -> None:
        _within("contacts_per_hour", self.contacts_per_hour, 0)
        _within("branching_percent", self.branching_percent, 0, FULL_PERCENT - 1)
        _within("branching_after_percent", self.branching_after_percent, 0, self.branching_percent)
        _within("memory_minutes", self.memory_minutes, 1)

    def at(self, intensity_percent: float) -> "Opinion":
        """Return the crisis with its contacts from outside scaled."""
        return replace(self, contacts_per_hour=self.contacts_per_hour * intensity_percent / FULL_PERCENT)


@dataclass(frozen=True, slots=True)
class Leak(Opinion):
    """*contacts_per_hour* of those concerned at once, each setting off copycats as in a crisis of public opinion."""

    kind: LoadKind = field(default=LoadKind.LEAK, init=False)


@dataclass(frozen=True, slots=True)
class ChannelLoss:
    """The load's channels take no contacts; *moves_percent* of their customers come by *to* instead, the rest give up."""

    moves_percent: float
    to: Channel
    kind: LoadKind = field(default=LoadKind.CHANNEL_LOSS, init=False)

    def __post_init__(self) -> None:
        _within("moves_percent", self.moves_percent, 0, FULL_PERCENT)

    def at(self, intensity_percent: float) -> "ChannelLoss":
        """Return the loss with the share of customers who move scaled; at most all of them."""
        return replace(self, moves_percent=min(FULL_PERCENT, self.moves_percent * intensity_percent / FULL_PERCENT))


@dataclass(frozen=True, slots=True)
class Absence:
    """*away_percent* of the people on duty are away, of those *teams* alone where some are named."""

    away_percent: float
    teams: tuple[str, ...] = ()
    kind: LoadKind = field(default=LoadKind.ABSENCE, init=False)

    def __post_init__(self) -> None:
        _within("away_percent", self.away_percent, 0, FULL_PERCENT)

    def at(self, intensity_percent: float) -> "Absence":
        """Return the absence with its share scaled; at most everybody."""
        return replace(self, away_percent=min(FULL_PERCENT, self.away_percent * intensity_percent / FULL_PERCENT))


Effect = Outage | Surge | Opinion | Leak | ChannelLoss | Absence


@dataclass(frozen=True, slots=True)
class Load:
    """An *effect* on *channels* over [*begins_minutes*, *ends_minutes*), counted from the drill's start.

    *begins_with* and *ends_with* name the injects that begin and end it, where it has such; the minutes are then the
    latest at which those come, and the load begins or ends when they do. *incident* as in :class:`Inject`.
    """

    id: str
    channels: tuple[Channel, ...]
    begins_minutes: int
    ends_minutes: int
    effect: Effect
    begins_with: str | None = None
    ends_with: str | None = None
    incident: str = ""

    def __post_init__(self) -> None:
        if self.ends_minutes <= self.begins_minutes:
            template = N_("ends at minute {ends}, begins at {begins}")
            raise ValueError(Sentence(template, ends=self.ends_minutes, begins=self.begins_minutes))
        if not self.channels:
            raise ValueError(N_("no channel is named"))
        if isinstance(self.effect, ChannelLoss) and self.effect.to in self.channels:
            raise ValueError(
                Sentence(N_("customers move to {channel}, which is lost itself"), channel=self.effect.to.value)
            )

    def at(self, intensity_percent: float) -> "Load":
        """Return the load with its effect scaled; 100 leaves it as written."""
        return replace(self, effect=self.effect.at(intensity_percent))
