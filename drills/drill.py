"""A drill: one run of a scenario, in a window of a roster, with people."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from drills.notes import Note
from drills.roles import Role
from drills.scenario.frozen import Inject, Scenario
from drills.scenario.text import Text
from forecasting.messages import N_, Sentence
from scheduler.agents import AgentId
from scheduler.roster import elapsed


@dataclass(frozen=True, slots=True)
class Window:
    """When a drill takes place: half-open [start, end), kept in UTC; *zone* is the site's clock."""

    start: datetime
    end: datetime
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("drill window: start and end must name their zone")
        if elapsed(self.start, self.end) <= timedelta(0):
            raise ValueError(f"drill window: end {self.end} is not after start {self.start}")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))

    @property
    def local_start(self) -> datetime:
        """Start on the site's clock."""
        return self.start.astimezone(self.zone)

    @property
    def local_end(self) -> datetime:
        """End on the site's clock."""
        return self.end.astimezone(self.zone)

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Tell whether [*start*, *end*) has an instant in common with the window."""
        return start.astimezone(UTC) < self.end and self.start < end.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Seat:
    """One person in one role. *backup* could take over and stays on live work; *player_seat* is the scenario's seat."""

    role: Role
    agent: AgentId
    name: str
    team: str
    player_seat: str | None = None
    backup: AgentId | None = None
    backup_name: str | None = None


@dataclass(frozen=True, slots=True)
class TeamCover:
    """What a team keeps during the window: people *away*, and the least that ``staffed - away - required`` comes to."""

    team: str
    away: int
    least_spare: float


@dataclass(frozen=True, slots=True)
class Drill:
    """One run of *scenario* in *window*. A person may hold several seats on the same side of the script.

    *announced*: participants are told and it stands in the roster. *cover* has one row a team of the site.
    """

    id: str
    scenario: Scenario
    window: Window
    seats: tuple[Seat, ...]
    cover: tuple[TeamCover, ...]
    announced: bool = True
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        script = {seat.agent for seat in self.seats if not seat.role.meets_incident}
        both = sorted({seat.name for seat in self.seats if seat.role.meets_incident and seat.agent in script})
        if both:
            template = N_("drill {drill}: {people} would know the script and be tested by it")
            raise ValueError(Sentence(template, drill=self.id, people=", ".join(both)))
        away = set(self.away)
        clash = sorted({str(seat.backup_name) for seat in self.seats if seat.backup in away})
        if clash:
            template = N_("drill {drill}: {people} is a backup and away at the same time")
            raise ValueError(Sentence(template, drill=self.id, people=", ".join(clash)))

    @property
    def title(self) -> Text:
        """Title with the drill mark; gives nothing of the scenario away beyond its family."""
        return self.scenario.title.marked()

    @property
    def away(self) -> tuple[AgentId, ...]:
        """The people taken off live work for the window, each once, in the order of the seats."""
        return tuple(dict.fromkeys(seat.agent for seat in self.seats))

    def roles_of(self, agent: AgentId) -> tuple[Seat, ...]:
        """Return the seats that *agent* holds; none for who takes no part."""
        return tuple(seat for seat in self.seats if seat.agent == agent)

    def holders(self, player_seat: str) -> tuple[Seat, ...]:
        """Return who sits in a player seat of the scenario."""
        return tuple(seat for seat in self.seats if seat.player_seat == player_seat)

    def time_of(self, minutes: int) -> datetime:
        """Return the local time *minutes* after the start."""
        return (self.window.start + timedelta(minutes=minutes)).astimezone(self.window.zone)

    def timeline(self) -> tuple[tuple[datetime, Inject], ...]:
        """Return the injects with their local times; a conditional one with the latest it can come."""
        return tuple((self.time_of(inject.minutes), inject) for inject in self.scenario.injects)
