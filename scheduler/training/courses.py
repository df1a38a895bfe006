"""Courses: what people are trained in, in which groups and when a session may take place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from forecasting.messages import N_, Sentence
from forecasting.site import ALL_DAY, Span
from scheduler.agents import AgentId

TRAINING, TEACHING = "training ", "teaching "  # how the activities of a shift begin, for those who learn and who teach
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Course:
    """A course that is held in sessions of *minutes*, each worth *hours* class hours to *least* to *most* people.

    One of *trainers* leads each session; none of the roster does where there are none. *attendees* need it, None for
    everybody. A session lies within one of *windows*, on the site's clock, on *weekdays* (Monday is 0). *sessions* is the
    most that one person attends in a year, None where it may be repeated as often as hours are due.
    """

    name: str
    minutes: int
    hours: float
    least: int = 1
    most: int = 1
    trainers: tuple[AgentId, ...] = ()
    attendees: frozenset[AgentId] | None = None
    weekdays: frozenset[int] = EVERY_DAY
    windows: tuple[Span, ...] = (ALL_DAY,)
    sessions: int | None = None

    def __post_init__(self) -> None:
        if not self.name or self.name != self.name.strip() or ";" in self.name:
            raise ValueError(
                Sentence(N_("course {name!r}: expected a name that is not blank and has no ;"), name=self.name)
            )
        if self.minutes < 1 or not 0 < self.hours < float("inf"):
            template = N_("course {name}: {minutes} minutes and {hours} hours; expected more than 0")
            raise ValueError(Sentence(template, name=self.name, minutes=self.minutes, hours=f"{self.hours:g}"))
        if not 1 <= self.least <= self.most:
            template = N_(
                "course {name}: {least} to {most} people; expected at least 1 and no fewer at most than at least"
            )
            raise ValueError(Sentence(template, name=self.name, least=self.least, most=self.most))
        if self.sessions is not None and self.sessions < 1:
            template = N_("course {name}: {sessions} sessions a year; expected 1 or more")
            raise ValueError(Sentence(template, name=self.name, sessions=self.sessions))
        self._check_times()

    def _check_times(self) -> None:
        if not self.weekdays or not self.weekdays <= EVERY_DAY:
            template = N_("course {name}: weekdays {days}; expected some of 0 to 6")
            raise ValueError(Sentence(template, name=self.name, days=sorted(self.weekdays)))
        if not any(span.closes - span.opens >= self.minutes for span in self.windows):
            template = N_("course {name}: no window is as long as a session of {minutes} minutes")
            raise ValueError(Sentence(template, name=self.name, minutes=self.minutes))

    @property
    def activity(self) -> str:
        """The name of a session in the shift of somebody who learns."""
        return TRAINING + self.name

    @property
    def teaching(self) -> str:
        """The name of a session in the shift of its trainer."""
        return TEACHING + self.name

    def is_for(self, agent: AgentId) -> bool:
        """Tell whether *agent* needs the course."""
        return self.attendees is None or agent in self.attendees


@dataclass(frozen=True, slots=True)
class Attended:
    """*agent* attended *course* on *day*, for *hours* class hours."""

    agent: AgentId
    day: date
    course: str
    hours: float

    def __post_init__(self) -> None:
        if not 0 < self.hours < float("inf"):
            raise ValueError(f"training of {self.agent} on {self.day}: {self.hours} hours; expected above 0")


@dataclass(frozen=True, slots=True)
class Curriculum:
    """The *courses* of a site, the *record* of what people attended, and the days *barred* to training.

    *barred* is known up to the end of the year of the last planned day. *others* are the names of courses that are held
    elsewhere and that the record may have too.
    """

    courses: tuple[Course, ...] = ()
    record: tuple[Attended, ...] = ()
    barred: frozenset[date] = frozenset()
    others: tuple[str, ...] = ()

    def course(self, name: str) -> Course | None:
        """Return the course called *name*, None where there is none."""
        return next((course for course in self.courses if course.name == name), None)

    def attended(self, year: int, before: date) -> dict[AgentId, list[Attended]]:
        """Return by agent what the record has of *year* up to the day *before*, itself outside."""
        found: dict[AgentId, list[Attended]] = {}
        for row in self.record:
            if row.day.year == year and row.day < before:
                found.setdefault(row.agent, []).append(row)
        return found


def longest_credit(courses: Iterable[Course]) -> float:
    """Return the most class hours that one session of *courses* gives; 0 where there are none."""
    return max((course.hours for course in courses), default=0.0)
