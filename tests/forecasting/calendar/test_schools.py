from datetime import date
from zoneinfo import ZoneInfo

import pytest

from forecasting.calendar import EventCalendar, Phase, event_calendar
from forecasting.calendar.yearday import DaySpan
from forecasting.errors import CalendarError

SHANGHAI = ZoneInfo("Asia/Shanghai")


def year(number: int, region: str, *extra: Phase) -> EventCalendar:
    return event_calendar("CN", SHANGHAI, date(number, 1, 1), date(number, 12, 31), extra=extra, schools=region)


def spans(calendar: EventCalendar, event: str) -> list[tuple[str, str, str, bool]]:
    return [
        (phase.phase, f"{phase.start:%m-%d}", f"{phase.end:%m-%d}", phase.provisional)
        for phase in calendar.phases
        if phase.event == event
    ]


def test_vacations_of_a_published_year_are_firm() -> None:
    assert spans(year(2026, "CN-BJ"), "school vacation") == [
        ("winter", "01-24", "03-02", False),
        ("summer", "07-08", "09-01", False),
    ]


def test_other_vacations_are_the_usual_ones_around_the_spring_festival_and_provisional() -> None:
    assert spans(year(2027, "CN"), "school vacation") == [
        ("winter", "01-20", "02-24", True),  # the Spring Festival is on 6 February
        ("summer", "07-05", "09-01", True),
    ]


@pytest.mark.parametrize(("number", "first"), [(2019, "06-07"), (2020, "07-07"), (2026, "06-07")])
def test_the_entrance_examination_takes_two_days(number: int, first: str) -> None:
    ((_phase, start, _end, _provisional),) = spans(year(number, "CN"), "Gaokao")
    assert start == first


def test_without_a_region_schools_do_not_count() -> None:
    assert not spans(year(2026, "none"), "school vacation")
    assert not spans(year(2026, "none"), "Gaokao")


def test_an_unknown_region_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(CalendarError, match="CN-BJ"):
        year(2026, "CN-XX")


def test_a_planners_own_vacation_replaces_that_season_alone() -> None:
    span = DaySpan(date(2026, 7, 1), date(2026, 8, 25))
    own = Phase("school vacation", "school-vacation", "summer", span.start(SHANGHAI), span.end(SHANGHAI))
    assert [found[1] for found in spans(year(2026, "CN-BJ", own), "school vacation")] == ["01-24", "07-01"]
