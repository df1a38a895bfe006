"""Subscribed calendars of drills over versions of a programme: the same UIDs, revisions that count up, nothing of unannounced drills."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import icalendar

from api.feeds.drill_calendar import ShownDrill, calendar_of_record, calendar_record, drill_feed_of, next_calendar
from api.feeds.programme import Place, programme_feed
from api.translation import translator
from drills.programme import Entry, Programme, State
from drills.roles import Form
from scheduler.agents import AgentId
from tests.drills.programme.small_year import FIRST, NOW, SURGE, ZONE, day, held

PLACE = Place("Harbour", ZONE)
LATER = NOW + timedelta(days=7)


def planned(number: int, **values: object) -> Entry:
    return replace(held(number, Form.FUNCTIONAL, state=State.PLANNED), **values)  # type: ignore[arg-type]  # of this file


def told(*versions: Sequence[Entry]) -> tuple[ShownDrill, ...]:
    """Return the calendar after *versions*, a week from one to the next, through the store's form."""
    shown: tuple[ShownDrill, ...] = ()
    for number, entries in enumerate(versions):
        at = NOW + timedelta(weeks=number)
        programme = Programme("Harbour", ZONE, FIRST, day(364), tuple(entries), (), (), (at,))
        record = json.loads(json.dumps(calendar_record(next_calendar(shown, programme, at), ZONE)))
        shown = calendar_of_record(record)
    return shown


def feed(*versions: Sequence[Entry], planners: bool = False, now: datetime = LATER) -> bytes:
    return drill_feed_of(told(*versions), PLACE, now, planners=planners)


def events(content: bytes) -> dict[Any, Any]:
    found: list[Any] = list(icalendar.Calendar.from_ical(content).walk("VEVENT"))
    return {event["DTSTART"].dt.date(): event for event in found}


def test_invariant_9_unannounced_drills_that_come_move_and_go_leave_everybodys_bytes_as_they_were() -> None:
    shown, hidden = planned(10), planned(30, announced=False, families=(SURGE,))
    before = feed([shown])
    moved = replace(hidden, day=day(37))
    for versions in (([shown], [shown, hidden]), ([shown, hidden],), ([shown, hidden], [shown, moved], [shown])):
        assert feed(*versions) == before
    assert len(events(feed([shown, hidden], planners=True))) == 2


def test_a_drill_keeps_its_uid_and_counts_its_revisions_up_over_all_versions() -> None:
    one, other = planned(10), planned(30)
    days = [day(30), day(37), day(44)]
    versions = [[one, replace(other, day=when)] for when in days]
    for planners in (True, False):
        found = [events(feed(*versions[: count + 1], planners=planners)) for count in range(3)]
        moving = [each[when] for each, when in zip(found, days, strict=True)]
        assert len({event["UID"] for event in moving}) == 1
        assert [event["SEQUENCE"] for event in moving] == [0, 1, 2]
        assert [event["LAST-MODIFIED"].dt for event in moving] == [NOW + timedelta(weeks=count) for count in range(3)]
        assert {each[day(10)]["SEQUENCE"] for each in found} == {0}


def test_a_programme_that_begins_from_nothing_does_not_count_back() -> None:
    moved = replace(planned(30), day=day(37), changed_in=2)
    afresh = planned(30)
    assert events(feed([planned(30)], [moved], [afresh]))[day(30)]["SEQUENCE"] == 2


def test_a_drill_that_is_dropped_stays_as_cancelled_for_some_weeks() -> None:
    gone = events(feed([planned(10), planned(30)], [planned(10)]))[day(30)]
    assert (gone["STATUS"], gone["SEQUENCE"]) == ("CANCELLED", 1)
    again = events(feed([planned(10), planned(30)], [planned(10)], [planned(10)]))[day(30)]
    assert again["SEQUENCE"] == 1
    assert day(30) not in events(feed([planned(10), planned(30)], [planned(10)], now=NOW + timedelta(weeks=9)))


def test_drills_before_the_first_day_of_the_next_programme_stand_as_they_were() -> None:
    this_year = Programme("Harbour", ZONE, FIRST, day(364), (planned(300),), (), (), (NOW,))
    next_year = Programme("Harbour", ZONE, day(365), day(729), (planned(400),), (), (), (LATER,))
    shown = next_calendar(next_calendar((), this_year, NOW), next_year, LATER)
    assert [(one.entry.day, one.entry.state) for one in shown] == [(day(300), State.PLANNED), (day(400), State.PLANNED)]


def test_a_drill_that_is_no_longer_announced_is_called_off_for_everybody_and_moves_no_more() -> None:
    shown, hidden = planned(30), planned(30, announced=False)
    gone = feed([shown], [hidden])
    assert events(gone)[day(30)]["STATUS"] == "CANCELLED"
    assert feed([shown], [hidden], [replace(hidden, day=day(44))]) == gone
    assert events(feed([shown], [hidden], [shown]))[day(30)]["STATUS"] == "CONFIRMED"


def test_other_people_move_the_planners_event_alone() -> None:
    one = planned(10)
    other = replace(one, without=AgentId("L9"))
    assert feed([one], [other]) == feed([one])
    assert events(feed([one], [other], planners=True))[day(10)]["SEQUENCE"] == 1


def test_a_clock_set_back_makes_no_revision_look_older() -> None:
    first = Programme("Harbour", ZONE, FIRST, day(364), (planned(10),), (), (), (LATER,))
    second = replace(first, entries=(replace(planned(10), day=day(11), id="D10"),))
    (shown,) = next_calendar(next_calendar((), first, LATER), second, NOW)
    assert (shown.planners.stamp.sequence, shown.planners.stamp.at) == (1, LATER)


def test_the_subscribed_calendar_has_the_uids_of_the_file_and_the_readers_language() -> None:
    programme = Programme("Harbour", ZONE, FIRST, day(364), (planned(10),), (), (), (NOW,))
    chinese = translator("zh_CN")
    file = programme_feed(programme, planners=True, language="zh_CN", translate=chinese)
    link = drill_feed_of(told([planned(10)]), PLACE, LATER, planners=True, language="zh_CN", translate=chinese)
    assert file == link
