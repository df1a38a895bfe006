"""An outage with redials at large scale, simulated, and the fluid equations of it, integrated with SciPy.

As a centre grows with its load, what is simulated by its size tends to the fluid limit of a queue with abandonment and
retrials (Mandelbaum, Massey and Reiman 1998; Ding and others, arXiv 1311.6248).
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.integrate import solve_ivp

from drills.scenario.loads import Load, Outage
from drills.simulation.effects import put_on
from drills.simulation.floor import Floor
from drills.simulation.stage import STEP_SECONDS, stage_of
from drills.simulation.timing import LoadTimes
from forecasting.simulation import Centre
from forecasting.simulation.arrays import Floats
from forecasting.simulation.engine import engine
from forecasting.simulation.plan import plan_of
from forecasting.simulation.replication import run
from forecasting.site import Channel

BEGINS, ENDS, LAST = 10.0, 55.0, 150.0  # minutes of the drill


class Setup(NamedTuple):
    """*people* for *per_second* contacts; seconds on average of handling, patience and until the next try, and the share that tries."""

    people: int = 1200
    per_second: float = 6.0  # 1,080 erlangs: nine tenths of the people are busy
    handling: float = 180.0
    patience: float = 240.0
    redial_after: float = 300.0
    redials: float = 0.6


class Path(NamedTuple):
    """At these *minutes* of the drill, who waits and how many attempts come a second."""

    minutes: Floats
    waiting: Floats
    attempts: Floats


def simulated(setup: Setup, floor: Floor, first: int, capacity_percent: float, runs: int) -> Path:
    """Return the average of *runs* simulations; *floor* has *setup* as its phone queue and people."""
    stage = stage_of(floor, first, 60)
    effect = Outage(capacity_percent, 100 * setup.redials, setup.redial_after / 60)
    load = Load("out", (Channel.PHONE,), round(BEGINS), round(ENDS), effect)
    streams, people = put_on(stage, next(stage.present(0, [0])), (load,), LoadTimes([BEGINS], [ENDS], [np.inf]), (0, 0))
    centre = Centre(streams, people, STEP_SECONDS)
    plan = plan_of(centre)
    minutes = np.arange(2.5, LAST, 5.0)  # between the moments at which anything changes
    seconds = stage.begins + 60 * minutes
    waiting, attempts = np.zeros(len(minutes)), np.zeros(len(minutes))
    for number in range(runs):
        log = run(centre, plan, 5, number, engine(), keep_log=True).log
        assert log is not None
        came, over = np.sort(log.time), np.sort(np.fmin(log.start, log.end))
        waiting += np.searchsorted(came, seconds) - np.searchsorted(over, seconds)
        attempts += (np.searchsorted(came, seconds + 60) - np.searchsorted(came, seconds - 60)) / 120
    return Path(minutes, waiting / runs, attempts / runs)


def fluid(setup: Setup, capacity_percent: float, minutes: Floats) -> Path:
    """Return the fluid limit: who is there to be served, what people who cannot serve still finish, and who will try again."""
    mu, theta, delta = 1 / setup.handling, 1 / setup.patience, 1 / setup.redial_after

    def able(second: float, finishing: float) -> float:
        if 60 * BEGINS <= second < 60 * ENDS:
            return setup.people * capacity_percent / 100
        return setup.people - finishing

    def flow(second: float, state: Floats) -> list[float]:
        there, finishing, orbit = state
        busy = min(there, able(second, finishing))
        waiting = there - busy
        comes = setup.per_second + delta * orbit
        return [
            comes - mu * busy - theta * waiting,
            -mu * finishing,
            setup.redials * theta * waiting - delta * orbit,
        ]

    seconds = 60 * minutes
    state, parts = [setup.per_second * setup.handling, 0.0, 0.0], []
    for begin, end in pairwise([0.0, 60 * BEGINS, 60 * ENDS, 60 * LAST + 1]):
        if begin == 60 * BEGINS:
            state[1] = (1 - capacity_percent / 100) * state[0]
            state[0] -= state[1]
        inside = seconds[(seconds >= begin) & (seconds < end)]
        found = solve_ivp(flow, (begin, end), state, t_eval=np.append(inside, end), max_step=5.0, rtol=1e-8)
        parts.append(found.y[:, :-1])
        state = found.y[:, -1].tolist()
    there, finishing, orbit = np.concatenate(parts, axis=1)
    busy = np.array([able(second, left) for second, left in zip(seconds, finishing, strict=True)])
    return Path(minutes, np.maximum(there - busy, 0.0), setup.per_second + delta * orbit)
