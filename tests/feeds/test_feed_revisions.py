"""What a publication does to the events that calendars already hold."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from api.feeds import (
    EventRevision,
    EventStatus,
    agent_feed,
    calendar_uid,
    feed_bytes,
    revision_document,
    revision_of_document,
    revisions_by_agent,
    revisions_of,
)
from scheduler.agents import AgentId

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.roster import Roster
    from tests.feeds.conftest import Centre

FIRST = datetime(2026, 10, 1, 9, 30, tzinfo=UTC)
LATER = FIRST + timedelta(days=3)


def publish(
    centre: "Centre", roster: "Roster", previous: tuple[EventRevision, ...] = (), at: datetime = FIRST
) -> tuple[EventRevision, ...]:
    return revisions_of(roster, centre.instance, centre.ann, at, previous, site="Hangzhou")


def confirmed(revisions: tuple[EventRevision, ...]) -> list[EventRevision]:
    return [revision for revision in revisions if not revision.is_cancelled]


def test_a_first_publication_starts_every_event_at_sequence_0(shanghai: "Centre") -> None:
    revisions = publish(shanghai, shanghai.nights())
    assert len({revision.uid for revision in revisions}) == len(revisions) == shanghai.days
    assert {(r.sequence, r.last_modified, r.dtstamp, r.status) for r in revisions} == {
        (0, FIRST, FIRST, EventStatus.CONFIRMED)
    }


def test_an_unchanged_roster_published_again_changes_no_byte(shanghai: "Centre") -> None:
    before = publish(shanghai, shanghai.nights())
    after = publish(shanghai, shanghai.nights(), before, LATER)
    assert after == before
    feed = agent_feed(shanghai.ann, "Hangzhou")
    assert feed_bytes(feed, after, LATER) == feed_bytes(feed, before, LATER)


def test_a_moved_shift_keeps_its_uid_and_bumps_its_sequence_alone(shanghai: "Centre") -> None:
    early, late = shanghai.shift("2026-11-03", "08:00-16:00"), shanghai.shift("2026-11-04", "08:00-16:00")
    before = publish(shanghai, shanghai.roster(early, late))
    after = publish(shanghai, shanghai.roster(shanghai.shift("2026-11-03", "09:00-17:00"), late), before, LATER)
    assert [(r.uid, r.sequence, r.last_modified) for r in after] == [
        (before[0].uid, 1, LATER),
        (before[1].uid, 0, FIRST),
    ]
    assert after[0].dtstamp == LATER
    assert after[0].start == shanghai.at("2026-11-03", "09:00")


def test_a_changed_break_is_a_change(shanghai: "Centre") -> None:
    before = publish(shanghai, shanghai.roster(shanghai.shift("2026-11-03", "08:00-16:00", breaks="12:00-13:00")))
    after = publish(
        shanghai, shanghai.roster(shanghai.shift("2026-11-03", "08:00-16:00", breaks="11:30-12:30")), before, LATER
    )
    assert [revision.sequence for revision in after] == [1]


def test_a_vanished_shift_becomes_cancelled_and_stays_so(shanghai: "Centre") -> None:
    before = publish(shanghai, shanghai.roster(shanghai.shift("2026-11-03", "08:00-16:00")))
    (gone,) = publish(shanghai, shanghai.roster(), before, LATER)
    assert (gone.uid, gone.status, gone.sequence, gone.last_modified) == (
        before[0].uid,
        EventStatus.CANCELLED,
        1,
        LATER,
    )
    assert publish(shanghai, shanghai.roster(), (gone,), LATER + timedelta(days=1)) == (gone,)


def test_a_uid_is_never_used_again(shanghai: "Centre") -> None:
    working = shanghai.roster(shanghai.shift("2026-11-03", "08:00-16:00"))
    first = publish(shanghai, working)
    second = publish(shanghai, shanghai.roster(), first, LATER)
    third = publish(shanghai, working, second, LATER + timedelta(days=1))
    assert len(third) == 2
    assert [r.uid for r in confirmed(third)] != [first[0].uid]
    assert [r.uid for r in third if r.is_cancelled] == [first[0].uid]


def test_split_shifts_of_a_day_keep_their_own_events(shanghai: "Centre") -> None:
    morning, evening = shanghai.shift("2026-11-03", "08:00-12:00"), shanghai.shift("2026-11-03", "17:00-21:00")
    before = publish(shanghai, shanghai.roster(morning, evening))
    after = publish(shanghai, shanghai.roster(evening), before, LATER)
    assert [(r.uid, r.is_cancelled, r.sequence) for r in after] == [(before[0].uid, True, 1), (before[1].uid, False, 0)]


def test_a_roster_of_other_days_leaves_earlier_events_alone(shanghai: "Centre", build: "Callable[..., Centre]") -> None:
    before = publish(shanghai, shanghai.nights())
    december = build(first="2026-12-01")
    after = publish(december, december.nights(), before, LATER)
    assert set(before) < set(after)
    assert len(after) == len(before) + december.days


def test_all_stored_revisions_may_be_given_the_latest_counts(shanghai: "Centre") -> None:
    first = publish(shanghai, shanghai.roster(shanghai.shift("2026-11-03", "08:00-16:00")))
    second = publish(shanghai, shanghai.roster(shanghai.shift("2026-11-03", "09:00-17:00")), first, LATER)
    assert publish(shanghai, shanghai.roster(shanghai.shift("2026-11-03", "09:00-17:00")), (*second, *first)) == second


def test_a_clock_set_back_never_makes_a_later_revision_look_older(shanghai: "Centre") -> None:
    before = publish(shanghai, shanghai.roster(shanghai.shift("2026-11-03", "08:00-16:00")), at=LATER)
    (after,) = publish(shanghai, shanghai.roster(), before, FIRST)
    assert (after.sequence, after.last_modified) == (1, LATER)


def test_other_peoples_shifts_are_not_in_the_feed(shanghai: "Centre") -> None:
    other = shanghai.shift("2026-11-03", "08:00-16:00", agent=AgentId("bob"))
    mine = shanghai.shift("2026-11-04", "08:00-16:00")
    revisions = publish(shanghai, shanghai.roster(other, mine))
    content = feed_bytes(agent_feed(shanghai.ann, "Hangzhou"), revisions)
    assert content.count(b"BEGIN:VEVENT") == 1
    assert b"Secretman" not in content
    assert b"bob" not in content


def test_publishing_for_everyone_gives_each_what_publishing_for_one_gives(shanghai: "Centre") -> None:
    other = shanghai.shift("2026-11-03", "08:00-16:00", agent=AgentId("bob"))
    roster = shanghai.roster(other, shanghai.shift("2026-11-04", "08:00-16:00"))
    first = revisions_by_agent(roster, shanghai.instance, FIRST, site="Hangzhou")
    assert first[shanghai.ann.id] == publish(shanghai, roster)
    again = revisions_by_agent(shanghai.roster(other), shanghai.instance, LATER, first, site="Hangzhou")
    assert again[shanghai.ann.id] == publish(shanghai, shanghai.roster(other), first[shanghai.ann.id], LATER)
    assert again[AgentId("bob")] == first[AgentId("bob")]


def test_a_shift_tells_its_name_site_team_role_breaks_and_activities(shanghai: "Centre") -> None:
    shift = shanghai.shift(
        "2026-11-03", "22:00-06:00", kind="night", breaks="02:00-02:30", activities="coaching=23:00-23:30"
    )
    (revision,) = publish(shanghai, shanghai.roster(shift))
    assert revision.summary.text(str) == "Shift: night"
    assert [line.text(str) for line in revision.description] == [
        "22:00 to 06:00, Asia/Shanghai time",
        "Site: Hangzhou",
        "Team: chat",
        "Role: senior agent",
        "Break 02:00 to 02:30, unpaid",
        "23:00 to 23:30: coaching",
    ]
    assert revision.location == "Hangzhou"


def test_no_name_or_id_travels_in_a_uid(shanghai: "Centre") -> None:
    (revision,) = publish(shanghai, shanghai.roster(shanghai.shift("2026-11-03", "08:00-16:00")))
    assert str(UUID(revision.uid)) == revision.uid
    assert str(UUID(calendar_uid("Hangzhou", shanghai.ann.id))) == calendar_uid("Hangzhou", shanghai.ann.id)
    assert calendar_uid("Hangzhou", AgentId("ann")) != calendar_uid("Hangzhoua", AgentId("nn"))


def test_an_agents_own_clock_decides_the_day_and_the_zone(shanghai: "Centre") -> None:
    abroad = replace(shanghai.ann, zone=ZoneInfo("Europe/London"))
    start = shanghai.at("2026-11-04", "06:00")  # 22:00 on the day before in London
    shift = replace(shanghai.shift("2026-11-03", "08:00-09:00"), start=start, end=start + timedelta(hours=8))
    before = revisions_of(shanghai.roster(shift), shanghai.instance, abroad, FIRST)
    assert before[0].zone.key == "Europe/London"
    assert before[0].day == shift.day
    assert revisions_of(shanghai.roster(shift), shanghai.instance, abroad, LATER, before) == before


def test_a_revision_survives_being_stored_as_json(shanghai: "Centre") -> None:
    for revision in publish(shanghai, shanghai.nights()):
        again = revision_of_document(json.loads(json.dumps(revision_document(revision))))
        assert again == revision
        assert feed_bytes(agent_feed(shanghai.ann, ""), [again]) == feed_bytes(agent_feed(shanghai.ann, ""), [revision])


SPANS = ("08:00-16:00", "09:00-17:00", "14:00-22:00", "22:00-06:00")
DAYS = ("2026-11-03", "2026-11-04", "2026-11-05")
PLANS = st.dictionaries(st.sampled_from(DAYS), st.sets(st.sampled_from(SPANS), max_size=2))


@given(st.lists(PLANS, min_size=1, max_size=5))
def test_whatever_is_published_in_whatever_order_the_feed_shows_the_last_roster(
    shanghai: "Centre", plans: list[dict[str, set[str]]]
) -> None:
    stored: tuple[EventRevision, ...] = ()
    for number, plan in enumerate(plans):
        roster = shanghai.roster(*(shanghai.shift(day, span) for day, spans in plan.items() for span in sorted(spans)))
        revisions = publish(shanghai, roster, stored, FIRST + timedelta(hours=number))
        expected = sorted((shift.start, shift.end) for shift in roster.assignments)
        assert sorted((revision.start, revision.end) for revision in confirmed(revisions)) == expected
        before = {revision.uid: revision for revision in stored}
        for revision in revisions:
            if revision.uid in before and revision != before[revision.uid]:
                assert revision.sequence == before[revision.uid].sequence + 1
                assert revision.last_modified == FIRST + timedelta(hours=number)
        assert before.keys() <= {revision.uid for revision in revisions}
        stored = revisions
