"""What happened to a published roster: who is away and when, who left or joined, and from when on people can still be asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from forecasting.messages import N_, Sentence
from forecasting.timegrid import local_instant
from scheduler.agents import AgentId
from scheduler.demand import Demand
from scheduler.roster import Assignment

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Absence:
    """*agent* is away from *start* to *end*, half-open, both aware; *planned* where it is leave granted since, not an illness.

    Planned leave counts for the hours of the contract on all its days, other absences where they cost a shift.
    """

    agent: AgentId
    start: datetime
    end: datetime
    planned: bool = False

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError(Sentence(N_("absence of {agent}: start and end must name their zone"), agent=self.agent))
        if not self.start.astimezone(UTC) < self.end.astimezone(UTC):
            template = N_("absence of {agent}: end {end} is not after start {start}")
            raise ValueError(Sentence(template, agent=self.agent, end=self.end, start=self.start))
        # in UTC: datetimes of one zone compare as wall clocks, which is wrong in a night with a clock change
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))

    @staticmethod
    def of_days(agent: AgentId, first: date, last: date, zone: ZoneInfo, *, planned: bool = False) -> "Absence":
        """Return an absence on the whole days from *first* to *last*, both included, on the clock of *zone*."""
        return Absence(agent, local_instant(first, 0, zone), local_instant(last + ONE_DAY, 0, zone), planned)

    def meets(self, shift: Assignment) -> bool:
        """Tell whether the absence falls into *shift*."""
        return self.start < shift.end and shift.start < self.end

    def swallows(self, shift: Assignment) -> bool:
        """Tell whether nothing of *shift* is left."""
        return self.start <= shift.start and shift.end <= self.end

    def whole_days(self, zone: ZoneInfo) -> frozenset[date]:
        """Return the days on the clock of *zone* that lie wholly within the absence."""
        first, last = self.start.astimezone(zone).date(), self.end.astimezone(zone).date()
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return frozenset(
            day
            for day in days
            if self.start <= local_instant(day, 0, zone) and local_instant(day + ONE_DAY, 0, zone) <= self.end
        )


@dataclass(frozen=True, slots=True)
class Incident:
    """Everything that happened since a roster was published.

    *left* tells from which day on somebody is there no more, *joined* are people of the instance who have no shifts yet and
    get a line of their own. *needed_before* is the demand that the published roster was made for where it has changed
    since, None where the instance's is the same.
    """

    absences: tuple[Absence, ...] = ()
    left: Mapping[AgentId, date] = field(default_factory=dict)
    joined: frozenset[AgentId] = frozenset()
    needed_before: Demand | None = None

    def of(self, agent: AgentId) -> tuple[Absence, ...]:
        """Return the absences of *agent*."""
        return tuple(absence for absence in self.absences if absence.agent == agent)

    @property
    def agents(self) -> frozenset[AgentId]:
        """Those who are away or left."""
        return frozenset(absence.agent for absence in self.absences) | self.left.keys()

    def unknown(self, known: Iterable[AgentId]) -> list[AgentId]:
        """Return whom it names that is not among *known*."""
        return sorted((self.agents | self.joined) - set(known))


@dataclass(frozen=True, slots=True)
class Notice:
    """It is *now*; no shift that starts before now and the time of *notice* is changed or given to anybody.

    What somebody who is away loses is lost at any time. A shift that has begun stays as it is, its person's absence marked
    in it.
    """

    now: datetime
    notice: timedelta = timedelta(hours=24)

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError(Sentence(N_("now must name its zone")))
        if self.notice < timedelta(0):
            raise ValueError(
                Sentence(N_("notice of {hours} h; expected 0 or more"), hours=self.notice / timedelta(hours=1))
            )

    @property
    def border(self) -> datetime:
        """The first moment at which a changed shift may start, in UTC."""
        return self.now.astimezone(UTC) + self.notice

    def has_begun(self, shift: Assignment) -> bool:
        """Tell whether *shift* has begun."""
        return shift.start < self.now.astimezone(UTC)

    def is_frozen(self, shift: Assignment) -> bool:
        """Tell whether *shift* starts too soon to be changed."""
        return shift.start < self.border
