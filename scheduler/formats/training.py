"""The courses of a site file and what it says of training; the record of the year beside it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from forecasting.messages import N_, Sentence
from forecasting.site import ALL_DAY, Span
from scheduler.agents import Agent, AgentId, Bounds, SkillLevel
from scheduler.formats.opening import WEEKDAYS
from scheduler.formats.sections import FaultReport, Section, build, by_name
from scheduler.formats.training_record import LEAST_HOURS, MOST_HOURS, record_rows
from scheduler.formats.values import (
    Reader,
    bounds,
    choice_of,
    number,
    one_of,
    opening_span,
    sequence,
    text,
    whole,
    wrong,
)
from scheduler.rules.training import CoursesAYear, TrainingCoverage, TrainingHours
from scheduler.rules.training_sessions import TrainingSessions
from scheduler.training.courses import EVERY_DAY, Attended, Course, Curriculum

SECTIONS = ("training", "courses")
KEYS = ("file", "hours", "courses", "percent", "other_courses", "days_before_sales", "days_after_sales")
COURSE_KEYS = (
    "name",
    "minutes",
    "hours",
    "people",
    "trainers",
    "teams",
    "levels",
    "agents",
    "weekdays",
    "windows",
    "sessions",
)
MOST_COURSES, MOST_DAYS, MOST_PEOPLE, MOST_SESSIONS = 1_000, 366, 10_000, 1_000
LONGEST_MINUTES = 16 * 60


@dataclass(frozen=True, slots=True)
class SalesDistance:
    """No training from *before* days ahead of a promotion day to *after* days behind it, both included."""

    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class TrainingReading:
    """The *section* of training and the courses in *root*, of the site file in *folder*; the record beside it gets one of *reports*.

    *name* reads the name of such a file.
    """

    root: Section
    section: Section
    folder: Path
    reports: list[FaultReport]
    name: Reader[str]

    @staticmethod
    def of(root: Section, folder: Path, reports: list[FaultReport], name: Reader[str]) -> "TrainingReading":
        """Begin to read what *root* says of training."""
        section = root.table("training")
        section.only(KEYS)
        return TrainingReading(root, section, folder, reports, name)

    def tables(self) -> dict[str, Mapping[str, object]]:
        """Return the figures of the rules of training; none where the file speaks of no training."""
        if not self.root.has("training") and not self.root.has("courses"):
            return {}
        given: dict[str, tuple[str, Reader[float]]] = {
            "hours": (TrainingHours.name, number(0, MOST_HOURS)),
            "courses": (CoursesAYear.name, whole(0, MOST_COURSES)),
            "percent": (TrainingCoverage.name, whole(0, 100)),
        }
        found = {key: self.section.read(key, reader, None) for key, (_rule, reader) in given.items()}
        figures = {given[key][0]: {} if value is None else {key: value} for key, value in found.items()}
        return {**figures, TrainingSessions.name: {}}

    def curriculum(self, teams: Collection[str], agents: Mapping[str, Agent], slot_minutes: int) -> Curriculum:
        """Read the courses for the *agents* of *teams*, and the record."""
        section = self.section
        known = _Known(teams, agents, slot_minutes)
        found = by_name(self.root, "courses", lambda part: _course(part, known))
        courses = tuple(course for course in found.values() if course is not None)
        others = section.read("other_courses", sequence(text), ())
        file = section.read("file", self.name, None)
        record: tuple[Attended, ...] = ()
        if file is not None:
            report = FaultReport(file)
            self.reports.append(report)
            record = record_rows(self.folder / file, report, Curriculum(courses, others=others), [*found, *others])
        return Curriculum(courses, record, others=others)

    def distance(self) -> SalesDistance | None:
        """Read how far training keeps from promotion days; None where they do not matter."""
        section = self.section
        if not (section.has("days_before_sales") or section.has("days_after_sales")):
            return None
        days = whole(0, MOST_DAYS)
        return SalesDistance(section.read("days_before_sales", days, 0), section.read("days_after_sales", days, 0))


@dataclass(frozen=True, slots=True)
class _Known:
    """What a course may refer to."""

    teams: Collection[str]
    agents: Mapping[str, Agent]
    slot_minutes: int


def _course(section: Section, known: _Known) -> Course | None:
    section.only(COURSE_KEYS)
    name = section.need("name", text, N_("the course's name"))
    expected = Sentence(N_("minutes of a session, a multiple of {minutes}"), minutes=known.slot_minutes)
    minutes = section.need("minutes", _minutes(known.slot_minutes), expected)
    hours = section.read("hours", number(LEAST_HOURS, MOST_HOURS), (minutes or known.slot_minutes) / 60)
    people = section.read("people", bounds(whole(1, MOST_PEOPLE)), Bounds(1, 1))
    trainers = section.read("trainers", sequence(one_of(known.agents)), ())
    weekdays = section.read("weekdays", sequence(one_of(WEEKDAYS)), WEEKDAYS)
    windows = section.read("windows", sequence(_window), (ALL_DAY,))
    sessions = section.read("sessions", whole(1, MOST_SESSIONS), None)
    attendees = _attendees(section, known)
    if section.has("windows") and section.sound and not windows:
        section.refuse("windows", N_("names no time"), N_("times such as 09:00-11:30"))
    if section.has("weekdays") and section.sound and not weekdays:
        section.refuse("weekdays", N_("names no day"), ", ".join(WEEKDAYS))
    return build(
        section,
        lambda: Course(
            name or "",
            minutes or 0,
            hours,
            people.least or 1,
            people.most or MOST_PEOPLE,
            tuple(AgentId(trainer) for trainer in dict.fromkeys(trainers)),
            attendees,
            frozenset(WEEKDAYS.index(weekday) for weekday in weekdays) & EVERY_DAY,
            windows,
            sessions,
        ),
    )


def _minutes(slot_minutes: int) -> Reader[int]:
    def read(value: object) -> int:
        minutes = whole(1, LONGEST_MINUTES)(value)
        if minutes % slot_minutes:
            raise wrong(
                Sentence(N_("a multiple of {minutes}"), minutes=slot_minutes), N_("is no whole number of slots")
            )
        return minutes

    return read


def _window(value: object) -> Span:
    span = opening_span(value)
    if span is None:
        raise wrong(N_("HH:MM-HH:MM such as 09:00-11:30"), N_("is no time"))
    return span


def _attendees(section: Section, known: _Known) -> frozenset[AgentId] | None:
    """Return who needs the course: those of the teams and of the levels named, and the agents named beside; None for everybody."""
    teams = section.read("teams", sequence(one_of(known.teams)), ())
    levels = section.read("levels", sequence(choice_of(SkillLevel)), ())
    named = section.read("agents", sequence(one_of(known.agents)), ())
    if not (section.has("teams") or section.has("levels") or section.has("agents")):
        return None
    found = {AgentId(name) for name in named}
    if section.has("teams") or section.has("levels"):
        found |= {
            agent.id
            for agent in known.agents.values()
            if (not section.has("teams") or agent.team in teams)
            and (not section.has("levels") or agent.level in levels)
        }
    if section.sound and known.agents and not found:
        section.refuse("", N_("nobody needs the course"), N_("teams, levels or agents with somebody in them"))
    return frozenset(found)
