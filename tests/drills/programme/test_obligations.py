"""What a programme has to keep: windows in which drills are owed agree with the checks, which know nothing of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drills.finding import Finding
from drills.incidents import Family
from drills.programme.duties import duties_of
from drills.programme.entry import Entry, Share, State
from drills.programme.limits import DaysApart, LossBudget, OpenDays, PersonalCap
from drills.programme.months import months_after, year_ending
from drills.programme.obligation import DrillCourse, Owed
from drills.programme.occasions import Occasion
from drills.programme.progress import Progress
from drills.programme.rehearsals import Rehearsed
from drills.programme.retests import Retested
from drills.programme.subjects import AboutContent, Content, FullDrill, LeaderTakesPart, TeamTakesPart, WithoutKeyPerson
from drills.programme.yearly import Yearly
from drills.rating import Rating
from drills.roles import Form, Role
from drills.scenario.acts import Capability
from scheduler.agents import AgentId
from tests.drills.programme.small_year import CLOSED, FIRST, OUTAGE, SURGE, day, held, question

FULL = Yearly(FullDrill())
FESTIVAL = Occasion("Festival", day(60), day(60))
REHEARSED = Rehearsed(FESTIVAL, day(15), day(50))
FINDING = Finding("F1", SURGE, day(-10), Rating.U, Capability.CARE)


def course(*entries: Entry, days: int = 365) -> DrillCourse:
    return DrillCourse(FIRST, day(days - 1), entries)


def agrees(obligation: Owed, *entries: Entry, days: int) -> bool:
    """Whether the windows in which *obligation* is owed are all met exactly when its check finds nothing."""
    past = [entry for entry in entries if entry.day < FIRST]
    dues = list(obligation.dues(FIRST, day(days - 1), past))
    met = all(any(due.opens <= e.day <= due.closes and obligation.met_by(e) for e in entries) for due in dues)
    return met == (not list(obligation.check(course(*entries, days=days))))


@settings(max_examples=150, deadline=None)
@given(st.sets(st.integers(-800, 539), max_size=5), st.integers(1, 540))
def test_a_yearly_obligation_is_met_in_its_windows_exactly_when_its_check_passes(days: set[int], length: int) -> None:
    entries = [held(number, Form.FULL) for number in days if number < length]
    assert agrees(FULL, *entries, days=length)


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(-60, 99), max_size=4), st.sampled_from(Form), st.integers(5, 100))
def test_a_rehearsal_is_met_in_its_window_exactly_when_its_check_passes(
    days: set[int], form: Form, length: int
) -> None:
    assert agrees(REHEARSED, *(held(number, form) for number in days if number < length), days=length)


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(-60, 59), max_size=4), st.integers(-90, 20), st.integers(1, 8), st.integers(5, 60))
def test_a_retest_is_met_in_its_window_exactly_when_its_check_passes(
    days: set[int], found: int, weeks: int, length: int
) -> None:
    entries = [held(number, families=(SURGE,)) for number in days if number < length]
    assert agrees(Retested(Finding("F1", SURGE, day(found), Rating.M), weeks), *entries, days=length)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_twelve_months_end_on_the_last_day_on_which_their_first_is_not_yet_a_year_ago(last: date) -> None:
    first = year_ending(last)
    assert months_after(first, 12) > last
    assert months_after(first - timedelta(days=1), 12) <= last


def test_a_full_drill_counts_until_the_day_before_it_is_a_year_ago() -> None:
    past = held(-100, Form.FULL)
    due = months_after(past.day, 12)
    (breach,) = FULL.check(course(past))
    assert breach.closes == due
    assert not list(FULL.check(course(past, held((due - FIRST).days, Form.FULL))))
    assert list(FULL.check(course(past, held((due - FIRST).days + 1, Form.FULL))))


def test_a_first_full_drill_is_owed_within_the_first_twelve_months() -> None:
    assert list(FULL.check(course(days=365)))
    assert not list(FULL.check(course(days=364)))
    assert not list(FULL.check(course(held(364, Form.FULL))))


def test_an_overdue_full_drill_is_caught_up_within_eight_weeks() -> None:
    past = held(-500, Form.FULL)
    assert not list(FULL.check(course(past, held(56, Form.FULL))))
    assert list(FULL.check(course(past, held(57, Form.FULL))))


def test_a_programme_of_eighteen_months_has_no_twelve_months_without_a_full_drill() -> None:
    assert list(FULL.check(course(held(0, Form.FULL), days=540)))
    assert not list(FULL.check(course(held(0, Form.FULL), held(365, Form.FULL), days=540)))


@pytest.mark.parametrize(
    ("content", "families"),
    [
        (Content.SYSTEM_FAILURE, (Family.CHANNEL_LOSS,)),
        (Content.COMPLAINTS, (SURGE,)),
        (Content.PUBLIC_OPINION, (Family.PUBLIC_OPINION,)),
        (Content.SEVERAL, (SURGE, OUTAGE)),
    ],
)
def test_each_content_of_the_standard_is_met_by_its_own_incidents(
    content: Content, families: tuple[Family, ...]
) -> None:
    duty = Yearly(AboutContent(content))
    assert not list(duty.check(course(held(9, families=families))))
    assert list(duty.check(course(held(9, families=(Family.LOGISTICS,)))))


def test_a_rehearsal_that_is_talked_through_too_early_or_too_late_does_not_count() -> None:
    for number, form in ((30, Form.TABLETOP), (14, Form.FUNCTIONAL), (51, Form.FUNCTIONAL)):
        assert list(REHEARSED.check(course(held(number, form)))), number
    assert not list(REHEARSED.check(course(held(15, Form.FUNCTIONAL))))
    assert not list(REHEARSED.check(course(held(50, Form.FULL))))


def test_a_rehearsal_is_owed_by_the_programme_in_which_the_middle_of_its_days_lies() -> None:
    middle = 32
    assert REHEARSED.is_owed(FIRST, day(middle))
    assert not REHEARSED.is_owed(FIRST, day(middle - 1))
    assert not REHEARSED.is_owed(day(middle + 1), day(300))


def test_a_retest_has_to_show_the_same_capability_in_the_same_kind_of_incident_after_the_finding() -> None:
    duty = Retested(FINDING)
    shows = {"capabilities": (Capability.CARE,)}
    good = _with(held(20, families=(SURGE,)), **shows)
    assert not list(duty.check(course(good)))
    for bad in (
        held(20, families=(SURGE,)),
        _with(held(20), **shows),
        _with(held(33, families=(SURGE,)), **shows),
        _with(held(-10, families=(SURGE,)), **shows),
        _with(good, state=State.CANCELLED),
    ):
        assert list(duty.check(course(bad))), bad


def test_playing_comes_after_talking_through_and_several_at_once_after_each_alone() -> None:
    progress = Progress()
    assert [breach.note.say() for breach in progress.check(course(held(5, Form.FUNCTIONAL)))] == [
        "drill D5 comes before a tabletop of system outage"
    ]
    assert not list(progress.check(course(held(-700), held(5, Form.FUNCTIONAL))))
    assert list(progress.check(course(held(-740), held(5, Form.FUNCTIONAL))))
    both = held(9, Form.FUNCTIONAL, (SURGE, OUTAGE))
    assert len(list(progress.check(course(held(1), both)))) == 2
    assert not list(progress.check(course(held(1), held(3, families=(SURGE,)), both)))


def test_limits_catch_closed_days_drills_too_near_full_quarters_and_dear_programmes() -> None:
    one, other = held(3, state=State.PLANNED), held(7, state=State.PLANNED)
    assert list(OpenDays({day(3): CLOSED}).check(course(one)))
    assert not list(OpenDays({day(3): CLOSED}).check(course(held(3))))
    assert list(DaysApart(5).check(course(one, other)))
    assert not list(DaysApart(4).check(course(one, other)))
    assert list(LossBudget(99).check(course(one, other)))
    assert not list(LossBudget(100).check(course(one, other)))
    share = (Share(Role.COMMANDER, "phone", AgentId("A")),)
    busy = [_with(entry, shares=share) for entry in (one, other)]
    assert list(PersonalCap(1).check(course(*busy)))
    assert not list(PersonalCap(2).check(course(*busy)))


def test_teams_leaders_and_the_drill_without_a_key_person_are_known_by_who_takes_part() -> None:
    agent, other = AgentId("A"), AgentId("B")
    entry = _with(held(3), shares=(Share(Role.COMMANDER, "phone", agent), Share(Role.PLAYER, "chat")), without=other)
    assert not list(Yearly(TeamTakesPart("chat")).check(course(entry)))
    assert list(Yearly(TeamTakesPart("written")).check(course(entry)))
    assert not list(Yearly(LeaderTakesPart(agent, "A")).check(course(entry)))
    assert list(Yearly(LeaderTakesPart(other, "B")).check(course(entry)))
    assert not list(Yearly(WithoutKeyPerson()).check(course(entry)))
    assert list(Yearly(WithoutKeyPerson()).check(course(_with(entry, without=agent))))


def test_a_festival_without_an_open_day_before_its_height_is_rehearsed_before_its_sales_begin() -> None:
    festival = Occasion("Long", day(90), day(70))
    open_early = question(range(26, 44), 60, occasions=(festival,))
    (rehearsal,) = (duty for duty in duties_of(open_early).held if isinstance(duty, Rehearsed))
    assert rehearsal.early
    assert (rehearsal.opens, rehearsal.closes) == (day(25), day(60))


def test_every_obligation_names_its_source_and_says_what_it_asks_for() -> None:
    asked = question(occasions=(FESTIVAL,), findings=(FINDING,), days=120)
    for duty in duties_of(asked).all():
        assert duty.citation
        assert duty.label.say()


def _with(entry: Entry, **values: object) -> Entry:

    return replace(entry, **values)  # type: ignore[arg-type]  # of this file's callers
