"""Every row of what makes a subscription work, on the bytes themselves."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from api.feeds import EventRevision, EventStatus, Feed, Phrase, Window, agent_feed, feed_bytes, revisions_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.feeds.conftest import Centre

NOW = datetime(2026, 11, 4, 10, 15, tzinfo=UTC)
FEED = Feed("5f1d1a2e-0000-5000-8000-000000000000", "Shifts of Ann")


def event(
    uid: str = "a",
    *,
    start: datetime = NOW,
    hours: float = 8,
    sequence: int = 0,
    status: EventStatus = EventStatus.CONFIRMED,
    zone: str = "Asia/Shanghai",
    summary: str = "Late",
    description: str = "",
    modified: datetime = NOW,
    alarm_minutes: tuple[int, ...] = (),
) -> EventRevision:
    return EventRevision(
        uid=uid,
        sequence=sequence,
        last_modified=modified,
        dtstamp=modified,
        start=start,
        end=start + timedelta(hours=hours),
        zone=ZoneInfo(zone),
        summary=Phrase.of("{text}", text=summary),
        status=status,
        description=(Phrase.of("{text}", text=description),) if description else (),
        alarm_minutes=alarm_minutes,
    )


def lines(content: bytes) -> list[str]:
    """Return the unfolded content lines (RFC 5545 section 3.1)."""
    return content.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


def block(content: bytes, name: str) -> list[str]:
    """Return the lines of the first component called *name*."""
    found = lines(content)
    return found[found.index(f"BEGIN:{name}") : found.index(f"END:{name}") + 1]


def uids(content: bytes) -> list[str]:
    return [str(found["UID"]) for found in Calendar.from_ical(content).walk("VEVENT")]


def test_the_same_revisions_give_the_same_bytes_in_any_order() -> None:
    events = [event("a"), event("b", start=NOW + timedelta(days=1)), event("c", zone="Europe/London")]
    assert feed_bytes(FEED, events, NOW) == feed_bytes(FEED, reversed(events), NOW)


def test_two_requests_on_one_day_give_the_same_bytes_and_dtstamp_is_not_the_request() -> None:
    events = [event(modified=datetime(2026, 10, 1, 8, tzinfo=UTC))]
    morning = feed_bytes(FEED, events, NOW.replace(hour=0, minute=0))
    assert morning == feed_bytes(FEED, events, NOW.replace(hour=23, minute=59))
    assert "DTSTAMP:20261001T080000Z" in lines(morning)
    assert "LAST-MODIFIED:20261001T080000Z" in lines(morning)


def test_a_calendar_bears_its_fixed_uid_and_its_name_twice() -> None:
    head = lines(feed_bytes(replace(FEED, name="李安的班次", language="zh_CN"), [event()]))
    assert "uid:5f1d1a2e-0000-5000-8000-000000000000" in head
    assert "NAME:李安的班次" in head
    assert "X-WR-CALNAME:李安的班次" in head
    assert "PRODID:-//Watchbill//Calendar feed//ZH" in head


def test_the_first_uid_in_capitals_is_an_events_for_programs_that_look_no_further() -> None:
    content = feed_bytes(FEED, [event("shift-1")])
    assert next(line for line in lines(content) if line.startswith("UID")) == "UID:shift-1"
    assert Calendar.from_ical(content)["UID"] == FEED.uid


def test_apple_and_outlook_are_each_told_to_look_again_after_an_hour() -> None:
    content = feed_bytes(FEED, [event()])
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in content
    assert b"\r\nX-PUBLISHED-TTL:PT1H\r\n" in content


def test_no_method_turns_the_feed_into_an_invitation() -> None:
    assert b"METHOD" not in feed_bytes(FEED, [event()])


def test_only_the_latest_revision_of_an_event_is_shown() -> None:
    found = block(feed_bytes(FEED, [event(sequence=2, summary="new"), event(sequence=1, summary="old")]), "VEVENT")
    assert "SEQUENCE:2" in found
    assert "SUMMARY:new" in found


def test_a_cancelled_event_stays_for_four_weeks_and_takes_no_time() -> None:
    gone = event(status=EventStatus.CANCELLED, sequence=1, start=NOW + timedelta(weeks=8))
    found = block(feed_bytes(FEED, [gone], NOW + timedelta(weeks=4)), "VEVENT")
    assert "STATUS:CANCELLED" in found
    assert "TRANSP:TRANSPARENT" in found
    assert uids(feed_bytes(FEED, [gone], NOW + timedelta(weeks=4, days=1))) == []


def test_a_confirmed_event_takes_time() -> None:
    found = block(feed_bytes(FEED, [event()]), "VEVENT")
    assert "STATUS:CONFIRMED" in found
    assert "TRANSP:OPAQUE" in found


@pytest.mark.parametrize(("days", "shown"), [(-30, False), (-28, True), (0, True), (91, True), (92, False)])
def test_the_window_reaches_four_weeks_back_and_thirteen_ahead(days: int, shown: bool) -> None:  # noqa: FBT001  # a table
    content = feed_bytes(FEED, [event(start=NOW + timedelta(days=days))], NOW)
    assert (uids(content) == ["a"]) is shown


def test_an_event_that_reaches_into_the_window_is_shown() -> None:
    night = event(start=datetime(2026, 10, 6, 22, tzinfo=UTC))  # ends at 06:00 on the window's first day
    assert uids(feed_bytes(FEED, [night], NOW)) == ["a"]


def test_without_now_nothing_is_left_off() -> None:
    assert uids(feed_bytes(FEED, [event(start=datetime(1999, 5, 1, tzinfo=UTC))])) == ["a"]


def test_a_window_of_other_lengths_is_obeyed() -> None:
    short = Window(back=timedelta(days=1), ahead=timedelta(days=1))
    assert uids(feed_bytes(FEED, [event(start=NOW + timedelta(days=3))], NOW, window=short)) == []


def test_a_feed_stays_below_a_megabyte_and_loses_its_far_end_first() -> None:
    events = [event(f"e{day}", start=NOW + timedelta(days=day), description="长" * 20_000) for day in range(40)]
    content = feed_bytes(FEED, events, NOW)
    assert 900_000 < len(content) < 1_000_000
    kept = uids(content)
    assert kept == [f"e{day}" for day in range(len(kept))]


def test_a_season_of_shifts_is_far_below_a_megabyte(build: "Callable[..., Centre]") -> None:
    centre = build(first="2026-10-07", days=119)
    revisions = revisions_of(centre.nights(), centre.instance, centre.ann, NOW, site="杭州客服中心")
    content = feed_bytes(agent_feed(centre.ann, "杭州客服中心"), revisions, NOW)
    assert len(uids(content)) == 119
    assert len(content) < 100_000


def test_lines_are_folded_at_75_octets_and_never_inside_a_character() -> None:
    for shift in range(4):
        content = feed_bytes(FEED, [event(summary="x" * shift + "双十一晚班" * 30, description="é🎧" * 60)])
        rows = content.split(b"\r\n")
        assert max(len(row) for row in rows) <= 75
        for row in rows:
            row.decode()  # fails where a character is torn
        assert f"SUMMARY:{'x' * shift}{'双十一晚班' * 30}" in lines(content)


def test_every_line_ends_in_carriage_return_and_line_feed() -> None:
    content = feed_bytes(FEED, [event(description="one\ntwo\rthree\r\nfour")])
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")


def test_commas_semicolons_backslashes_and_breaks_are_escaped() -> None:
    found = block(feed_bytes(FEED, [event(description="a,b;c\\d\ne")]), "VEVENT")
    assert r"DESCRIPTION:a\,b\;c\\d\ne" in found


@given(st.text(alphabet=st.characters(), max_size=200))
def test_no_text_breaks_a_feed_or_carries_control_characters(text: str) -> None:
    content = feed_bytes(replace(FEED, name=text), [event(summary=text, description=text)])
    assert re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", content) is None
    decoded = content.decode()
    assert (
        len(decoded.splitlines()) == len(content.split(b"\r\n")) - 1
    )  # no other line break that a client may split at
    assert uids(content) == ["a"]
    again = Calendar.from_ical(content).walk("VEVENT")[0]
    assert len(again.errors) == 0


def test_an_injected_property_stays_text() -> None:
    content = feed_bytes(FEED, [event(summary="x\r\nATTENDEE:mailto:a@example.org", description="y\nEND:VEVENT")])
    assert not any(line.startswith("ATTENDEE") for line in lines(content))
    assert uids(content) == ["a"]


def test_reminders_are_the_agents_choice_and_go_with_the_event() -> None:
    kept = feed_bytes(FEED, [event(alarm_minutes=(30, 0))])
    assert lines(kept).count("BEGIN:VALARM") == 2
    assert "TRIGGER:-PT30M" in lines(kept)
    assert "ACTION:DISPLAY" in lines(kept)
    assert b"VALARM" not in feed_bytes(FEED, [event(alarm_minutes=(30,), status=EventStatus.CANCELLED)])
    assert b"VALARM" not in feed_bytes(FEED, [event()])


def test_an_empty_feed_is_still_a_calendar_with_a_component() -> None:
    content = feed_bytes(FEED, [])
    assert len(Calendar.from_ical(content).subcomponents) == 1  # RFC 5545 section 3.6 asks for one
    assert feed_bytes(FEED, [], NOW) == content


def test_phrases_are_written_in_the_language_of_the_reader() -> None:
    words = {"{text}": "班次 {text}"}
    found = block(feed_bytes(FEED, [event()], translate=lambda sentence: words.get(sentence, sentence)), "VEVENT")
    assert "SUMMARY:班次 Late" in found


def test_a_revision_names_all_that_is_wrong_with_it() -> None:
    with pytest.raises(
        ValueError, match=r"end .* is not after start .*; sequence -1 is below 0; alarm of -5"
    ) as caught:
        event(hours=0, sequence=-1, alarm_minutes=(-5,))
    assert str(caught.value).startswith("event a: ")


def test_a_revision_refuses_a_time_without_zone() -> None:
    with pytest.raises(ValueError, match="start 2026-11-04T08:00:00 names no time zone"):
        event(start=datetime(2026, 11, 4, 8))  # noqa: DTZ001  # the fault under test
