import pytest

from benchmarks.rostering.plots import LEAST_SHOWN, above_bound


def test_a_curve_tells_how_far_above_the_bound_each_improvement_was_and_goes_on_to_the_end_of_the_solve() -> None:
    row = {"bound": 90.0, "improvements": [[0.02, 180.0], [3.0, 100.0]], "seconds": 60.0}
    seconds, shares = above_bound(row)
    assert seconds == [0.1, 3.0, 60.0]
    assert shares == pytest.approx([0.5, 0.1, 0.1])


def test_a_roster_that_meets_its_bound_is_drawn_at_the_least_share_shown() -> None:
    row = {"bound": 607.0, "improvements": [[1.0, 607.0]], "seconds": 2.0}
    assert above_bound(row)[1] == [LEAST_SHOWN, LEAST_SHOWN]


def test_without_a_bound_the_whole_objective_is_above_it() -> None:
    assert above_bound({"bound": None, "improvements": [[1.0, 50.0]], "seconds": 2.0})[1] == [1.0, 1.0]
