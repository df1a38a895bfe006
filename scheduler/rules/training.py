"""Training of the year: hours and courses of everybody, and the share of people who were trained at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation, broken
from scheduler.rules.wording import COURSES, HOURS, PERCENT, POINTS, Figure, RuleText
from scheduler.training.courses import longest_credit
from scheduler.training.due import LEAST_HOURS, due_count, standings, year_parts
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class TrainingHours:
    """At least *hours* class hours of training a year and person; of what is missing, the planned days' share of the year's rest is due.

    An hour due is worth *points_an_hour* of cover at most where sessions are placed. Source: OS-2.1, OS-5.1.
    """

    hours: float = 40
    points_an_hour: int = 100
    severity: Severity = Severity.SOFT
    name: ClassVar[str] = "training-hours"
    citation: ClassVar[str] = "OS-2.1, OS-5.1"
    text: ClassVar[RuleText] = RuleText(
        N_("Class hours of training a year"),
        N_(
            "Everybody has so many class hours of training a year. Of what is still missing, each plan has a share as large as its share of the days left in the year."
        ),
        differs=N_(
            "The source counts at the end of the year alone. Before the year ends, less is due by what no whole session fits into; with its last days everything missing is due."
        ),
        note=N_(
            "Soft by default: sessions are placed after the shifts, as far as they are worth their cost in cover, and a site that makes the rule hard may be left without a roster."
        ),
        figures={
            "hours": Figure(N_("least class hours a year"), HOURS),
            "points_an_hour": Figure(N_("what an hour due is worth against cover"), POINTS),
            "severity": Figure(N_("hard where less than is due is refused")),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each person and year with less planned than is due."""
        courses = instance.curriculum.courses
        for part in year_parts(instance.grid, instance.curriculum.barred):
            found = standings(roster, instance, part.year)
            for agent in instance.agents:
                standing = found[agent.id]
                missing = standing.missing(self.hours)
                credit = longest_credit(course for course in courses if course.is_for(agent.id))
                due = missing if part.is_last else missing * part.share
                within = 0.0 if part.is_last else credit
                if standing.planned + within < due + (LEAST_HOURS if within else -LEAST_HOURS):
                    template = N_(
                        "{agent} has {planned:g} class hours of training planned; {due:.1f} are due of the {missing:.1f} still missing in {year}"
                    )
                    values = {"planned": standing.planned, "due": due, "missing": missing, "year": part.year}
                    yield broken(self, agent, None, template, **values)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Post nothing: sessions are placed after the shifts, see ``scheduler.training.placement``."""


@dataclass(frozen=True, slots=True)
class CoursesAYear:
    """At least *courses* different courses a year and person. Source: OS-2.1, OS-5.3."""

    courses: int = 2
    severity: Severity = Severity.SOFT
    name: ClassVar[str] = "courses-a-year"
    citation: ClassVar[str] = "OS-2.1, OS-5.3"
    text: ClassVar[RuleText] = RuleText(
        N_("Courses a year"),
        N_("Everybody has so many different courses a year, those planned among them."),
        differs=N_(
            "The source counts at the end of the year alone. Before, the whole courses of the plan's share are due."
        ),
        note=N_("Soft by default: sessions of courses that a person lacks are placed before others."),
        figures={
            "courses": Figure(N_("least courses a year"), COURSES),
            "severity": Figure(N_("hard where fewer than are due are refused")),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each person and year with fewer courses than are due."""
        for part in year_parts(instance.grid, instance.curriculum.barred):
            found = standings(roster, instance, part.year)
            for agent in instance.agents:
                standing = found[agent.id]
                due = due_count(len(standing.courses_before), self.courses, part)
                if len(standing.courses) < due:
                    template = N_("{agent} has {count} courses in {year} with those planned; {due} are due by then")
                    values = {"count": len(standing.courses), "due": due, "year": part.year}
                    yield broken(self, agent, None, template, **values)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Post nothing: sessions are placed after the shifts, those of courses that a person lacks before others."""


@dataclass(frozen=True, slots=True)
class TrainingCoverage:
    """At least *percent* of the people have a training session in the year. Source: OS-2.1, OS-5.3."""

    percent: int = 80
    severity: Severity = Severity.SOFT
    name: ClassVar[str] = "training-coverage"
    citation: ClassVar[str] = "OS-2.1, OS-5.3"
    text: ClassVar[RuleText] = RuleText(
        N_("Share of people trained"),
        N_("So many percent of the people have at least one training session in the year, those planned among them."),
        differs=N_(
            "People who have left do not count. Before the year ends, of the people still missing the plan's share is due."
        ),
        figures={
            "percent": Figure(N_("least share of the people"), PERCENT),
            "severity": Figure(N_("hard where fewer than are due are refused")),
        },
    )

    def __post_init__(self) -> None:
        if self.percent > 100:
            raise ValueError(f"training coverage: {self.percent} percent; expected 0 to 100")

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each year in which too few people are trained."""
        for part in year_parts(instance.grid, instance.curriculum.barred):
            found = standings(roster, instance, part.year).values()
            wanted = -(-self.percent * len(found) // 100)
            due = due_count(sum(standing.before > 0 for standing in found), wanted, part)
            count = sum(standing.hours > 0 for standing in found)
            if count < due:
                day = max(instance.grid.first_day, date(part.year, 1, 1))
                yield Violation(
                    self.name,
                    self.citation,
                    self.severity,
                    N_("{count} of {people} people are trained in {year} with what is planned; {due} are due by then"),
                    {"count": count, "people": len(found), "year": part.year, "due": due, "day": day},
                    day=day,
                )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Post nothing: sessions are placed after the shifts."""
