"""A drill read back from its record, as ``drill_json`` writes it."""

import json

from pydantic.dataclasses import dataclass

from drills.drill import Drill, Seat, TeamCover, Window
from drills.errors import RecordError
from drills.held import HeldWindow
from drills.layouts import LAYOUT, Zone, laid_out
from drills.roles import Role
from drills.scenario.fields import Whole
from drills.scenario.record import read_scenario
from forecasting.errors import Fault
from forecasting.messages import N_, sentence_of
from scheduler.agents import AgentId


@dataclass(frozen=True, slots=True, config=LAYOUT)
class _Window(HeldWindow):
    zone: Zone


@dataclass(frozen=True, slots=True, config=LAYOUT)
class _Seat:
    role: Role
    agent: AgentId
    name: str
    team: str
    player_seat: str | None
    backup: AgentId | None
    backup_name: str | None


@dataclass(frozen=True, slots=True, config=LAYOUT)
class _Cover:
    team: str
    away: Whole
    least_spare: float


@dataclass(frozen=True, slots=True, config=LAYOUT)
class _Record:
    id: str
    announced: bool
    window: _Window
    seats: tuple[_Seat, ...]
    cover: tuple[_Cover, ...]
    scenario: dict[str, object]


def read_drill(text: str, file: str = "drill") -> Drill:
    """Return the drill whose record is *text*; what was only said about it, its notes, does not come back.

    Raises RecordError, naming each part of *file* that cannot be read, ScenarioError where its scenario is not what was frozen.
    """
    try:
        record = json.loads(text)
    except ValueError as error:
        raise RecordError([Fault(file, N_("is not a drill as it was written: no JSON"), value=str(error))]) from error
    laid = laid_out(_Record, record, file)
    if isinstance(laid, list):
        raise RecordError(laid)
    window, scenario = laid.window, read_scenario(json.dumps(laid.scenario))
    try:
        return Drill(
            id=laid.id,
            scenario=scenario,
            window=Window(window.start, window.end, window.zone),
            seats=tuple(_seat(seat) for seat in laid.seats),
            cover=tuple(TeamCover(team.team, team.away, team.least_spare) for team in laid.cover),
            announced=laid.announced,
        )
    except ValueError as error:
        raise RecordError([Fault(file, sentence_of(error), field="seats")]) from error


def _seat(laid: _Seat) -> Seat:
    return Seat(laid.role, laid.agent, laid.name, laid.team, laid.player_seat, laid.backup, laid.backup_name)
