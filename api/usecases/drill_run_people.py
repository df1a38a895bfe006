"""Who takes part in which drill under way: nobody in two at once (invariant 7). Nobody but its controller takes part in a practice."""

from collections.abc import Iterator, Mapping

from api.store import UnitOfWork
from api.usecases.drill_run import Carried, carried_out, is_known, run_in
from drills.errors import OrderError
from drills.exercise import Order, Phase, Run, attend
from forecasting.messages import N_, Sentence

UNDER_WAY = frozenset({Phase.RUNNING, Phase.PAUSED})


def in_another(unit: UnitOfWork, drill_id: int, names: Mapping[str, str]) -> Iterator[Sentence]:
    """Yield who of the people in *names*, by id, takes part in another drill that is under way."""
    for other, phase in unit.drill_runs.phases().items():
        if other == drill_id or phase not in UNDER_WAY:
            continue
        run = run_in(unit, other)
        there = sorted({names[agent] for agent in taking_part(run) if agent in names})
        if there and not run.is_practice:
            template = N_("drill {drill} is under way with {names}: nobody is in two drills at once")
            yield Sentence(template, drill=other, names=", ".join(there))


def taking_part(run: Run) -> frozenset[str]:
    """Return the people who have a seat and were not found absent, and the backups who came in."""
    seated = {str(agent) for agent in run.drill.away}
    attended = run.state.attended
    return frozenset(seated - {agent for agent, there in attended.items() if not there}) | {
        agent for agent, there in attended.items() if there
    }


def record_attendance(unit: UnitOfWork, drill_id: int, order: Order, agent: str, *, present: bool) -> Carried:
    """Say whether *agent* is there. Raises OrderError for who is in another drill that is under way."""
    before = run_in(unit, drill_id)
    names = {str(seat.agent): seat.name for seat in before.drill.seats}
    names |= {str(seat.backup): str(seat.backup_name) for seat in before.drill.seats if seat.backup is not None}
    known = {agent: names.get(agent, agent)}
    comes = present and before.state.phase in UNDER_WAY and not is_known(before, order)
    against = tuple(in_another(unit, drill_id, known)) if comes and not before.is_practice else ()

    def act(run: Run, order: Order) -> Run:
        after = attend(run, order, agent, present=present)
        if against and len(after.log) > len(run.log):
            raise OrderError(against)
        return after

    return carried_out(unit, drill_id, before, order, act)
