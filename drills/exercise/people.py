"""Who may act, watch or speak in a drill: those who hold its seats, and backups who came in for them."""

from collections.abc import Iterator

from drills.drill import Seat
from drills.exercise.run import Run
from drills.roles import Role
from forecasting.messages import N_, Sentence


def seated(run: Run) -> Iterator[tuple[str, Seat]]:
    """Yield who holds each seat; also a backup who was told to be there, beside the one that they came in for."""
    for seat in run.drill.seats:
        yield str(seat.agent), seat
        if seat.backup is not None and run.state.attended.get(str(seat.backup)):
            yield str(seat.backup), seat


def seats_of(run: Run, agent: str) -> tuple[Seat, ...]:
    """Return the seats that *agent* holds or came in for."""
    return tuple(seat for holder, seat in seated(run) if holder == agent)


def names(run: Run) -> dict[str, str]:
    """Return by agent the name of everybody with a seat, backups included."""
    found = {str(seat.backup): str(seat.backup_name) for seat in run.drill.seats if seat.backup is not None}
    return {**found, **{str(seat.agent): seat.name for seat in run.drill.seats}}


def against_player(run: Run, agent: str) -> Iterator[Sentence]:
    """Yield why *agent* may not act in the incident."""
    if not any(seat.role.meets_incident for seat in seats_of(run, agent)):
        yield Sentence(N_("{agent} is no player of this drill"), agent=agent)


def against_watcher(run: Run, agent: str, role: Role) -> Iterator[Sentence]:
    """Yield why *agent* may not do what a *role* that knows the script does."""
    if not any(seat.role is role for seat in seats_of(run, agent)):
        template = N_("{agent} does not take part in this drill as {role}")
        yield Sentence(template, agent=agent, role=Sentence(role.label))
