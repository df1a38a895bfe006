"""A scenario and its crew as what a rehearsal walks through: injects with what releases them, tasks, and loads."""

from dataclasses import dataclass
from math import log

from scipy.special import ndtri

from drills.errors import RequestError
from drills.scenario.acts import Act, Effort
from drills.scenario.frozen import Expectation, Outcome, Scenario, Standing
from drills.scenario.loads import Load
from drills.simulation.crew import Crew
from drills.simulation.habits import Habits
from forecasting.messages import N_, Sentence

_Z90 = float(ndtri(0.9))


@dataclass(frozen=True, slots=True)
class Task:
    """An expectation as work: *people* by number who can do it, due *within* minutes of its *basis*, an inject by number.

    The time that it takes is lognormal with *log_median* and *log_spread*. *projected*: where it is due after the drill's end,
    what is there at the end is judged instead.
    """

    id: str
    objective: str
    people: tuple[int, ...]
    basis: int
    within: float
    log_median: float
    log_spread: float
    critical: bool
    projected: bool
    act: Act
    incident: str


@dataclass(frozen=True, slots=True)
class Course:
    """What happens and what is to be done, by number; *incident_of* is by inject.

    *timed* are minutes and numbers of the injects that come in any case; *after_outcome* has by task the injects that wait for an
    outcome with their delay, *after_act* all (act, incident, inject, delay) that wait for a stamp. *started* has by inject the
    tasks that it starts, *begins* and *ends* the loads that it begins or ends, *calms* by task the loads that it calms.
    """

    minutes: float
    crew: Crew
    habits: Habits
    injects: tuple[str, ...]
    incident_of: tuple[str, ...]
    tasks: tuple[Task, ...]
    loads: tuple[Load, ...]
    timed: tuple[tuple[float, int], ...]
    after_outcome: tuple[tuple[tuple[Outcome, int, float], ...], ...]
    after_act: tuple[tuple[Act, str, int, float], ...]
    started: tuple[tuple[int, ...], ...]
    begins: tuple[tuple[int, ...], ...]
    ends: tuple[tuple[int, ...], ...]
    calms: tuple[tuple[int, ...], ...]


def course_of(scenario: Scenario, crew: Crew | None = None, habits: Habits | None = None) -> Course:
    """Return *scenario*, at its intensity, for *crew*; without one its seats hold the least people and levels that it asks for.

    Raises RequestError where *crew* leaves a seat empty of which something is expected.
    """
    taken = crew or Crew.least(scenario)
    empty = sorted({item.seat for item in scenario.expectations if not taken.seats.get(item.seat)})
    if empty:
        raise RequestError(
            Sentence(N_("nobody sits in {seats}, of which the scenario expects something"), seats=", ".join(empty))
        )
    numbers = {inject.id: number for number, inject in enumerate(scenario.injects)}
    loads = scenario.felt_loads
    tasks = tuple(_task(item, taken, numbers) for item in scenario.expectations)
    conditions = [(each.condition, numbers[each.id]) for each in scenario.injects if each.condition is not None]
    events = [(each.event, numbers[each.id]) for each in scenario.injects if each.event is not None]
    return Course(
        minutes=float(scenario.minutes),
        crew=taken,
        habits=habits or Habits(),
        injects=tuple(numbers),
        incident_of=tuple(each.incident for each in scenario.injects),
        tasks=tasks,
        loads=loads,
        timed=tuple((float(each.minutes), numbers[each.id]) for each in scenario.injects if each.timed),
        after_outcome=tuple(
            tuple(
                (wanted.outcome, number, float(wanted.delay_minutes))
                for wanted, number in conditions
                if wanted.expectation == task.id
            )
            for task in tasks
        ),
        after_act=tuple((event.act, event.incident, number, float(event.delay_minutes)) for event, number in events),
        started=_by_name(scenario, [item.clock.basis for item in scenario.expectations]),
        begins=_by_name(scenario, [load.begins_with for load in loads]),
        ends=_by_name(scenario, [load.ends_with for load in loads]),
        calms=tuple(
            tuple(at for at, load in enumerate(loads) if getattr(load.effect, "calmed_by", None) == task.id)
            for task in tasks
        ),
    )


def _by_name(scenario: Scenario, names: list[str | None]) -> tuple[tuple[int, ...], ...]:
    """Return for each inject the positions in *names* at which it is named."""
    return tuple(tuple(at for at, name in enumerate(names) if name == each.id) for each in scenario.injects)


def _task(item: Expectation, crew: Crew, numbers: dict[str, int]) -> Task:
    return Task(
        id=item.id,
        objective=item.objective,
        people=crew.seats[item.seat],
        basis=numbers[item.clock.basis],
        within=float(item.clock.within_minutes),
        log_median=log(item.effort.median_minutes),
        log_spread=log_spread(item.effort),
        critical=item.critical,
        projected=item.clock.standing is Standing.PROJECTED,
        act=item.act,
        incident=item.incident,
    )


def log_spread(effort: Effort) -> float:
    """Return the standard deviation of the logarithm of a time with the median and the 90th percentile of *effort*."""
    return log(effort.p90_minutes / effort.median_minutes) / _Z90
