"""On the same customers, one more person makes nobody wait longer; and what is not promised.

This holds contact by contact for one stream served in the order of coming, one contact at a time by people who are all there
all the time, where nobody leaves (the vectors of Kiefer and Wolfowitz are ordered). With breaks, priorities, skills or customers
who leave single contacts may fare worse, so there only totals over many customers are compared.
"""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.simulation import Routing, compare, simulate
from tests.forecasting.simulated_centres import centre, people, stream


@settings(max_examples=60, deadline=None)
@given(
    contacts=st.lists(st.floats(0, 40), min_size=4, max_size=4),
    n=st.integers(1, 8),
    spread=st.sampled_from([None, 0.0, 1.5]),
    routing=st.sampled_from([Routing.LONGEST_IDLE, Routing.LEAST_BUSY]),
    seed=st.integers(0, 1000),
)
def test_one_more_person_makes_nobody_wait_longer(
    contacts: list[float], n: int, spread: float | None, routing: Routing, seed: int
) -> None:
    calls = stream(contacts=contacts, handling_cv=spread)
    few, more = (
        simulate(centre(calls, staff=people(k), routing=routing), 1, seed, keep_logs=True).logs[0] for k in (n, n + 1)
    )
    np.testing.assert_array_equal(few.time, more.time)
    assert (more.start - more.time <= few.start - few.time + 1e-6).all()


def test_over_many_customers_more_people_help_with_impatience_redials_breaks_and_priorities_too() -> None:
    staff = people(14, (0.0, 3000.0), (3600.0, 7200.0), levels={"calls": 0, "refunds": 1})
    streams = [
        stream(name, patience_seconds=60.0, retrial_share=0.4, priority=priority)
        for priority, name in enumerate(("refunds", "calls"))
    ]
    outcomes = [simulate(centre(*streams, staff=staff[:n]), 60, seed=2).by_day() for n in range(2, 15, 3)]
    for few, more in pairwise(outcomes):
        gained = compare(more, few)
        assert (gained.service_level.low > 0).all()
        assert (gained.abandoned_share.high < 0).all()
        assert (gained.mean_wait_seconds.high < 0).all()


def test_differences_on_the_same_customers_are_surer_than_on_others() -> None:
    calls = stream(patience_seconds=60.0, busyness_cv=0.3)
    few, more = (simulate(centre(calls, staff=people(n)), 40, seed=1).by_day() for n in (5, 6))
    others = simulate(centre(calls, staff=people(6)), 40, seed=9).by_day()
    same, apart = compare(more, few).service_level, compare(others, few).service_level
    assert (same.high - same.low)[0, 0] < 0.5 * (apart.high - apart.low)[0, 0]
