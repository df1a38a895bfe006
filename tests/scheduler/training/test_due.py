"""What is due of a year's training in the planned days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.timegrid import TimeGrid
from scheduler.agents import AgentId
from scheduler.training.courses import Attended, Course, Curriculum
from scheduler.training.due import YearPart, due_count, standings, year_parts
from tests.scheduler.tiny import SHANGHAI
from tests.scheduler.training.classroom import ALONE, all_at_work, school


def test_november_is_due_its_share_of_the_days_left() -> None:
    (part,) = year_parts(TimeGrid(SHANGHAI, date(2026, 11, 1), 30), ())
    assert part == YearPart(2026, 30, 61)
    assert part.share * 40 == pytest.approx(40 * 30 / 61)
    assert not part.is_last


def test_the_last_days_of_the_year_are_due_everything_and_the_next_year_begins_anew() -> None:
    old, new = year_parts(TimeGrid(SHANGHAI, date(2026, 12, 28), 28), ())
    assert (old.year, old.planned, old.left, old.is_last) == (2026, 4, 4, True)
    assert (new.year, new.planned, new.left, new.is_last) == (2027, 24, 365, False)


def test_barred_days_are_due_nothing_and_leave_their_share_to_the_others() -> None:
    grid = TimeGrid(SHANGHAI, date(2026, 12, 1), 10)
    barred = [date(2026, 12, 1) + timedelta(days=number) for number in range(10)]
    (closed,) = year_parts(grid, barred)
    assert closed.share == 0
    (part,) = year_parts(grid, barred[:5])
    assert (part.planned, part.left) == (5, 26)


@given(st.integers(1, 40), st.integers(1, 12))
def test_periods_that_each_fulfil_their_share_fulfil_the_year(length: int, courses: int) -> None:
    missing, have, first = 40.0, 0, date(2026, 1, 1)
    while first.year == 2026:
        part = year_parts(TimeGrid(SHANGHAI, first, length), ())[0]
        missing -= missing * part.share
        have = due_count(have, courses, part)
        first += timedelta(days=length)
    assert missing == pytest.approx(0)
    assert have == courses


def test_the_record_counts_up_to_the_first_planned_day_and_in_its_own_year() -> None:
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 10, 4), date(2026, 10, 5)]
    record = tuple(Attended(AgentId("a"), day, f"course {day}", 2) for day in days)
    instance = school("a", ALONE, record=record)
    standing = standings(all_at_work(instance), instance, 2026)[AgentId("a")]
    assert standing.before == 4
    assert standing.missing(40) == 36
    assert standing.courses == {"course 2026-01-01", "course 2026-10-04"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "a;b"}, "no ;"),
        ({"minutes": 0}, "more than 0"),
        ({"hours": 0.0}, "more than 0"),
        ({"least": 3, "most": 2}, "3 to 2 people"),
        ({"sessions": 0}, "1 or more"),
        ({"weekdays": frozenset({7})}, "some of 0 to 6"),
        ({"windows": ()}, "no window"),
    ],
)
def test_a_course_that_cannot_be_held_is_refused(wrong: dict[str, object], said: str) -> None:
    values: dict[str, object] = {"name": "x", "minutes": 60, "hours": 1.0, **wrong}
    with pytest.raises(ValueError, match=said):
        Course(**values)  # type: ignore[arg-type]  # wrong on purpose


def test_a_record_of_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="expected above 0"):
        Attended(AgentId("a"), date(2026, 1, 1), "x", 0)


def test_a_course_is_found_by_its_name() -> None:
    curriculum = Curriculum((ALONE,))
    assert curriculum.course("news") is ALONE
    assert curriculum.course("olds") is None
