"""Zones as calendars read them, and nights in which the clock changes."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events  # type: ignore[import-untyped]  # ships no types
from icalendar import Calendar, Timezone

from api.feeds import Feed, feed_bytes, revisions_of
from api.feeds.timezones import yearly_rules, zone_block

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.feeds.conftest import Centre

PUBLISHED = datetime(2026, 1, 5, tzinfo=UTC)
FEED = Feed("f", "Shifts")


def written(zone: str) -> list[str]:
    block = zone_block(ZoneInfo(zone), 2025)
    assert block is not None
    return bytes(block.to_ical(sorted=False)).decode().split("\r\n")[:-1]


def feed_of(centre: "Centre", day: str, span: str) -> bytes:
    roster = centre.roster(centre.shift(day, span))
    return feed_bytes(FEED, revisions_of(roster, centre.instance, centre.ann, PUBLISHED))


def test_shanghai_is_one_standard_block() -> None:
    assert written("Asia/Shanghai") == [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Shanghai",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0800",
        "TZOFFSETTO:+0800",
        "TZNAME:CST",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_london_is_two_blocks_with_yearly_rules() -> None:
    block = written("Europe/London")
    assert block.count("BEGIN:STANDARD") == block.count("BEGIN:DAYLIGHT") == 1
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in block
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in block
    assert "DTSTART:19700329T010000" in block  # the last Sunday of March 1970, on the clock before the change
    assert not any("RDATE" in line for line in block)


def test_new_york_changes_on_the_second_and_the_first_sunday() -> None:
    block = written("America/New_York")
    assert "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3" in block
    assert "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11" in block


def test_a_southern_and_a_half_hour_zone_have_rules_too() -> None:
    assert "TZOFFSETTO:+1030" in written("Australia/Lord_Howe")
    assert "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4" in written("Australia/Sydney")


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Europe/Dublin"])
def test_the_written_rules_give_the_zones_offsets_at_every_hour_of_ten_years(zone: str) -> None:
    block = zone_block(ZoneInfo(zone), 2025)
    assert block is not None
    again = Timezone.from_ical(block.to_ical())
    assert isinstance(again, Timezone)
    read = again.to_tz(lookup_tzid=False)
    moment, wrong = datetime(2025, 1, 1, 0, 30), []  # noqa: DTZ001  # a wall clock
    while moment.year < 2035:
        wall = moment.replace(tzinfo=ZoneInfo(zone))
        exists_once = wall.utcoffset() == wall.replace(fold=1).utcoffset()
        if exists_once and wall.utcoffset() != moment.replace(tzinfo=read).utcoffset():
            wrong.append(moment)
        moment += timedelta(hours=13)  # every hour of the day comes round
    assert wrong == []


@pytest.mark.parametrize("zone", ["Africa/Cairo", "Africa/Casablanca", "America/Santiago", "Asia/Jerusalem"])
def test_a_zone_that_no_plain_rule_describes_is_written_in_utc(zone: str, build: "Callable[..., Centre]") -> None:
    assert yearly_rules(ZoneInfo(zone), 2024) is None
    content = feed_of(build(zone, "2026-03-25"), "2026-03-26", "08:00-16:00")
    assert b"VTIMEZONE" not in content
    assert b"TZID" not in content
    start = datetime(2026, 3, 26, 8, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert f"DTSTART:{start:%Y%m%dT%H%M%SZ}".encode() in content


def test_a_night_shift_is_one_event_that_ends_on_the_next_day(shanghai: "Centre") -> None:
    content = feed_of(shanghai, "2026-11-10", "22:00-06:00")
    assert content.count(b"BEGIN:VEVENT") == 1
    assert b"DTSTART;TZID=Asia/Shanghai:20261110T220000" in content
    assert b"DTEND;TZID=Asia/Shanghai:20261111T060000" in content


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/London", "2026-03-28", 7),
        ("Europe/London", "2026-10-24", 9),
        ("America/New_York", "2026-03-07", 7),
        ("America/New_York", "2026-10-31", 9),
        ("Asia/Shanghai", "2026-10-31", 8),
    ],
)
def test_a_night_with_a_clock_change_lasts_as_long_as_it_really_does(
    zone: str, day: str, hours: int, build: "Callable[..., Centre]"
) -> None:
    content = feed_of(build(zone, day), day, "22:00-06:00")
    (found,) = recurring_ical_events.of(Calendar.from_ical(content)).all()
    assert found["DTEND"].dt.astimezone(UTC) - found["DTSTART"].dt.astimezone(UTC) == timedelta(hours=hours)
    assert f"{found['DTEND'].dt:%H:%M}" == "06:00"


def test_a_shift_that_ends_when_the_clock_shows_a_time_again_is_written_in_utc(build: "Callable[..., Centre]") -> None:
    centre = build("Europe/London", "2026-10-24")
    start = centre.at("2026-10-24", "18:00")
    twice = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 01:30 on the clock for the second time that night
    shift = centre.shift("2026-10-24", "18:00-23:00")
    roster = centre.roster(type(shift)(shift.agent, shift.day, shift.kind, start, twice))
    content = feed_bytes(FEED, revisions_of(roster, centre.instance, centre.ann, PUBLISHED))
    assert b"DTSTART:20261024T170000Z" in content
    assert b"DTEND:20261025T013000Z" in content
