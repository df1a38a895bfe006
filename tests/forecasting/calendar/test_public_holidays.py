from datetime import date
from zoneinfo import ZoneInfo

import pytest

from forecasting.calendar import event_calendar
from forecasting.calendar.public import public_holidays
from forecasting.errors import CalendarError

SHANGHAI = ZoneInfo("Asia/Shanghai")


def statutory(year: int) -> list[str]:
    found = public_holidays("CN", date(year, 1, 1), date(year, 12, 31)).statutory
    return [f"{day:%m-%d}" for day in sorted(found)]


def test_the_300_percent_days_of_2025_are_the_thirteen_that_the_law_names() -> None:
    # LL-44: New Year 1, Spring Festival 4 with its eve, Qingming 1, Labour Day 2, Dragon Boat 1, Mid-Autumn 1, National Day 3.
    assert statutory(2025) == [
        "01-01", "01-28", "01-29", "01-30", "01-31", "04-04", "05-01", "05-02", "05-31", "10-01", "10-02", "10-03", "10-06",
    ]  # fmt: skip


def test_before_2025_spring_festival_had_three_300_percent_days_and_labour_day_one() -> None:
    assert statutory(2024) == [
        "01-01", "02-10", "02-11", "02-12", "04-04", "05-01", "06-10", "09-17", "10-01", "10-02", "10-03",
    ]  # fmt: skip


def test_a_predicted_year_has_its_thirteen_300_percent_days_too() -> None:
    assert len(statutory(2027)) == 13
    assert statutory(2027)[1:5] == ["02-05", "02-06", "02-07", "02-08"]


def test_days_off_taken_in_lieu_pay_no_300_percent() -> None:
    calendar = event_calendar("CN", SHANGHAI, date(2025, 10, 1), date(2025, 10, 12))
    assert calendar.holidays[date(2025, 10, 8)] == "National Day"
    assert date(2025, 10, 8) not in calendar.statutory


def test_a_made_up_weekend_day_is_a_working_day() -> None:
    calendar = event_calendar("CN", SHANGHAI, date(2025, 10, 1), date(2025, 10, 12))
    assert calendar.make_up == {date(2025, 10, 11)}
    assert not calendar.is_day_off(date(2025, 10, 11))
    assert calendar.is_day_off(date(2025, 10, 12))
    assert calendar.names_on(date(2025, 10, 11)) == ("make-up working day",)


def test_a_published_year_is_firm_and_a_later_one_provisional() -> None:
    calendar = event_calendar("CN", SHANGHAI, date(2025, 12, 1), date(2027, 2, 28))
    assert calendar.provisional_years == {2027}
    assert calendar.holidays[date(2027, 2, 6)] == "Spring Festival"


def test_other_countries_keep_their_own_holidays_without_300_percent_days() -> None:
    calendar = event_calendar("GB-ENG", ZoneInfo("Europe/London"), date(2026, 12, 1), date(2026, 12, 31))
    assert calendar.holidays == {
        date(2026, 12, 25): "Christmas Day",
        date(2026, 12, 26): "Boxing Day",
        date(2026, 12, 28): "Boxing Day",
    }
    assert not calendar.statutory
    assert not calendar.phases


def test_nowhere_has_no_holidays() -> None:
    calendar = event_calendar("none", ZoneInfo("UTC"), date(2025, 1, 1), date(2025, 12, 31))
    assert not calendar.holidays
    assert not calendar.phases


@pytest.mark.parametrize("country", ["XX", "GB-QQ", "China", ""])
def test_an_unknown_country_is_refused_by_name(country: str) -> None:
    with pytest.raises(CalendarError, match=repr(country)):
        public_holidays(country, date(2025, 1, 1), date(2025, 12, 31))
