"""A feed read back by other programs' parsers says what the roster says."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import recurring_ical_events  # type: ignore[import-untyped]  # ships no types
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from api.feeds import agent_feed, feed_bytes, revisions_of
from scheduler.roster import Assignment

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.feeds.conftest import Centre

PUBLISHED = datetime(2026, 1, 5, tzinfo=UTC)
ZONES = (
    "Asia/Shanghai",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
)
# Each has a clock change in one of the zones above.
FIRST_DAYS = tuple(date(2026, *day) for day in ((3, 4), (3, 25), (4, 1), (10, 1), (10, 21), (10, 28), (6, 15)))


@st.composite
def lines(draw: st.DrawFn) -> tuple[str, date, list[tuple[int, int]]]:
    """Draw a zone, a first day and the shifts of twelve days: start slot within the day and length in slots."""
    shifts = st.tuples(st.integers(0, 91), st.integers(1, 48))
    return (
        draw(st.sampled_from(ZONES)),
        draw(st.sampled_from(FIRST_DAYS)),
        draw(st.lists(shifts, min_size=1, max_size=12)),
    )


@settings(max_examples=60, deadline=None)
@given(lines())
def test_expanding_the_feed_gives_the_roster_in_every_zone_and_clock_change(
    build: "Callable[..., Centre]", line: tuple[str, date, list[tuple[int, int]]]
) -> None:
    zone, first, shifts = line
    centre = build(zone, first.isoformat())
    grid = centre.grid
    roster = centre.roster(
        *(
            Assignment(centre.ann.id, day, "any", grid.instant(slot), grid.instant(slot + length))
            for day, (offset, length) in zip(grid.dates(), shifts, strict=False)
            for slot in (grid.slots_of(day).start + offset,)
        )
    )
    content = feed_bytes(agent_feed(centre.ann, "x"), revisions_of(roster, centre.instance, centre.ann, PUBLISHED))
    read = recurring_ical_events.of(Calendar.from_ical(content)).between(
        grid.origin - timedelta(days=1), grid.end + timedelta(days=2)
    )
    found = sorted((event["DTSTART"].dt.astimezone(UTC), event["DTEND"].dt.astimezone(UTC)) for event in read)
    assert found == [(shift.start, shift.end) for shift in roster.assignments]


def test_a_client_that_knows_no_zone_names_reads_the_same_instants(build: "Callable[..., Centre]") -> None:
    centre = build("America/New_York", "2026-10-26")
    content = feed_bytes(
        agent_feed(centre.ann, "x"), revisions_of(centre.nights(), centre.instance, centre.ann, PUBLISHED)
    )
    renamed = content.replace(b"America/New_York", b"Custom/Clock")  # so that only the VTIMEZONE can be used
    read = recurring_ical_events.of(Calendar.from_ical(renamed)).all()
    starts = sorted(event["DTSTART"].dt.astimezone(UTC) for event in read)
    assert starts == [shift.start for shift in centre.nights().assignments]
    assert starts[0].astimezone(ZoneInfo("America/New_York")).hour == 22
