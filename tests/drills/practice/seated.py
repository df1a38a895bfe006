"""Drills of drawn scenarios with somebody in every seat, without a roster."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from drills.cast import SCRIPT_SIDE
from drills.drill import Drill, Seat, Window
from drills.roles import Role
from drills.scenario.frozen import Scenario
from drills.scenario.templates import COMMANDER_SEAT
from scheduler.agents import AgentId

SHANGHAI = ZoneInfo("Asia/Shanghai")
BEGIN = datetime(2026, 3, 3, 14, tzinfo=SHANGHAI)


def seated(scenario: Scenario, *, backups: bool = False) -> Drill:
    """Return a drill of *scenario* on a Tuesday afternoon, one person a place; with *backups* each player has one."""
    places = [
        ((Role.COMMANDER if seat.id == COMMANDER_SEAT else Role.PLAYER,), seat.id)
        for seat in scenario.seats
        for _ in range(seat.people)
    ]
    players = [_seat(number, roles[0], place, backups=backups) for number, (roles, place) in enumerate(places, start=1)]
    script = [
        _seat(number, role, None)
        for number, roles in enumerate(SCRIPT_SIDE[scenario.form], start=len(players) + 1)
        for role in roles
    ]
    window = Window(BEGIN, BEGIN + timedelta(minutes=scenario.minutes), SHANGHAI)
    return Drill(f"{scenario.template}-{scenario.seed}", scenario, window, (*players, *script), ())


def _seat(number: int, role: Role, place: str | None, *, backups: bool = False) -> Seat:
    backup = AgentId(f"B{number:02}") if backups else None
    name = None if backup is None else f"Backup {number:02}"
    return Seat(role, AgentId(f"A{number:02}"), f"Agent {number:02}", "service", place, backup, name)
