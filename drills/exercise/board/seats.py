"""The people on the board of a drill: who sits where, and who is there."""

from dataclasses import dataclass

from drills.exercise.run import Run
from drills.roles import Role
from drills.scenario.text import Text


@dataclass(frozen=True, slots=True)
class BoardSeat:
    """One seat. *present* and *backup_present* are None until somebody has said it; *sheet* is the line of the sheet handed in."""

    role: Role
    agent: str
    name: str
    team: str
    seat: str | None
    seat_name: Text | None
    present: bool | None
    backup: str | None
    backup_name: str | None
    backup_present: bool | None
    sheet: int | None


@dataclass(frozen=True, slots=True)
class BoardPlace:
    """A player seat: its *name*, and the names of those who hold it."""

    name: Text
    people: tuple[str, ...]


def seats_of(run: Run) -> tuple[BoardSeat, ...]:
    """Return the seats of *run*, in their order in the drill."""
    attended, sheets = run.state.attended, run.state.sheets
    names = {seat.id: seat.name for seat in run.scenario.seats}
    return tuple(
        BoardSeat(
            role=seat.role,
            agent=seat.agent,
            name=seat.name,
            team=seat.team,
            seat=seat.player_seat,
            seat_name=names.get(seat.player_seat or ""),
            present=attended.get(seat.agent),
            backup=seat.backup,
            backup_name=seat.backup_name,
            backup_present=attended.get(seat.backup or ""),
            sheet=sheets[seat.agent].line if seat.agent in sheets else None,
        )
        for seat in run.drill.seats
    )


def places_of(run: Run) -> dict[str, BoardPlace]:
    """Return the player seats by id; a backup who came in stands beside whom they came in for."""
    return {
        seat.id: BoardPlace(
            seat.name,
            tuple(
                name
                for held in run.drill.holders(seat.id)
                for name, there in (
                    (held.name, run.state.attended.get(held.agent, True)),
                    (held.backup_name, held.backup is not None and run.state.attended.get(held.backup, False)),
                )
                if there and name is not None
            ),
        )
        for seat in run.scenario.seats
    }
