"""What comes of a rehearsal in the reader's language: each expectation with what it says."""

from dataclasses import dataclass, fields
from typing import Any

from api.computing import Computing
from api.store import Store
from api.usecases.drill_rehearsal import RehearsalOrder, rehearsed, stored_question
from drills.scenario.frozen import Scenario
from drills.simulation import Prediction, TaskForecast


@dataclass(frozen=True, slots=True)
class TaskTold(TaskForecast):
    """One expectation as it is likely to go; *text* says what should be seen, *seat* from whom."""

    text: str
    seat: str


@dataclass(frozen=True, slots=True)
class PredictionTold(Prediction):
    """A prediction whose *tasks* say what they are about."""

    tasks: tuple[TaskTold, ...]


def rehearse_and_tell(
    store: Store, computing: Computing, drill_id: int, order: RehearsalOrder, language: str
) -> PredictionTold:
    """Return how a stored drill will go, told in *language*; NotFoundError for a drill that is not there."""
    with store.snapshot() as unit:
        question = stored_question(unit, drill_id, order)
    return told_in(computing.run(rehearsed, question), question.scenario, language)


def told_in(found: Prediction, scenario: Scenario, language: str) -> PredictionTold:
    """Return *found* of *scenario* with its texts in *language*."""
    texts = {item.id: item.text.in_language(language) for item in scenario.expectations}
    seats = {seat.id: seat.name.in_language(language) for seat in scenario.seats}
    held = {item.id: seats.get(item.seat, item.seat) for item in scenario.expectations}
    tasks = tuple(TaskTold(**_values(task), text=texts[task.id], seat=held[task.id]) for task in found.tasks)
    return PredictionTold(**{**_values(found), "tasks": tasks})


def _values(one: TaskForecast | Prediction) -> dict[str, Any]:
    return {field.name: getattr(one, field.name) for field in fields(one)}
