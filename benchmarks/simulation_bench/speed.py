"""How long a day of contacts takes: ours beside SimPy on the same customers, and beside Ciw on the model that it can say."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version

import numpy as np

from benchmarks.simulation_bench import ciw_peer
from benchmarks.simulation_bench.centres import centre, centre_apart
from benchmarks.simulation_bench.simpy_peer import Desk, exact
from forecasting.simulation import Centre, simulate
from forecasting.simulation.carry import next_day
from forecasting.simulation.draws import Draws, draw_day
from forecasting.simulation.engine import engine
from forecasting.simulation.plan import Plan, plan_of
from forecasting.simulation.tables import Contacts, State, Tally, empty_tally, first_state

Row = dict[str, object]
RUNS = 9
SEED = 1


def seconds_of(work: Callable[[], object], runs: int = 1) -> float:
    """Return the least processor time of *work*: other programs on the machine do not count."""
    taken = []
    for _run in range(runs):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def rows(contacts: float) -> Iterator[Row]:
    """Yield what a day of *contacts* takes, each program and the ratio to ours in the same run."""
    yield from _beside_simpy(contacts)
    yield from _beside_ciw(contacts)


def prepared(asked: Centre, draws: Draws) -> tuple[Plan, State, Contacts, Tally]:
    """Return what the kernel needs for one day on *draws*."""
    plan = plan_of(asked)
    state = first_state(plan)
    return plan, state, next_day(None, state, draws), empty_tally(plan)


def _beside_simpy(contacts: float) -> Iterator[Row]:
    asked = centre(contacts)
    draws = exact(draw_day(asked, SEED, 0, 0))
    advance, taken = engine(), []
    for _run in range(RUNS):
        tables = prepared(asked, draws)
        taken.append(seconds_of(partial(advance, *tables, np.inf)))
    desk = Desk(asked, draws)
    theirs = seconds_of(desk.run)
    told = "identical contact by contact" if identical(tables[2], desk) else "NOT identical"
    model = f"5 classes, 4 overlapping skills, redials, shifts with breaks, {len(asked.people)} people"
    yield {"what": f"ours, {model}", "seconds": min(taken), "ratio": 1.0}
    yield {"what": f"SimPy {version('simpy')}, same customers: {told}", "seconds": theirs, "ratio": theirs / min(taken)}
    whole = seconds_of(lambda: simulate(asked, 1, SEED), RUNS)
    yield {"what": "ours with drawing customers and summing up", "seconds": whole, "ratio": whole / min(taken)}


def identical(contacts: Contacts, desk: Desk) -> bool:
    """Return whether every contact was served by the same person at the same time, or left at the same time, to the last bit."""
    return all(
        np.array_equal(contacts.rows[name], np.array(getattr(desk, name)), equal_nan=name in {"start", "end"})
        for name in ("start", "end", "person", "fate")
    )


def _beside_ciw(contacts: float) -> Iterator[Row]:
    asked = centre_apart(contacts)
    found = simulate(asked, 20, SEED).by_day()
    taken = seconds_of(lambda: simulate(asked, 1, SEED), RUNS)
    results: list[ciw_peer.Counts] = []
    theirs = seconds_of(lambda: results.append(ciw_peer.simulate(asked, SEED)))
    offered = found.offered.sum()
    told = f"within 20 s {found.answered_within.sum() / offered:.3f}, left {found.abandoned.sum() / offered:.4f}"
    model = f"5 classes, 4 groups apart, redials, {len(asked.people)} people all day"
    yield {"what": f"ours with drawing and summing up, {model}; {told}", "seconds": taken, "ratio": 1.0}
    told = f"within 20 s {results[0].answered_within:.3f}, left {results[0].left:.4f}"
    yield {"what": f"Ciw {version('ciw')}, same model: {told}", "seconds": theirs, "ratio": theirs / taken}
