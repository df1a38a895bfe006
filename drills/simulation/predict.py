"""The door: a frozen scenario, and the floor that it meets, in; what will come of the drill out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from drills.drill import Drill
from drills.rating import Rating
from drills.scenario.frozen import Expectation, Scenario
from drills.scenario.team_names import refuse_unknown_teams
from drills.simulation.chance import met_share
from drills.simulation.cost import LiveCost, cost_on
from drills.simulation.course import Course, course_of
from drills.simulation.crew import Crew
from drills.simulation.expected_score import Scoring, simple_score
from drills.simulation.floor import Floor
from drills.simulation.habits import Habits
from drills.simulation.human_draws import human_draws
from drills.simulation.points import TimePoint, time_points
from drills.simulation.prediction import PointForecast, Prediction, TaskForecast
from drills.simulation.queue import QueueForecast, play, queue_forecasts, stacked
from drills.simulation.spread import spread_of
from drills.simulation.stage import Stage, stage_of
from drills.simulation.steps import Rehearsal, Result, rehearsals
from drills.simulation.world import incident_world
from forecasting.simulation import Person
from scheduler.agents import Agent, AgentId

REPLICATIONS = 500
SERVICE_REPLICATIONS = 100


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a drill takes place: on *floor* from the slot *first* on, with *away* off it and *crew* in the players' seats."""

    floor: Floor
    first: int
    away: tuple[AgentId, ...] = ()
    crew: Crew | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.first < self.floor.grid.n_slots:
            raise ValueError(f"setting: first slot {self.first}; expected 0 to {self.floor.grid.n_slots - 1}")


def setting_of(drill: Drill, floor: Floor, agents: Sequence[Agent]) -> Setting:
    """Return where *drill* takes place, its players at their own skill levels."""
    crew = Crew.of(drill.seats, {agent.id: agent for agent in agents})
    return Setting(floor, floor.grid.slot_of(drill.window.start), drill.away, crew)


def predict(
    scenario: Scenario,
    setting: Setting | None = None,
    *,
    habits: Habits | None = None,
    replications: int = REPLICATIONS,
    service_replications: int = SERVICE_REPLICATIONS,
    seed: int = 0,
    scoring: Scoring = simple_score,
) -> Prediction:
    """Return what will come of a drill of *scenario*: of its people alone without a *setting*, and of queues and service with it.

    *replications* of people's steps; the first *service_replications* of them set the times of loads before queues. Same
    arguments: the same prediction to the byte. Raises ValueError for fewer than one replication, RequestError where seats
    of the scenario stay empty, InputError where its absences are of teams that the floor does not have.
    """
    if min(replications, service_replications) < 1:
        raise ValueError(f"replications {replications}, of the service {service_replications}; expected 1 or more")
    if setting is not None:
        refuse_unknown_teams(scenario, setting.floor.teams.values())
    stage = None if setting is None else stage_of(setting.floor, setting.first, scenario.minutes)
    course = course_of(scenario, None if setting is None else setting.crew, _known(habits or Habits(), stage, scenario))
    runs = rehearsals(course, human_draws(course, seed, replications))
    queues: tuple[QueueForecast, ...] = ()
    live: LiveCost | None = None
    if setting is not None and stage is not None:
        played = runs[:service_replications]
        crowds = tuple(stage.present(seed, range(len(played))))
        queues = _queues(course, played, stage, crowds, setting.away, seed)
        live = cost_on(stage, crowds, setting.away, seed)
    lost = live.everything.points_lost if live is not None else 0.0
    scores = [score for score in (scoring(course, one, lost) for one in runs) if score is not None]
    shares = [share for share in (met_share(course, one) for one in runs) if share is not None]
    return Prediction(
        digest=scenario.digest,
        intensity_percent=scenario.intensity_percent,
        seed=seed,
        replications=replications,
        service_replications=0 if setting is None else min(service_replications, replications),
        chance=sum(shares) / len(shares) if shares else 1.0,
        all_critical=sum(_all_critical(course, one) for one in runs) / len(runs),
        score=spread_of(np.array([score.points for score in scores])),
        ratings={letter: sum(score.rating is letter for score in scores) / max(len(scores), 1) for letter in Rating},
        tasks=tuple(_task(course, runs, at, item) for at, item in enumerate(scenario.expectations)),
        points=tuple(_points(course, runs, scenario, queues)),
        queues=queues,
        live=live,
    )


def _known(habits: Habits, stage: Stage | None, scenario: Scenario) -> Habits:
    """Return *habits* with what is usual on a known floor during these hours: contacts, and the work of each channel."""
    if stage is None:
        return habits
    usual, shares = stage.usual(scenario.minutes)
    return replace(habits, usual_contacts_per_hour=usual, channel_shares=shares) if usual > 0 else habits


def _queues(
    course: Course,
    runs: Sequence[Rehearsal],
    stage: Stage,
    crowds: Sequence[Sequence[Person]],
    away: Sequence[AgentId],
    seed: int,
) -> tuple[QueueForecast, ...]:
    counted = []
    for number, (one, crowd) in enumerate(zip(runs, crowds, strict=True)):
        world = incident_world(course, one, stage, crowd, away, (seed, number))
        counted.append(play(stage, *world, seed, number))
    return queue_forecasts(stage, stacked(counted))


def _task(course: Course, runs: Sequence[Rehearsal], at: int, item: Expectation) -> TaskForecast:
    basis = course.tasks[at].basis
    began = np.array([one.given[basis] for one in runs])
    took = np.array([one.done[at] for one in runs]) - np.where(np.isinf(began), 0.0, began)
    ended = [one.result[at] for one in runs if one.result[at] >= Result.MET]
    return TaskForecast(
        id=item.id,
        objective=item.objective,
        incident=item.incident,
        target=item.clock.target,
        critical=item.critical,
        standing=item.clock.standing,
        within_minutes=item.clock.within_minutes,
        started=float(np.isfinite(began).mean()),
        response_minutes=spread_of(np.where(np.isinf(began), np.nan, took)),
        met=sum(result is Result.MET for result in ended) / len(ended) if ended else None,
    )


def _all_critical(course: Course, one: Rehearsal) -> bool:
    """Tell whether every critical target that counts is met."""
    return all(
        result in {Result.MET, Result.NOT_STARTED, Result.NOT_OBSERVED} or due > course.minutes
        for task, result, due in zip(course.tasks, one.result, one.due, strict=True)
        if task.critical
    )


def _points(
    course: Course, runs: Sequence[Rehearsal], scenario: Scenario, queues: tuple[QueueForecast, ...]
) -> Iterator[PointForecast]:
    incidents = [incident.id for incident in scenario.incidents] if len(scenario.incidents) > 1 else []
    for incident in ("", *incidents):
        found = time_points(course, runs, incident or None)
        for point, minutes in found.items():
            yield PointForecast(incident, point, spread_of(minutes))
        if not incident and queues and TimePoint.RECOVERED not in found:
            yield PointForecast("", TimePoint.RECOVERED, queues[0].recovered)
