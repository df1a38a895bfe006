"""The service that follows from a roster: its people, thinned by shrinkage, before customers drawn from a forecast."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from forecasting.simulation import Centre, Outcome, Person, Routing, Stream, day_starts
from forecasting.simulation.engine import engine
from forecasting.simulation.outcome import outcome_of
from forecasting.simulation.plan import plan_of
from forecasting.simulation.replication import Replication, run
from scheduler.staff import Staff

Watch = Callable[[int], bool]


def _go_on(_done: int) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Trial:
    """How often and with which draws: the same *seed* gives the same customers and the same absences whatever the roster."""

    replications: int = 20
    seed: int = 0
    routing: Routing = Routing.LONGEST_IDLE

    def __post_init__(self) -> None:
        if self.replications < 1:
            raise ValueError(f"replications {self.replications}; expected at least 1")
        if self.seed < 0:
            raise ValueError(f"seed {self.seed}; expected 0 or more")


def follow(
    streams: tuple[Stream, ...], staff: Staff, trial: Trial, watch: Watch = _go_on, *, extra: tuple[Person, ...] = ()
) -> Outcome:
    """Return what *streams* get from *staff* and from *extra* people, who are never away.

    Everybody else's absences are drawn anew in each replication. *watch* is told how many replications are done and ends
    the simulation early by returning False; what is done by then counts.
    """
    grid = staff.grid
    centre = Centre(
        streams, (*staff.people(), *extra), grid.slot_length.total_seconds(), day_starts(grid), routing=trial.routing
    )
    return outcome_of(centre, _until_stopped(_runs(centre, staff, trial, extra), watch))


def _runs(centre: Centre, staff: Staff, trial: Trial, extra: tuple[Person, ...]) -> Iterator[Replication]:
    advance = engine()
    for number in range(trial.replications):
        thinned = replace(centre, people=(*staff.present_people(trial.seed, number), *extra))
        yield run(thinned, plan_of(thinned), trial.seed, number, advance)


def _until_stopped(runs: Iterator[Replication], watch: Watch) -> Iterator[Replication]:
    for done, each in enumerate(runs, start=1):
        yield each
        if not watch(done):
            return
