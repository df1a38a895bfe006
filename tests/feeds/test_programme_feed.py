"""The programme as calendars: planners see all of it, others announced drills alone."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events  # type: ignore[import-untyped]  # comes without types

from api.feeds.programme import programme_feed
from api.translation import translator
from drills.programme import Entry, Programme, State
from drills.roles import Form
from tests.drills.programme.small_year import FIRST, NOW, OUTAGE, SURGE, ZONE, day, held

LATER = datetime(2026, 3, 1, tzinfo=UTC)


def programme(*entries: Entry, told_at: tuple[datetime, ...] = (NOW,)) -> Programme:
    return Programme("Harbour", ZONE, FIRST, day(364), entries, (), (), told_at)


def planned(number: int, **values: object) -> Entry:
    return replace(held(number, Form.FUNCTIONAL, state=State.PLANNED), **values)  # type: ignore[arg-type]  # of this file


def events(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_invariant_9_an_unannounced_drill_leaves_everybodys_calendar_as_it_was() -> None:
    shown = planned(10)
    hidden = planned(30, announced=False, families=(SURGE,), changed_in=2)
    before = programme_feed(programme(shown), planners=False)
    after = programme_feed(programme(shown, hidden, told_at=(NOW, LATER)), planners=False)
    assert before == after
    assert len(events(programme_feed(programme(shown, hidden), planners=True))) == 2


def test_invariant_9_other_people_in_an_announced_drill_leave_everybodys_calendar_as_it_was() -> None:
    before, after = programme(planned(10)), programme(planned(10, changed_in=2), told_at=(NOW, LATER))
    assert programme_feed(before, planners=False) == programme_feed(after, planners=False)
    assert programme_feed(before, planners=True) != programme_feed(after, planners=True)


def test_everybodys_calendar_gives_no_incident_level_or_person_away() -> None:
    text = programme_feed(programme(planned(10)), planners=False).decode()
    for word in ("outage", "level", "Level", "rehearsal", "D10"):
        assert word not in text
    assert "演练 functional exercise" in text


def test_planners_read_what_a_drill_is_about_in_their_language() -> None:
    chinese = programme_feed(programme(planned(10)), planners=True, language="zh_CN", translate=translator("zh_CN"))
    english = programme_feed(programme(planned(10)), planners=True)
    assert "演练 functional exercise: system outage" in english.decode()
    assert chinese != english


def test_a_change_moves_the_sequence_of_its_own_event_alone() -> None:
    one, other = planned(10), planned(30)
    first = {event["UID"]: event for event in events(programme_feed(programme(one, other), planners=True))}
    moved = replace(other, day=day(37), changed_in=2)
    now = {
        event["UID"]: event
        for event in events(programme_feed(programme(one, moved, told_at=(NOW, LATER)), planners=True))
    }
    assert set(first) == set(now)
    assert sorted(event["SEQUENCE"] for event in now.values()) == [0, 1]
    changed = next(event for event in now.values() if event["SEQUENCE"] == 1)
    assert changed["LAST-MODIFIED"].dt == LATER
    assert changed["DTSTART"].dt.date() == day(37)


def test_a_cancelled_drill_stays_as_cancelled() -> None:
    (event,) = events(programme_feed(programme(planned(10, state=State.CANCELLED)), planners=False))
    assert event["STATUS"] == "CANCELLED"


def test_a_drill_without_a_time_takes_its_day_and_one_with_a_time_that() -> None:
    start, end = datetime(2026, 3, 12, 6, tzinfo=UTC), datetime(2026, 3, 12, 8, tzinfo=UTC)
    content = programme_feed(
        programme(planned(10, start=start, end=end), planned(30, families=(OUTAGE,))), planners=True
    )
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(day(0), day(60))
    timed, open_ended = sorted(found, key=lambda event: event["DTSTART"].dt)
    assert timed["DTSTART"].dt.astimezone(UTC) == start
    assert open_ended["DTSTART"].dt == datetime(
        day(30).year, day(30).month, day(30).day, tzinfo=ZoneInfo("Asia/Shanghai")
    )
    assert "time is set when the roster is made" in open_ended["DESCRIPTION"]


def test_two_readings_of_one_programme_are_the_same_bytes() -> None:
    told = programme(planned(10), planned(30))
    assert programme_feed(told, LATER, planners=True) == programme_feed(told, LATER, planners=True)
