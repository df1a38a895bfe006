"""The service that follows a roster."""

import numpy as np
import pytest

from forecasting.simulation import Centre, Person, Stream, day_starts, simulate
from scheduler.service import Trial, follow
from scheduler.staff import Staff
from tests.api import small_centre as centre

PHONE = Stream("phone", np.full(centre.GRID.n_slots, 12.0), np.full(centre.GRID.n_slots, 240.0), patience_seconds=120.0)


def staff(present: float) -> Staff:
    shares = {"line": np.full(centre.GRID.n_slots, present)}
    return Staff.of(centre.roster(), centre.instance(), {"line": ("phone",)}, shares)


def test_without_absences_it_is_the_simulation_of_the_roster_as_it_stands() -> None:
    found = follow((PHONE,), staff(1.0), Trial(3, seed=4))
    plain = Centre((PHONE,), staff(1.0).people(), 900.0, day_starts(centre.GRID))
    expected = simulate(plain, 3, seed=4)
    assert np.array_equal(found.answered_within, expected.answered_within)
    assert np.array_equal(found.there, expected.there)


def test_absences_are_drawn_anew_in_each_replication_and_cost_time() -> None:
    there = follow((PHONE,), staff(0.7), Trial(30)).there.sum(axis=(1, 2))
    full = follow((PHONE,), staff(1.0), Trial(1)).there.sum()
    assert len(set(there.tolist())) > 5
    assert there.mean() / full == pytest.approx(0.7, abs=0.06)


def test_two_rosters_meet_the_same_customers() -> None:
    one, other = (follow((PHONE,), staff(share), Trial(2, seed=1)) for share in (1.0, 0.5))
    assert np.array_equal(one.offered, other.offered)
    assert one.answered_within.sum() > other.answered_within.sum()


def test_somebody_besides_is_never_away() -> None:
    somebody = Person("+1", {"phone": 0}, ((10 * 3600.0, 11 * 3600.0),))
    with_help = follow((PHONE,), staff(0.6), Trial(5), extra=(somebody,))
    alone = follow((PHONE,), staff(0.6), Trial(5))
    hour = slice(40, 44)
    more = (with_help.there - alone.there)[:, hour].sum(axis=(1, 2))
    assert np.all(more > 3000)  # who finishes a contact stays longer, with help less so


def test_what_is_done_when_it_is_stopped_is_kept() -> None:
    found = follow((PHONE,), staff(0.9), Trial(10), lambda done: done < 4)
    whole = follow((PHONE,), staff(0.9), Trial(4))
    assert found.replications == 4
    assert np.array_equal(found.answered, whole.answered)


@pytest.mark.parametrize(("replications", "seed"), [(0, 0), (1, -1)])
def test_trials_that_cannot_be_are_refused(replications: int, seed: int) -> None:
    with pytest.raises(ValueError, match="expected"):
        Trial(replications, seed)
