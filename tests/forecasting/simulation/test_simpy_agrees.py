import dataclasses

import numpy as np
import pytest

from benchmarks.simulation_bench.centres import centre
from benchmarks.simulation_bench.simpy_peer import Desk, exact
from forecasting.simulation.carry import next_day
from forecasting.simulation.draws import draw_day
from forecasting.simulation.engine import engine
from forecasting.simulation.plan import plan_of
from forecasting.simulation.tables import empty_tally, first_state

pytest.importorskip("simpy", reason="SimPy comes with the benchmarks' environment only")


@pytest.mark.parametrize("contacts", [300.0, 3000.0])
@pytest.mark.parametrize("staffed", [0.6, 1.0])
def test_simpy_serves_the_same_customers_alike_to_the_last_bit(contacts: float, staffed: float) -> None:
    asked = centre(contacts)
    asked = dataclasses.replace(asked, people=asked.people[: int(staffed * len(asked.people))])
    draws, plan = exact(draw_day(asked, 7, 0, 0)), plan_of(asked)
    state = first_state(plan)
    rows = next_day(None, state, draws)
    engine()(plan, state, rows, empty_tally(plan), np.inf)
    desk = Desk(asked, draws)
    desk.run()
    for name in ("start", "end", "person", "fate"):
        np.testing.assert_array_equal(rows.rows[name], getattr(desk, name))
    assert (rows.rows["person"] >= 0).any()
