"""What the live service lost while people were away."""

import pytest

from drills.exercise import correct
from drills.rating import Rating
from drills.scoring import score
from drills.scoring.live import points_lost
from tests.drills.scoring.small_played import does, ends, order, played, row, scored, service, small, started, wanted

ONE = small(wanted("a"))


def test_the_loss_is_expected_less_seen_by_contacts_and_cites_its_rows() -> None:
    run = played(ONE, does(5, "a"), ends(), service(row(100, 70, 80), row(300, 246, 82, begins=15)))
    live = score(run.log).live
    assert live.measured is not None
    assert live.measured.value == pytest.approx((100 * 10 + 300 * 0) / 400)
    assert [run.log.line(line).data["came"] for line in live.measured.lines] == [100, 300]


def test_the_residual_is_measured_less_predicted() -> None:
    run = started(ONE, prediction={"chances": {}, "points_lost": 1.5})
    live = scored(run, ends(), service(row(100, 79, 80))).live
    assert live.predicted == 1.5
    assert live.residual == pytest.approx(-0.5)


@pytest.mark.parametrize(("within", "rating"), [(78, Rating.P), (77.9, Rating.M)])
def test_only_above_the_budget_of_the_log_nothing_is_better_than_m(within: float, rating: Rating) -> None:
    told = scored(ONE, does(5, "a"), ends(), service(row(100, within, 80)))
    assert told.rating is rating
    assert told.objectives[0].by_clocks is Rating.P
    assert told.objectives[0].rating is rating
    assert told.points is not None
    assert told.points.value == {Rating.P: 100.0, Rating.M: 50.0}[rating]


def test_the_least_loss_above_the_budget_counts_and_single_contacts_do() -> None:
    assert scored(ONE, ends(), service(row(1000, 779.999, 80))).live.over_budget
    assert scored(ONE, ends(), service(row(1, 0, 80))).live.over_budget


def test_the_loss_of_rows_can_be_told_before_they_are_in_a_log() -> None:
    assert points_lost([row(100, 70, 80), row(300, 246, 82), row(1, 1, 100), row(0, 0, 90), row(9, 0, None)]) == (
        pytest.approx(1000 / 401)
    )
    assert points_lost([row(0, 0, 90), row(9, 0, None)]) is None


def test_a_drill_has_the_budget_that_it_was_planned_with() -> None:
    told = scored(started(ONE, budget=12.0), does(5, "a"), ends(), service(row(100, 70, 80)))
    assert (told.live.budget, told.live.over_budget) == (12.0, False)


def test_nothing_measured_is_no_loss_and_no_zero() -> None:
    told = scored(ONE, does(5, "a"), ends(), service(row(0, 0, 80)))
    assert (told.live.measured, told.live.residual, told.live.over_budget) == (None, None, False)


def test_of_a_span_that_was_measured_twice_the_last_counts() -> None:
    told = scored(ONE, ends(), service(row(100, 70, 80)), service(row(100, 79, 80)))
    assert told.live.measured is not None
    assert told.live.measured.value == pytest.approx(1.0)


def test_a_corrected_row_counts_as_it_was_corrected_and_a_void_one_does_not() -> None:
    run = played(ONE, ends(), service(row(100, 70, 80), row(100, 10, 80, begins=15)))
    first, second = (line.number for line in run.log.lines[-2:])
    run = correct(run, order(70), first, "counted again", data={"within": 79})
    run = correct(run, order(71), second, "another centre's", void=True)
    live = score(run.log).live
    assert live.measured is not None
    assert live.measured.value == pytest.approx(1.0)
    assert live.measured.lines == (first,)


def test_service_in_the_world_of_the_exercise_is_no_loss_of_the_live_one() -> None:
    told = scored(ONE, ends(), service(row(100, 10, None, exercise=True, target_percent=80)))
    assert told.live.measured is None


def test_a_row_without_what_was_expected_says_nothing_of_a_loss() -> None:
    told = scored(ONE, ends(), service(row(100, 79, 80), row(100, 10, None, begins=15)))
    assert told.live.measured is not None
    assert told.live.measured.value == pytest.approx(1.0)


def test_rows_of_another_queue_and_the_same_time_count_beside_each_other() -> None:
    chat = {**row(100, 60, 80), "queue": "chat"}
    told = scored(ONE, ends(), service(row(100, 80, 80), chat))
    assert told.live.measured is not None
    assert told.live.measured.value == pytest.approx(10.0)
