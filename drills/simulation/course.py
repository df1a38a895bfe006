"""A scenario and its crew as what a rehearsal walks through: injects with what releases them, tasks, and loads."""

from dataclasses import dataclass
from math import log

from scipy.special import ndtri

from drills.errors import RequestError
from drills.scenario.acts import Act, Effort
from drills.scenario.frozen import Expectation, Outcome, Scenario, Standing
from drills.scenario.loads import Load
from drills.scenario.roleplays import RolePlay
from drills.simulation.crew import Crew
from drills.simulation.habits import Habits
from forecasting.messages import N_, Sentence

_Z90 = float(ndtri(0.9))


@dataclass(frozen=True, slots=True)
class Task:
    """An expectation as work: *people* by number who can do it, due *within* minutes of its *basis*, an inject by number (-1: none).

    A *talk* is a scripted customer instead: somebody of the seat takes it at once, laying anything else aside; it is not judged. The time that it takes is lognormal with *log_median* and *log_spread*. *projected*: where it is due after the drill's end,
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
    talk: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """What happens and what is to be done, by number; *incident_of* is by inject.

    *timed* are minutes and numbers of the injects that come in any case, those that the controller gives by hand at the latest; *calls* those of talks that begin with no inject. *tasks* has
    the talks behind the expectations; *after_outcome* has by task the injects that wait for an
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
    calls: tuple[tuple[float, int], ...]
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
    wanted = {item.seat for item in scenario.expectations} | {play.seat for play in scenario.roleplays}
    empty = sorted(seat for seat in wanted if not taken.seats.get(seat))
    if empty:
        raise RequestError(
            Sentence(N_("nobody sits in {seats}, of which the scenario expects something"), seats=", ".join(empty))
        )
    numbers = {inject.id: number for number, inject in enumerate(scenario.injects)}
    loads = scenario.felt_loads
    habits = habits or Habits()
    plays = _on_their_own(scenario)
    talks = [_talk(play, taken, numbers, habits.talk) for play in plays]
    tasks = (*(_task(item, taken, numbers) for item in scenario.expectations), *talks)
    conditions = [(each.condition, numbers[each.id]) for each in scenario.injects if each.condition is not None]
    events = [(each.event, numbers[each.id]) for each in scenario.injects if each.event is not None]
    return Course(
        minutes=float(scenario.minutes),
        crew=taken,
        habits=habits,
        injects=tuple(numbers),
        incident_of=tuple(each.incident for each in scenario.injects),
        tasks=tasks,
        loads=loads,
        timed=tuple((float(each.minutes), numbers[each.id]) for each in scenario.injects if each.timed or each.by_hand),
        calls=tuple(
            (float(play.minutes), number)
            for number, play in enumerate(plays, start=len(scenario.expectations))
            if play.begins_with is None
        ),
        after_outcome=tuple(
            tuple(
                (wanted.outcome, number, float(wanted.delay_minutes))
                for wanted, number in conditions
                if wanted.expectation == task.id
            )
            for task in tasks
        ),
        after_act=tuple((event.act, event.incident, number, float(event.delay_minutes)) for event, number in events),
        started=_by_name(
            scenario,
            [
                *(item.clock.basis for item in scenario.expectations),
                *(play.begins_with for play in plays),
            ],
        ),
        begins=_by_name(scenario, [load.begins_with for load in loads]),
        ends=_by_name(scenario, [load.ends_with for load in loads]),
        calms=tuple(
            tuple(at for at, load in enumerate(loads) if getattr(load.effect, "calmed_by", None) == task.id)
            for task in tasks
        ),
    )


def _on_their_own(scenario: Scenario) -> tuple[RolePlay, ...]:
    """Return the role plays that are work besides; in the others a seat does what is expected of it for the same inject."""
    asked = {(item.clock.basis, item.seat) for item in scenario.expectations}
    return tuple(play for play in scenario.roleplays if (play.begins_with, play.seat) not in asked)


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


def _talk(play: RolePlay, crew: Crew, numbers: dict[str, int], effort: Effort) -> Task:
    return Task(
        id=play.id,
        objective=play.objective,
        people=crew.seats[play.seat],
        basis=-1 if play.begins_with is None else numbers[play.begins_with],
        within=0.0,
        log_median=log(effort.median_minutes),
        log_spread=log_spread(effort),
        critical=False,
        projected=False,
        act=Act.DECISION,
        incident=play.incident,
        talk=True,
    )


def log_spread(effort: Effort) -> float:
    """Return the standard deviation of the logarithm of a time with the median and the 90th percentile of *effort*."""
    return log(effort.p90_minutes / effort.median_minutes) / _Z90
