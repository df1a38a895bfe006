"""The score of a drill that was played."""

import pytest

from drills.errors import LogError
from drills.exercise import AbortCause, ClockStatus, LineKind, Log, abort, pause, resume
from drills.rating import Rating
from drills.scenario.frozen import Standing
from drills.scoring import score
from tests.drills.scoring.small_played import (
    MINUTES,
    does,
    ends,
    judged,
    order,
    played,
    rates,
    row,
    saw,
    scored,
    service,
    small,
    started,
    wanted,
)
from tests.drills.simulation.small_scenario import inject

TWO = small(
    wanted("a", "do", 10, critical=True), wanted("b", "do", 20), wanted("c", "tell", 30), objectives=("do", "tell")
)


def test_a_drill_in_which_everything_comes_in_time_is_met_and_has_all_points() -> None:
    told = scored(TWO, does(5, "a"), does(20, "b"), does(30, "c"), ends())
    assert told.rating is Rating.P
    assert told.points is not None
    assert told.points.value == 100.0
    assert [target.met for target in told.targets] == [True, True, True]


def test_points_are_the_mean_over_objectives() -> None:
    told = scored(TWO, does(5, "a"), does(21, "b"), ends())
    assert [objective.rating for objective in told.objectives] == [Rating.S, Rating.U]
    assert told.points is not None
    assert told.points.value == 37.5
    assert told.rating is Rating.U


def test_12_a_critical_expectation_that_fails_rules_p_out() -> None:
    told = scored(TWO, does(11, "a"), does(20, "b"), does(30, "c"), ends())
    assert told.target("a").status is ClockStatus.LATE
    assert told.objectives[0].rating is Rating.U
    assert told.rating is not Rating.P


def test_a_response_is_the_time_from_its_clock_to_the_first_stamp_and_cites_both_lines() -> None:
    run = played(TWO, does(5, "a"), does(9, "a"), ends())
    response = score(run.log).target("a").response
    assert response is not None
    assert response.value == 300.0
    clock, stamp = (run.log.line(number) for number in response.lines)
    assert (clock.data["expectation"], stamp.data["expectation"]) == ("a", "a")


def test_a_response_counts_from_the_clock_and_what_is_done_in_advance_took_no_time() -> None:
    asked = small(wanted("late", basis="later"), wanted("early", basis="later"), injects=(inject("later", 20),))
    told = scored(asked, does(12, "early"), does(23, "late"), ends())
    took = [target.response.value for target in told.targets if target.response is not None]
    assert took == [180.0, 0.0]
    assert [target.met for target in told.targets] == [True, True]


def test_an_objective_cites_the_rows_of_service_that_cap_it_and_no_others() -> None:
    for within, cited in ((60, 1), (80, 0)):
        run = played(TWO, does(5, "a"), ends(), service(row(100, within, 80)))
        lines = score(run.log).objectives[0].lines
        assert [run.log.line(line).kind for line in lines].count(LineKind.LIVE) == cited


def test_what_was_judged_wrong_at_once_is_not_met() -> None:
    told = scored(TWO, judged(5, "a", met=False), does(5, "a"), ends())
    assert told.target("a").met is False


def test_most_sheets_decide_and_equally_many_say_the_worse() -> None:
    run = played(TWO, does(5, "a"), does(6, "b"), ends())
    assert scored(run, saw("E1", a=False)).target("a").met is False
    assert scored(run, saw("E1", a=False), saw("E2", a=True)).target("a").met is False
    assert scored(run, saw("E1", a=False), saw("E2", a=True), saw("E3", a=True)).target("a").met is True


def test_nobody_sees_in_time_what_the_clock_saw_late() -> None:
    assert scored(TWO, does(11, "a"), ends(), saw("E1", a=True)).target("a").met is False


def test_the_last_sheet_of_an_evaluator_replaces_the_ones_before() -> None:
    assert scored(TWO, does(5, "a"), ends(), saw("E1", a=False), saw("E1", a=True)).target("a").met is True


def test_an_objective_is_the_worse_of_clocks_and_evaluators() -> None:
    run = played(TWO, does(5, "a"), does(20, "b"), does(30, "c"), ends())
    told = scored(run, rates("E1", do="S", tell="P"), rates("E2", do="M"), rates("E3", do="S"))
    assert [objective.by_evaluators for objective in told.objectives] == [Rating.S, Rating.P]
    assert [objective.rating for objective in told.objectives] == [Rating.S, Rating.P]
    missed = scored(TWO, ends(), rates("E1", do="P", tell="P"))
    assert [objective.rating for objective in missed.objectives] == [Rating.U, Rating.U]


def test_what_was_due_after_the_end_or_never_began_does_not_count() -> None:
    later = wanted("plan", "tell", 90, standing=Standing.PROJECTED)
    asked = small(wanted("a"), later, objectives=("do", "tell"))
    told = scored(asked, does(5, "a"), does(50, "plan"), ends())
    assert told.target("plan").met is None
    assert [objective.rating for objective in told.objectives] == [Rating.P, None]
    assert told.points is not None
    assert told.points.value == 100.0


def test_evaluators_can_rate_an_objective_that_no_clock_says_anything_of() -> None:
    asked = small(wanted("a"), objectives=("do", "tell"))
    told = scored(asked, does(5, "a"), ends(), rates("E1", tell="S"))
    assert [objective.rating for objective in told.objectives] == [Rating.P, Rating.S]


def test_a_drill_that_was_broken_off_counts_what_had_ended_until_then() -> None:
    run = played(TWO, does(5, "a"))
    told = score(abort(run, order(15), AbortCause.REAL_EVENT).log)
    assert told.aborted == "real-event"
    assert [target.met for target in told.targets] == [True, None, None]
    assert told.target("b").status is ClockStatus.STOPPED
    assert told.rating is Rating.P


def test_a_drill_in_which_nothing_ended_has_no_points() -> None:
    told = score(abort(started(TWO), order(5), AbortCause.SAFE_WORD).log)
    assert (told.rating, told.points) == (None, None)


def test_a_pause_changes_no_score() -> None:
    run = resume(pause(started(TWO), order(3)), order(103))
    told = scored(run, does(105, "a"), does(115, "b"), does(130, "c"), ends(MINUTES + 100))
    plain = scored(TWO, does(5, "a"), does(15, "b"), does(30, "c"), ends())
    assert told.points is not None
    assert plain.points is not None
    assert (told.rating, told.points.value) == (plain.rating, plain.points.value)
    assert [target.met for target in told.targets] == [target.met for target in plain.targets]


def test_the_chances_told_before_stand_beside_the_targets() -> None:
    told = score(started(TWO, prediction={"chances": {"a": 0.75, "b": None}, "points_lost": 0.5}).log)
    assert [target.predicted for target in told.targets] == [0.75, None, None]


def test_a_log_without_a_drill_has_no_score() -> None:
    with pytest.raises(LogError, match="holds no drill"):
        score(Log())


WORKED = small(
    wanted("acknowledged", "see", 5),
    wanted("graded", "see", 30, critical=True),
    wanted("first-answer", "tell", 10, critical=True),
    wanted("banner", "tell", 20),
    wanted("statement", "tell", 120, standing=Standing.NOT_OBSERVED),
    objectives=("see", "tell"),
)


@pytest.mark.parametrize(
    ("graded", "within", "letters", "points", "rating"),
    [(24, 316, "SS", 75.0, "S"), (24, 308, "MM", 50.0, "M"), (31, 316, "US", 37.5, "U")],
)
def test_the_worked_example_of_the_docs_is_worked_right(
    graded: int, within: int, letters: str, points: float, rating: str
) -> None:
    acts = (does(3, "acknowledged"), does(8, "first-answer"), does(graded, "graded"), does(40, "statement"))
    sheets = (rates("E1", see="P"), rates("E2", see="S"))
    told = scored(WORKED, *acts, ends(), *sheets, service(row(400, within, 80)))
    assert [objective.rating for objective in told.objectives] == [Rating(letter) for letter in letters]
    assert told.points is not None
    assert (told.points.value, told.rating) == (points, Rating(rating))
