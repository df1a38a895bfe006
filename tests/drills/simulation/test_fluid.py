"""An outage with redials at large scale, against the fluid equations integrated with SciPy.

As the centre grows with its load, what is simulated by its size tends to the fluid limit of a queue with abandonment and
retrials (Mandelbaum, Massey and Reiman 1998; Ding and others, arXiv 1311.6248).
"""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from drills.scenario.loads import Load, Outage
from drills.simulation.effects import put_on
from drills.simulation.stage import STEP_SECONDS, stage_of
from drills.simulation.timing import LoadTimes
from forecasting.simulation import Centre
from forecasting.simulation.arrays import Floats
from forecasting.simulation.engine import engine
from forecasting.simulation.plan import plan_of
from forecasting.simulation.replication import run
from forecasting.site import Channel
from tests.drills.simulation.small_service import NOON, calls, floor

HANDLING, PATIENCE, REDIAL_AFTER, REDIALS = 180.0, 240.0, 300.0, 0.6
PEOPLE, PER_SECOND = 1200, 6.0  # 1,080 erlangs: nine tenths of the people are busy
BEGINS, ENDS, LAST = 10.0, 55.0, 150.0  # minutes
RUNS = 8


def simulated(capacity_percent: float) -> tuple[Floats, Floats, Floats]:
    """Return minutes, who waits then, and attempts a second around them."""
    queue = calls(
        PER_SECOND * 900,
        handling_cv=None,
        patience_seconds=PATIENCE,
        retrial_share=REDIALS,
        retrial_seconds=REDIAL_AFTER,
    )
    stage = stage_of(floor(queue, people=PEOPLE), NOON, 60)
    load = Load("out", (Channel.PHONE,), 10, 55, Outage(capacity_percent, 100 * REDIALS, REDIAL_AFTER / 60))
    streams, people = put_on(stage, stage.present(0, 0), (load,), LoadTimes([BEGINS], [ENDS], [np.inf]), (0, 0))
    centre = Centre(streams, people, STEP_SECONDS)
    plan = plan_of(centre)
    minutes = np.arange(2.5, LAST, 5.0)  # between the moments at which anything changes
    seconds = stage.begins + 60 * minutes
    waiting, attempts = np.zeros(len(minutes)), np.zeros(len(minutes))
    for number in range(RUNS):
        log = run(centre, plan, 5, number, engine(), keep_log=True).log
        assert log is not None
        came, over = np.sort(log.time), np.sort(np.fmin(log.start, log.end))
        waiting += np.searchsorted(came, seconds) - np.searchsorted(over, seconds)
        attempts += (np.searchsorted(came, seconds + 60) - np.searchsorted(came, seconds - 60)) / 120
    return minutes, waiting / RUNS, attempts / RUNS


def fluid(capacity_percent: float, minutes: Floats) -> tuple[Floats, Floats]:
    """Return who waits and attempts a second, by people who can serve, those who finish what was in hand, and who will redial."""
    mu, theta, delta = 1 / HANDLING, 1 / PATIENCE, 1 / REDIAL_AFTER

    def able(second: float) -> float:
        return PEOPLE * (capacity_percent / 100 if 60 * BEGINS <= second < 60 * ENDS else 1.0)

    def flow(second: float, state: Floats) -> list[float]:
        there, finishing, orbit = state
        busy = min(there, able(second) - (finishing if second >= 60 * ENDS else 0.0))
        waiting = there - busy
        comes = PER_SECOND + delta * orbit
        return [comes - mu * busy - theta * waiting, -mu * finishing, REDIALS * theta * waiting - delta * orbit]

    def path(begin: float, end: float, state: list[float], at: Floats) -> tuple[Floats, list[float]]:
        found = solve_ivp(flow, (begin, end), state, t_eval=np.append(at, end), max_step=5.0, rtol=1e-8)
        return found.y[:, :-1], found.y[:, -1].tolist()

    seconds = 60 * minutes
    borders = [0.0, 60 * BEGINS, 60 * ENDS, 60 * LAST + 1]
    state, parts = [PER_SECOND * HANDLING, 0.0, 0.0], []
    for begin, end in zip(borders, borders[1:], strict=False):  # noqa: RUF007  # read as pairs of borders
        if begin == 60 * BEGINS:
            lost = (1 - capacity_percent / 100) * state[0]
            state = [state[0] - lost, lost, 0.0]
        part, state = path(begin, end, state, seconds[(seconds >= begin) & (seconds < end)])
        parts.append(part)
    there, finishing, orbit = np.concatenate(parts, axis=1)
    free = np.array([able(second) for second in seconds]) - np.where(seconds >= 60 * ENDS, finishing, 0.0)
    return np.maximum(there - free, 0.0), PER_SECOND + delta * orbit


@pytest.mark.parametrize("capacity_percent", [0.0, 40.0])
def test_an_outage_with_redials_follows_the_fluid_equations(capacity_percent: float) -> None:
    minutes, waiting, attempts = simulated(capacity_percent)
    told, coming = fluid(capacity_percent, minutes)
    np.testing.assert_allclose(waiting, told, atol=0.03 * told.max())
    np.testing.assert_allclose(attempts, coming, rtol=0.05)  # 700 of them at least are counted each time
    assert attempts.max() > 1.5 * PER_SECOND  # redials are most of what makes an outage hard
