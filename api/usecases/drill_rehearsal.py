"""A drill before it takes place: rehearsed many times, with the floor that it meets where roster and forecast are known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd

from api.computing import Computing
from api.store import Store, UnitOfWork
from api.usecases.rosters import PlannedRoster
from drills.incidents import Level
from drills.roles import Form
from drills.scenario.catalogue import Catalogue, catalogue
from drills.scenario.frozen import Scenario
from drills.scenario.text import DRILL_MARK
from drills.scenario.tuning import at_intensity
from drills.simulation import Crew, Floor, Prediction, Setting, floor_of, predict
from forecasting.errors import Fault, InputError
from forecasting.messages import N_
from scheduler.agents import Agent, AgentId
from scheduler.roster import Roster

REHEARSALS = 500
SERVICE_REHEARSALS = 100


@dataclass(frozen=True, slots=True)
class ToldDrill:
    """What a drill's record tells of it: its *scenario*, when it *starts*, who is *away*, and by player seat who sits there."""

    scenario: Scenario
    starts: datetime
    away: tuple[AgentId, ...]
    players: tuple[tuple[str, AgentId], ...]


@dataclass(frozen=True, slots=True)
class RehearsalQuestion:
    """How *scenario* will go, in *setting* where one is known: *rehearsals* of people, the first *service_rehearsals* with queues."""

    scenario: Scenario
    setting: Setting | None = None
    rehearsals: int = REHEARSALS
    service_rehearsals: int = SERVICE_REHEARSALS
    seed: int = 0


def rehearsed(question: RehearsalQuestion) -> Prediction:
    """Return what comes of *question*."""
    return predict(
        question.scenario,
        question.setting,
        replications=question.rehearsals,
        service_replications=question.service_rehearsals,
        seed=question.seed,
    )


def told_drill(record: Mapping[str, object], source: str, known: Catalogue) -> ToldDrill:
    """Return the drill that *record* tells, as ``drill new`` writes it; its scenario is drawn from *known* templates again.

    InputError for what is no such record, and for a scenario that the templates of today do not draw any more.
    """
    try:
        found = _told(record, known)
        digest = str(_table(record, "scenario")["digest"])
    except (KeyError, TypeError, ValueError) as error:
        reason = N_("is no record of a drill")
        raise InputError([Fault(source, reason, value=str(error), expected=N_("what `drill new` writes"))]) from error
    if found.scenario.digest != digest:
        reason = N_("has a scenario that its template does not draw any more")
        raise InputError([Fault(source, reason, value=digest[:6], expected=found.scenario.digest[:6])])
    return found


def _told(record: Mapping[str, object], known: Catalogue) -> ToldDrill:
    scenario, seats = _table(record, "scenario"), record["seats"]
    if not isinstance(seats, list):
        raise TypeError("seats")
    drawn = known.draw(
        str(scenario["template"]),
        int(str(scenario["seed"])),
        Form(str(scenario["form"])),
        Level[str(scenario["level"])],
    )
    intensity = int(str(scenario["intensity_percent"]))
    held = [(seat.get("player_seat"), AgentId(str(seat["agent"]))) for seat in seats]
    return ToldDrill(
        scenario=drawn if intensity == drawn.intensity_percent else at_intensity(drawn, intensity),
        starts=datetime.fromisoformat(str(_table(record, "window")["start"])),
        away=tuple(dict.fromkeys(agent for _seat, agent in held)),
        players=tuple((str(seat), agent) for seat, agent in held if seat is not None),
    )


def _table(record: Mapping[str, object], name: str) -> Mapping[str, object]:
    table = record[name]
    if not isinstance(table, dict):
        raise TypeError(name)
    return table


def setting_told(drill: ToldDrill, floor: Floor, agents: Sequence[Agent], source: str) -> Setting:
    """Return *drill* on *floor*, its players at the levels of *agents*; InputError where the roster has not its day or its people."""
    by_id = {agent.id: agent for agent in agents}
    grid = floor.grid
    faults = [
        Fault(source, N_("is no agent of the site"), value=str(agent), expected=N_("an agent's id"))
        for agent in drill.away
        if agent not in by_id
    ]
    day = drill.starts.astimezone(grid.zone).date()
    if not grid.first_day <= day <= grid.last_day:
        faults.append(Fault(source, N_("starts on a day that the roster does not have"), value=day.isoformat()))
    if faults:
        raise InputError(faults)
    crew = Crew.sitting(drill.players, by_id)
    return Setting(floor, grid.slot_containing(drill.starts), drill.away, crew)


def without_drill(roster: Roster, scenario: Scenario) -> Roster:
    """Return *roster* as it was before a drill of *scenario* was put into it; the same one where none was."""
    name = f"drill {DRILL_MARK} {scenario.digest[:6]}"
    return Roster(
        roster.grid,
        tuple(
            replace(shift, activities=tuple(act for act in shift.activities if act.name != name))
            for shift in roster.assignments
        ),
    )


@dataclass(frozen=True, slots=True)
class RehearsalOrder:
    """What a planner asks of a stored drill."""

    rehearsals: int = REHEARSALS
    service_rehearsals: int = SERVICE_REHEARSALS
    seed: int = 0


def rehearse_stored(store: Store, computing: Computing, drill_id: int, order: RehearsalOrder) -> Prediction:
    """Return how a stored drill will go; with the queues and live service of its roster where that was made for a forecast.

    NotFoundError for a drill that is not there; InputError where the templates of today do not draw its scenario any more.
    """
    with store.snapshot() as unit:
        question = _stored_question(unit, drill_id, order)
    return computing.run(rehearsed, question)


def _stored_question(unit: UnitOfWork, drill_id: int, order: RehearsalOrder) -> RehearsalQuestion:
    stored = unit.drills.get(drill_id)
    drill = told_drill(stored.document, "request", catalogue())
    planned = PlannedRoster.of(unit, stored.roster_id)
    forecast_id = planned.question.requirement.forecast_id
    setting = None if forecast_id is None else _stored_setting(planned, drill, unit.forecasts.frame(forecast_id))
    return RehearsalQuestion(drill.scenario, setting, order.rehearsals, order.service_rehearsals, order.seed)


def _stored_setting(planned: PlannedRoster, drill: ToldDrill, forecast: pd.DataFrame) -> Setting | None:
    site = planned.question.site_file.with_calendar(planned.question.calendar).site
    lines = {queue.name for queue in site.queues if not queue.channel.is_backlog}
    if not lines & set(forecast["queue"]):
        return None  # nobody waits for an answer there
    roster = without_drill(planned.roster, drill.scenario)
    floor = floor_of(site, forecast, planned.instance, roster)
    return setting_told(drill, floor, planned.instance.agents, "request")
