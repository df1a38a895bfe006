"""A drill read back from its record, as ``drill_json`` writes it."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from drills.drill import Drill, Seat, TeamCover, Window
from drills.errors import RequestError
from drills.roles import Role
from drills.scenario.record import read_scenario
from forecasting.messages import N_, Sentence
from scheduler.agents import AgentId


def read_drill(text: str) -> Drill:
    """Return the drill whose record is *text*; what was only said about it, its notes, does not come back.

    Raises RequestError for what is no such record, ScenarioError where its scenario is not what was frozen.
    """
    try:
        record = json.loads(text)
        scenario = json.dumps(record["scenario"])
        return _drill(record, scenario)
    except (KeyError, TypeError, ValueError, AttributeError, OSError) as error:
        raise RequestError(Sentence(N_("not a drill as it was written: {reason}"), reason=str(error))) from error


def _drill(record: Mapping[str, object], scenario: str) -> Drill:
    window = _table(record["window"], "window")
    start, end = (datetime.fromisoformat(str(window[name])) for name in ("start", "end"))
    announced = record["announced"]
    if not isinstance(announced, bool):
        raise TypeError(f"announced is {announced!r}; expected true or false")
    return Drill(
        id=str(record["id"]),
        scenario=read_scenario(scenario),
        window=Window(start, end, ZoneInfo(str(window["zone"]))),
        seats=tuple(_seat(seat) for seat in _tables(record["seats"], "seats")),
        cover=tuple(_cover(team) for team in _tables(record["cover"], "cover")),
        announced=announced,
    )


def _seat(seat: Mapping[str, object]) -> Seat:
    backup = _text(seat["backup"])
    return Seat(
        Role(str(seat["role"])),
        AgentId(str(seat["agent"])),
        str(seat["name"]),
        str(seat["team"]),
        _text(seat["player_seat"]),
        None if backup is None else AgentId(backup),
        _text(seat["backup_name"]),
    )


def _cover(team: Mapping[str, object]) -> TeamCover:
    return TeamCover(str(team["team"]), int(str(team["away"])), float(str(team["least_spare"])))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _table(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError(f"{place} is no object")
    return value


def _tables(value: object, place: str) -> Iterator[Mapping[str, object]]:
    if not isinstance(value, list):
        raise TypeError(f"{place} is no list")
    return (_table(item, f"{place}.{number}") for number, item in enumerate(value))
