"""The soft rules one by one, each worked out by hand."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from drills.cast import Needs
from drills.incidents import Family
from drills.placement import Placement, ReasonKind, Term
from drills.roles import Role
from drills.timing import Timing
from drills.windows.finder import Finder
from drills.windows.history import DrillHistory, PastDrill, Retest
from drills.windows.prices import Prices
from drills.windows.weights import UNIT, Weights
from drills.windows.wishes import Wishes
from forecasting.site import Span
from scheduler.agents import AgentId
from tests.drills.small_floor import MONDAY, SHANGHAI, everybody, floor, people
from tests.drills.windows.small_search import COMMAND, PLAY, needs, past

AT_TWO = Timing(hours=Span(14 * 60, 15 * 60))


def placed(history: DrillHistory, asked: Needs | None = None, timing: Timing = AT_TWO, **weights: float) -> Placement:
    instance = floor(people(), needed=2, days=1)
    wishes = Wishes(Weights(**weights), history)  # type: ignore[arg-type]  # whole numbers are not changed here
    return Finder(asked or needs(), everybody(instance), instance, timing, wishes).search().best()


def away(placement: Placement) -> set[str]:
    return {str(seat.agent) for seat in placement.cast.seats}


def commander(placement: Placement) -> str:
    return next(str(seat.agent) for seat in placement.cast.seats if seat.role is Role.COMMANDER)


def days_ago(count: int) -> date:
    return MONDAY - timedelta(days=count)


def test_people_who_had_a_drill_this_year_make_room_for_others() -> None:
    tired = {"A05": Role.EVALUATOR, "A08": Role.PLAYER}
    found = placed(DrillHistory((past(1, days_ago(100), tired),)))
    assert not away(found) & set(tired)
    assert found.terms[Term.LOAD] == 0


def test_a_drill_more_than_a_year_ago_is_forgotten() -> None:
    everyone = {str(who.id): Role.PLAYER for who in people()}
    for ago, load in ((364, 0.2 * 3), (365, 0.0)):
        found = placed(DrillHistory((past(1, days_ago(ago), everyone),)))
        assert found.terms[Term.LOAD] == pytest.approx(load)


def test_who_had_two_drills_in_the_quarter_is_over_the_cap() -> None:
    # the quarter of 2 March began on 1 January: 60 days ago
    everyone = {str(who.id): Role.PLAYER for who in people()}
    inside = DrillHistory((past(1, days_ago(60), everyone), past(2, days_ago(59), everyone)))
    outside = DrillHistory((past(1, days_ago(61), everyone), past(2, days_ago(59), everyone)))
    assert placed(inside).terms[Term.CAP] == pytest.approx(3.0 * 3)
    assert placed(outside).terms[Term.CAP] == 0


def test_the_commander_rotates() -> None:
    for last, next_one in (("A01", "A02"), ("A02", "A01")):
        found = placed(DrillHistory((past(1, days_ago(20), {last: Role.COMMANDER}),)), load=0.0)
        assert commander(found) == next_one
        assert found.terms[Term.COMMANDER] == 0


def test_who_commanded_longer_ago_weighs_half_for_each_drill_since() -> None:
    drills = (
        past(1, days_ago(30), {"A01": Role.COMMANDER}),
        past(2, days_ago(20), {"A02": Role.COMMANDER}),
    )
    found = placed(DrillHistory(drills), load=0.0)
    assert commander(found) == "A01"
    assert found.terms[Term.COMMANDER] == pytest.approx(2.0 / 2)


def test_a_weekday_on_which_all_drills_were_costs_a_point_and_half_of_them_half() -> None:
    mondays = DrillHistory((past(1, days_ago(7), {}), past(2, days_ago(14), {})))
    mixed = DrillHistory((past(1, days_ago(7), {}), past(2, days_ago(13), {})))
    assert placed(mondays).terms[Term.WEEKDAY] == pytest.approx(1.0)
    assert placed(mixed).terms[Term.WEEKDAY] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("hour_utc", "same"), [(6, 1.0), (4, 0.0)]
)  # 14:00 and 12:00 in Shanghai, for a drill at 14:00
def test_the_hour_of_earlier_drills_is_avoided(hour_utc: int, same: float) -> None:
    assert placed(DrillHistory((past(1, days_ago(8), {}, hour_utc),))).terms[Term.HOUR] == pytest.approx(same)


def test_a_part_of_the_day_that_had_all_drills_carries_three_times_its_share() -> None:
    found = placed(DrillHistory((past(1, days_ago(8), {}, 4),)))  # 12:00, as 14:00 in the afternoon
    assert found.terms[Term.SHIFTS] == pytest.approx(0.5 * 2)
    found = placed(DrillHistory((past(1, days_ago(8), {}, 1),)))  # 09:00
    assert found.terms[Term.SHIFTS] == 0


def test_a_retest_that_is_overdue_costs_by_the_week_and_only_for_its_family() -> None:
    due = Retest(Family.SYSTEM_OUTAGE, days_ago(14))
    assert placed(DrillHistory((), (due,))).terms[Term.RETEST] == pytest.approx(2 * 2.0)
    other = Retest(Family.COMPLAINT_SURGE, days_ago(14))
    assert placed(DrillHistory((), (other,))).terms[Term.RETEST] == 0
    ahead = Retest(Family.SYSTEM_OUTAGE, MONDAY)
    assert placed(DrillHistory((), (ahead,))).terms[Term.RETEST] == 0


def test_a_retest_draws_the_drill_towards_the_earlier_day() -> None:
    instance = floor(people(), needed=2, days=14)
    due = Retest(Family.SYSTEM_OUTAGE, MONDAY - timedelta(days=30))
    found = Finder(needs(), everybody(instance), instance, AT_TWO, Wishes(history=DrillHistory((), (due,)))).search()
    assert found.best().window.local_start.date() == MONDAY


def test_the_team_that_had_more_than_its_share_of_drills_makes_room() -> None:
    crew = [*people(juniors=4, team="chat"), *people(juniors=4, team="phone", first=40)]
    instance = floor(crew, needed=2, days=1)
    history = DrillHistory((past(1, days_ago(30), {"A05": Role.PLAYER, "A06": Role.PLAYER}),))
    wishes = Wishes(Weights(cover=0.0), history)
    found = Finder(needs([COMMAND, PLAY]), everybody(instance), instance, AT_TWO, wishes).search().best()
    assert {seat.team for seat in found.cast.seats} == {"phone"}
    prices = Prices(needs(), instance.agents, history, Weights(), SHANGHAI).people(MONDAY)[Term.TEAMS]
    # two drills among eleven of chat, none among eleven of phone: chat carries twice what a head of everybody does
    assert prices.tolist() == [UNIT // 2] * 11 + [0] * 11


def test_without_history_no_soft_rule_of_time_or_load_costs_anything() -> None:
    terms = placed(DrillHistory()).terms
    of_history = {Term.LOAD, Term.CAP, Term.COMMANDER, Term.TEAMS, Term.SHIFTS, Term.WEEKDAY, Term.HOUR, Term.RETEST}
    assert {terms[term] for term in of_history} == {0.0}


def test_a_rule_of_weight_0_is_switched_off() -> None:
    mondays = DrillHistory((past(1, days_ago(7), {}),))
    assert placed(mondays, weekday=0.0).terms[Term.WEEKDAY] == 0


def test_negative_weights_are_refused_all_at_once() -> None:
    with pytest.raises(ValueError, match="cap, hour are negative"):
        Weights(cap=-1, hour=-0.5)


@pytest.mark.parametrize(("before", "allowed"), [(46, False), (45, True), (10, True), (9, False)])
def test_a_rehearsal_lies_45_to_10_days_before_its_peak(before: int, *, allowed: bool) -> None:
    instance = floor(people(), needed=2, days=1)
    timing = Timing(hours=AT_TWO.hours, rehearses=MONDAY + timedelta(days=before))
    found = Finder(needs(), everybody(instance), instance, timing).search()
    assert bool(found.placements) is allowed
    if not allowed:
        assert found.refusals[0].kinds == {ReasonKind.REHEARSAL}
        assert "belongs between" in found.refusals[0].reason.say()


def test_only_the_days_asked_for_are_looked_at() -> None:
    instance = floor(people(), needed=2, days=4)
    timing = Timing(hours=AT_TWO.hours, not_before=MONDAY + timedelta(days=1), not_after=MONDAY + timedelta(days=2))
    found = Finder(needs(), everybody(instance), instance, timing).search()
    days = {one.window.local_start.date() for one in found.placements}
    assert days == {MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)}
    assert not found.refusals


def test_8_a_team_short_in_the_tail_alone_refuses_the_window() -> None:
    instance = floor(people(), needed=2, days=1)
    roster = everybody(instance)  # everybody is on a break from 12 to 13
    just_before_lunch = Timing(hours=Span(11 * 60, 12 * 60))
    refused = Finder(needs(), roster, instance, just_before_lunch).search()
    assert refused.refusals[0].kinds == {ReasonKind.SHORT_ALREADY}
    without_tail = Timing(hours=Span(11 * 60, 12 * 60), tail_minutes=0)
    assert Finder(needs(), roster, instance, without_tail).search().placements


def test_refusals_are_summed_up_by_kind_and_by_day() -> None:
    instance = floor(people(), needed=2, days=2)
    timing = Timing(hours=Span(11 * 60, 15 * 60), peaks=frozenset({MONDAY + timedelta(days=10)}))
    found = Finder(needs(), everybody(instance), instance, timing).search()
    assert found.by_kind()[ReasonKind.PEAK] == 13  # Tuesday alone is nine days before the peak
    assert set(found.by_day()) == {MONDAY, MONDAY + timedelta(days=1)}
    assert sum(found.by_day()[MONDAY].values()) + sum(found.by_day()[MONDAY + timedelta(days=1)].values()) == sum(
        found.by_kind().values()
    )


def test_a_past_drill_keeps_its_times_in_utc_and_refuses_naive_ones() -> None:
    start = datetime(2026, 3, 2, 14, tzinfo=ZoneInfo("Asia/Shanghai"))
    drill = PastDrill(
        "d", start, start + timedelta(hours=1), Family.SYSTEM_OUTAGE, needs().form, {AgentId("A01"): frozenset()}
    )
    assert drill.start.tzinfo is UTC
    with pytest.raises(ValueError, match="must name their zone"):
        PastDrill("d", start.replace(tzinfo=None), start, Family.SYSTEM_OUTAGE, needs().form, {})
    with pytest.raises(ValueError, match="is not after start"):
        PastDrill("d", start, start, Family.SYSTEM_OUTAGE, needs().form, {})
