"""The time points of incidents, and the levels given and called for."""

from dataclasses import replace

import pytest

from drills.exercise import AbortCause, Log, Run, abort, pause, resume
from drills.incidents import Family, Level
from drills.scenario.acts import Act
from drills.scenario.frozen import Incident, Scenario
from drills.scenario.loads import Load, Surge
from drills.scoring import IncidentTimes, score
from drills.scoring.moments import exercise_time
from drills.scoring.played import played as told_by
from forecasting.site import Channel
from tests.drills.scoring.small_played import (
    Step,
    does,
    ends,
    order,
    played,
    row,
    service,
    small,
    started,
    wanted,
)
from tests.drills.simulation.small_scenario import WORDS, inject

ACTS = (Act.ACKNOWLEDGED, Act.GRADED, Act.ESCALATED, Act.FIRST_RESPONSE, Act.STATEMENT, Act.CONTAINED, Act.RECOVERED)
ASKED = small(
    *(wanted(act.value, within=40, act=act) for act in ACTS),
    injects=(inject("given", 5), inject("worse", 20, new_level=Level.II)),
    loads=(Load("calls", (Channel.PHONE,), 2, 50, Surge(50.0)),),
)
EVERYTHING = tuple(
    does(minute, act.value, act=act, level=Level.III if act is Act.GRADED else None) for minute, act in enumerate(ACTS, start=10)
)  # fmt: skip


def overall(asked: Scenario | Run, *steps: Step) -> IncidentTimes:
    return score(played(asked, *steps).log).times[0]


def seconds(times: IncidentTimes) -> dict[str, float]:
    return {point: cited.value for point, cited in times.points.items()}


def test_every_point_is_the_first_line_that_says_so() -> None:
    times = overall(ASKED, *EVERYTHING, does(18, "graded", act=Act.GRADED, level=Level.II), ends())
    assert seconds(times) == {
        "t0": 120, "t1": 300, "t2": 600, "t3": 660, "t4": 720, "t5": 780, "t6": 840, "t7": 900, "t8": 960, "t9": 3600,
    }  # fmt: skip


def test_points_that_did_not_come_are_left_out() -> None:
    assert set(seconds(overall(ASKED, ends()))) == {"t0", "t1", "t9"}
    broken_off = abort(started(ASKED), order(4), AbortCause.OTHER)
    assert set(seconds(overall(broken_off))) == {"t0"}


def test_the_last_level_stands_beside_the_one_that_the_facts_called_for() -> None:
    times = overall(ASKED, *EVERYTHING, ends())
    assert (times.level, times.called_for, times.graded_right) == (Level.III, Level.II, False)
    times = overall(ASKED, *EVERYTHING, does(30, "graded", act=Act.GRADED, level=Level.II), ends())
    assert (times.level, times.graded_right) == (Level.II, True)


def test_before_the_facts_change_the_opening_level_is_called_for() -> None:
    run = played(ASKED, *EVERYTHING, ends(19))
    assert overall(run).called_for is Level.III


def test_nobody_who_gave_no_level_graded_right_or_wrong() -> None:
    assert overall(ASKED, ends()).graded_right is None


TARGET = {"exercise": True, "target_percent": 80.0}


def test_service_has_recovered_at_the_first_instant_from_which_it_holds_its_target_for_half_an_hour() -> None:
    quarters = [90, 50, 50, 85, 70, 85, 85, 90]
    rows = [row(100, within, None, begins=15 * number, **TARGET) for number, within in enumerate(quarters)]
    run = played(ASKED, *EVERYTHING, ends(), service(*rows))
    # 50 + 85 and 85 + 70 stay below 160, 70 + 85 too; 85 + 85 from minute 75 on holds.
    assert seconds(overall(run))["t8"] == 75 * 60


def test_service_that_fell_and_has_not_come_back_is_not_recovered_whatever_was_stamped() -> None:
    rows = [row(100, 50, None, begins=15 * number, **TARGET) for number in range(6)]
    assert "t8" not in seconds(overall(ASKED, *EVERYTHING, ends(), service(*rows)))


def test_service_that_never_fell_leaves_the_stamp() -> None:
    rows = [row(100, 90, None, begins=15 * number, **TARGET) for number in range(6)]
    assert seconds(overall(ASKED, *EVERYTHING, ends(), service(*rows)))["t8"] == 960


def test_a_gap_in_the_rows_holds_nothing() -> None:
    rows = [
        row(100, within, None, begins=begins, **TARGET) for begins, within in ((0, 50), (15, 50), (30, 90), (60, 90))
    ]
    assert "t8" not in seconds(overall(ASKED, *EVERYTHING, ends(), service(*rows)))


def test_a_pause_takes_no_time_of_the_recovery() -> None:
    run = resume(pause(started(ASKED), order(1)), order(31))
    quarters = [90, 90, 50, 50, 90, 90]
    rows = [row(100, within, None, begins=15 * number, **TARGET) for number, within in enumerate(quarters)]
    assert seconds(overall(run, ends(91), service(*rows)))["t8"] == pytest.approx((60 - 30) * 60)


@pytest.mark.parametrize(
    ("minute", "second"), [(-5, -300), (0, 0), (1, 60), (20, 60), (31, 60), (32, 120), (91, 3660), (101, 4260)]
)
def test_exercise_time_stands_in_a_pause_and_goes_on_before_the_start_and_after_the_end(
    minute: int, second: int
) -> None:
    run = played(resume(pause(started(ASKED), order(1)), order(31)), ends(91))
    times = exercise_time(told_by(run.log))
    assert times is not None
    assert times.second_of(order(minute).now) == second


def test_a_drill_that_never_started_has_no_exercise_time() -> None:
    assert exercise_time(told_by(Log(started(ASKED).log.lines[:2]))) is None


def test_service_exactly_at_its_target_holds_it() -> None:
    rows = [row(100, within, None, begins=15 * number, **TARGET) for number, within in enumerate([50, 50, 80, 80])]
    assert seconds(overall(ASKED, ends(), service(*rows)))["t8"] == 30 * 60


def test_several_incidents_keep_their_own_points_and_the_worst_level_is_everybodys() -> None:
    parts = tuple(
        Incident(name, Family.SYSTEM_OUTAGE, "test", 1, Level.I, opening, *(WORDS,) * 5)
        for name, opening in (("one", Level.III), ("two", Level.II))
    )
    asked = small(
        wanted("here", act=Act.GRADED, incident="one"),
        wanted("there", basis="later", act=Act.GRADED, incident="two"),
        injects=(inject("given", incident="one"), inject("later", 10, incident="two")),
    )
    asked = replace(asked, incidents=parts)
    run = played(
        asked,
        does(5, "here", act=Act.GRADED, level=Level.III),
        does(15, "there", act=Act.GRADED, level=Level.II),
        ends(),
    )
    whole, one, two = score(run.log).times
    assert [times.incident for times in (whole, one, two)] == ["", "one", "two"]
    assert [seconds(times)["t3"] for times in (whole, one, two)] == [300, 300, 900]
    assert [seconds(times)["t1"] for times in (whole, one, two)] == [0, 0, 600]
    assert [times.level for times in (whole, one, two)] == [Level.II, Level.III, Level.II]
    assert [times.called_for for times in (whole, one, two)] == [Level.II, Level.III, Level.II]
