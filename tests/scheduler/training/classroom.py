"""Small centres with courses: a day shift with a fixed break, people who all work, and what was placed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from scheduler.agents import Agent, AgentId
from scheduler.instance import Instance
from scheduler.objective import Weights
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Rule
from scheduler.rules.training import CoursesAYear, TrainingHours
from scheduler.training.choice import Effort
from scheduler.training.courses import Course, Curriculum
from scheduler.training.placement import place_training
from scheduler.training.seats import Seat, seats_in
from tests.scheduler.tiny import centre, contract, kind, line, pause, person

DAY = kind("day", "08:00", 9, pause(60, "04:00"))  # 08:00 to 17:00, break from 12:00 to 13:00
ALONE = Course("news", 60, 1)
ONE_BY_ONE = Effort(rounds=0, work=0)
TOGETHER = Effort(rounds=4, work=0.2)
EVERYBODY = "abcdef"


def school(
    names: Iterable[str] = EVERYBODY,
    *courses: Course,
    days: int = 2,
    need: Mapping[int, float] | float = 0.0,
    **more: object,
) -> Instance:
    """Return a centre of the people called *names* with *courses*; *more* goes into the curriculum."""
    people = [person(contract(DAY), name) for name in names]
    instance = centre(people, [DAY], days=days, need=need)
    return replace(instance, curriculum=Curriculum(courses, **more))  # type: ignore[arg-type]  # the test says what it is


def all_at_work(instance: Instance, *off: tuple[str, int]) -> Roster:
    """Return the roster in which everybody works every day but those of *off*, (agent, number of the day)."""
    shifts: list[Assignment] = []
    for agent in instance.agents:
        days = [None if (str(agent.id), day) in off else DAY for day in range(instance.grid.days)]
        shifts += line(instance, *days, agent=agent.id).assignments
    return Roster.of(instance.grid, shifts)


def duty(instance: Instance, hours: float, points_an_hour: int = 100) -> tuple[Rule, ...]:
    """Return rules by which *hours* are due of everybody in the planned days, whatever is left of the year."""
    left = (instance.grid.first_day.replace(month=12, day=31) - instance.grid.first_day).days + 1
    a_year = Fraction(hours) * left / instance.grid.days
    return TrainingHours(float(a_year), points_an_hour), CoursesAYear(0)


def placed(roster: Roster, instance: Instance, rules: Iterable[Rule], effort: Effort = TOGETHER) -> list[Seat]:
    """Return the seats that the placement adds."""
    return list(seats_in(place_training(roster, instance, tuple(rules), Weights(), effort), instance.curriculum))


def hours_of(seats: Iterable[Seat]) -> dict[str, list[str]]:
    """Return by agent when they learn or teach, as "05 10:00"."""
    found: dict[str, list[str]] = {}
    for seat in seats:
        found.setdefault(str(seat.agent), []).append(clock(seat.activity.start))
    return found


def clock(moment: datetime) -> str:
    """Write *moment* as day and time."""
    return f"{moment:%d %H:%M}"


def agent_of(instance: Instance, name: str) -> Agent:
    """Return the agent called *name*."""
    return instance.agent_by_id[AgentId(name)]
