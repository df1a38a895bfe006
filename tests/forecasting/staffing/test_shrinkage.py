from datetime import date
from zoneinfo import ZoneInfo

import pytest

from forecasting.absences import Absence, Absences, Combine
from forecasting.errors import StaffingError
from forecasting.site import Queue
from forecasting.staffing.shrinkage import present_share
from forecasting.timegrid import TimeGrid

GRID = TimeGrid(ZoneInfo("Asia/Shanghai"), date(2026, 11, 9), 2)  # a Monday and a Tuesday
SICK = Absence("sickness", 0.10)
TRAINING = Absence("training", 0.20)


def test_kinds_multiply_by_default_and_add_where_asked() -> None:
    both = (SICK, TRAINING)
    assert present_share(Queue("q", absences=Absences(both)), GRID) == pytest.approx(0.9 * 0.8)
    assert present_share(Queue("q", absences=Absences(both, Combine.ADD)), GRID) == pytest.approx(0.7)


def test_one_shrinkage_holds_where_no_kinds_are_given() -> None:
    assert present_share(Queue("q", shrinkage=0.25), GRID) == pytest.approx(0.75)


def test_kinds_have_seasons_by_weekday_month_and_time() -> None:
    meetings = Absence(
        "meetings", 0.1, by_weekday=(2, *(1.0,) * 6), by_month=(*(1.0,) * 10, 0.5, 1.0), by_time={(540, 600): 3.0}
    )
    present = present_share(Queue("q", absences=Absences((meetings,))), GRID)
    monday, tuesday = GRID.slot_at(date(2026, 11, 9), 540), GRID.slot_at(date(2026, 11, 10), 540)
    assert present[[monday - 1, monday, monday + 4, tuesday - 1, tuesday]] == pytest.approx([0.9, 0.7, 0.9, 0.95, 0.85])


def test_breaks_of_the_roster_are_not_counted_twice() -> None:
    breaks = Absence("breaks", 0.12, rostered=True)
    assert present_share(Queue("q", absences=Absences((SICK, breaks))), GRID) == pytest.approx(0.9)


def test_kinds_that_leave_nobody_are_refused() -> None:
    many = tuple(Absence(name, 0.5) for name in ("a", "b"))
    with pytest.raises(StaffingError, match="2026-11-09T00:00:00\\+08:00 on its kinds of absence leave nobody"):
        present_share(Queue("q", absences=Absences(many, Combine.ADD)), GRID)


@pytest.mark.parametrize(
    "wrong",
    [{"share": 1.0}, {"share": 0.1, "by_weekday": (1.0,) * 6}, {"share": 0.5, "by_month": (*(1.0,) * 11, 2.0)}],
    ids=["all", "six days", "everybody in December"],
)
def test_absences_that_nobody_can_have_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="absence sickness"):
        Absence("sickness", **wrong)  # type: ignore[arg-type]  # wrong on purpose
