"""What is still wanted of whom in the planned days of a year, and what a seat in a session is worth."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.objective import SCALE
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity
from scheduler.rules.scope import Scoped
from scheduler.rules.training import CoursesAYear, TrainingHours
from scheduler.training.courses import Course
from scheduler.training.due import LEAST_HOURS, YearPart, standings
from scheduler.training.seats import seats_in

Numbers = npt.NDArray[np.float64]
HELD = 1_000  # a hard rule outweighs cover by so much
NEW_COURSE_HOURS = 0.25  # what a course that somebody lacks is worth above another, in class hours


@dataclass(frozen=True, slots=True)
class Duty:
    """What the rules ask of one person a year: class *hours*, different *courses*, and hundredths of a point an hour."""

    hours: float = 0.0
    courses: int = 0
    worth: int = 0


def duty_of(agent: Agent, rules: Iterable[Rule]) -> Duty:
    """Return the most that any of *rules* asks of *agent*."""
    duty = Duty()
    for held in rules:
        rule, covers = (held.rule, held.covers(agent)) if isinstance(held, Scoped) else (held, True)
        if covers and isinstance(rule, TrainingHours):
            points = rule.points_an_hour * (HELD if held.severity is Severity.HARD else 1)
            duty = Duty(max(duty.hours, rule.hours), duty.courses, max(duty.worth, points * SCALE))
        elif covers and isinstance(rule, CoursesAYear):
            duty = Duty(duty.hours, max(duty.courses, rule.courses), duty.worth)
    return duty


@dataclass
class Needs:
    """The wants of *people* in the planned days of a year, by their numbers, less what sessions give as they are placed.

    *due* are class hours due now, *missing* those of the whole rest of the year, *lacking* how many courses are missing.
    *team_due* sums *due* by team: once it is used up nobody of the team is taken out for more.
    """

    people: Sequence[Agent]
    courses: Sequence[Course]
    worth: Numbers
    due: Numbers
    missing: Numbers
    lacking: npt.NDArray[np.int64]
    left: npt.NDArray[np.int64]  # [course, person]: sessions that the person may still attend this year
    fresh: npt.NDArray[np.bool_]  # [course, person]: the person has not attended the course this year
    team: npt.NDArray[np.int64]
    team_due: Numbers

    @staticmethod
    def of(roster: Roster, instance: Instance, rules: Iterable[Rule], part: YearPart) -> "Needs":
        """Return the wants that are left beside the sessions in *roster*."""
        people, courses = instance.agents, instance.curriculum.courses
        held = list(rules)
        duties = [duty_of(agent, held) for agent in people]
        found = standings(roster, instance, part.year)
        mine = [found[agent.id] for agent in people]
        missing = np.array([one.missing(duty.hours) for one, duty in zip(mine, duties, strict=True)])
        planned = np.array([one.planned for one in mine])
        due = np.maximum(0.0, missing * part.share - planned)
        names = list(dict.fromkeys(agent.team for agent in people))
        team = np.array([names.index(agent.team) for agent in people], dtype=np.int64)
        return Needs(
            people,
            courses,
            np.array([duty.worth for duty in duties], dtype=float),
            due,
            np.maximum(0.0, missing - planned),
            np.array([max(0, duty.courses - len(one.courses)) for one, duty in zip(mine, duties, strict=True)]),
            _sessions_left(roster, instance, part, courses),
            np.array([[course.name not in one.courses for one in mine] for course in courses], dtype=np.bool_),
            team,
            np.bincount(team, weights=due, minlength=len(names)).astype(float),
        )

    def copy(self) -> "Needs":
        """Return wants like these that change by themselves."""
        changing = ("due", "missing", "lacking", "left", "fresh", "team_due")
        return replace(self, **{name: getattr(self, name).copy() for name in changing})

    def gains(self, index: int) -> Numbers:
        """Return what a seat in the course *index* is worth to each person, in hundredths of a point; below 0 for nobody's good."""
        course = self.courses[index]
        useful = np.minimum(course.hours, self.due)
        useful = useful + NEW_COURSE_HOURS * (self.fresh[index] & (self.lacking > 0))
        open_hours = (self.missing > LEAST_HOURS) & (self.team_due[self.team] > LEAST_HOURS)
        wanted = (self.left[index] > 0) & open_hours
        gains: Numbers = np.where(wanted, self.worth * useful, -1.0)
        return gains

    def seats_due(self, index: int, team: int) -> int:
        """Return how many seats in the course *index* are due of *team*, the last one rounded up."""
        return math.ceil(max(0.0, float(self.team_due[team]) - LEAST_HOURS) / self.courses[index].hours)

    def seat(self, index: int, whose: Sequence[int]) -> None:
        """Count the people *whose* as having a seat in the course *index*."""
        hours = self.courses[index].hours
        for person in whose:
            self.due[person] = max(0.0, self.due[person] - hours)
            self.missing[person] = max(0.0, self.missing[person] - hours)
            self.lacking[person] -= self.lacking[person] > 0 and self.fresh[index, person]
            self.fresh[index, person] = False
            self.left[index, person] -= 1
            self.team_due[self.team[person]] -= hours


def _sessions_left(
    roster: Roster, instance: Instance, part: YearPart, courses: Sequence[Course]
) -> npt.NDArray[np.int64]:
    """Return by course and person how many more sessions of it the person may attend in the year; 0 for who needs none."""
    unlimited = np.iinfo(np.int64).max // 2
    left = np.zeros((len(courses), len(instance.agents)), dtype=np.int64)
    number = {agent.id: index for index, agent in enumerate(instance.agents)}
    for row, course in enumerate(courses):
        most = unlimited if course.sessions is None else course.sessions
        left[row] = [most if course.is_for(agent.id) else 0 for agent in instance.agents]
    rows = {course.name: row for row, course in enumerate(courses)}
    for agent, attended in instance.curriculum.attended(part.year, instance.grid.first_day).items():
        for one in attended:
            if agent in number and one.course in rows:
                left[rows[one.course], number[agent]] -= 1
    for seat in seats_in(roster, instance.curriculum):
        if seat.shift.day.year == part.year and not seat.teaches:
            left[rows[seat.course.name], number[seat.agent]] -= 1
    return left
