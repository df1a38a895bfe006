"""What was before the first planned day is honoured by every rule, in the check and in the model alike."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.timegrid import TimeGrid
from scheduler.agents import Bounds
from scheduler.coverage import on_duty, on_shift
from scheduler.demand import Demand
from scheduler.errors import InstanceError
from scheduler.instance import Instance, Tally
from scheduler.options import options_of
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity
from scheduler.rules.comprehensive import ComprehensiveHours, Period
from scheduler.rules.contract import PeriodHours
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.heads import HeadsOnDuty
from scheduler.rules.hours import AverageWeeklyHours, WeeklyHours
from scheduler.rules.overtime import Overtime
from scheduler.rules.rest import DailyRest, NoOverlap, RestAfterShift
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.shifts import ShiftKind
from scheduler.solution import Limits, Status
from scheduler.solve import solve
from tests.scheduler.tiny import (
    BERLIN,
    EARLY,
    LATE,
    LONG,
    MONDAY,
    NIGHT,
    SOMEBODY,
    accepted_by_model,
    after,
    broken,
    centre,
    contract,
    heads,
    kind,
    person,
    rosters,
    shift,
)

ROUND = kind("round", "23:00", 24)
FIVE = kind("five", "05:00", 8)
FRIDAY, SUNDAY = MONDAY + timedelta(days=4), MONDAY - timedelta(days=1)


def alone(
    *kinds: ShiftKind,
    days: int = 3,
    first: date = MONDAY,
    hours: Bounds = Bounds(),
    in_row: Bounds = Bounds(),
    off_in_row: Bounds = Bounds(),
) -> Instance:
    terms = contract(*kinds, hours=hours, in_row=in_row, off_in_row=off_in_row)
    return centre(person(terms), kinds, days=days, first=first)


def leaving(instance: Instance, *leave: date) -> Instance:
    return replace(instance, agents=tuple(replace(agent, leave=frozenset(leave)) for agent in instance.agents))


CASES: list[tuple[str, Rule, Instance]] = [
    ("a night of 24 hours", NoOverlap(), after(alone(ROUND, EARLY, NIGHT), EARLY, ROUND)),
    ("an hour after a night", RestAfterShift(), after(alone(EARLY, kind("six", "06:00", 8), NIGHT), NIGHT)),
    ("eleven hours after a late shift", DailyRest(), after(alone(EARLY, LATE, NIGHT), LATE)),
    (
        "when the clock goes back",
        DailyRest(17),
        after(
            centre(person(contract(NIGHT, LATE)), (NIGHT, LATE), days=3, first=date(2026, 10, 25), zone=BERLIN), NIGHT
        ),
    ),
    ("30 hours", DailyRest(30), after(alone(EARLY, NIGHT), NIGHT, None)),
    ("four days of five worked", WeeklyRest(days=5), after(alone(EARLY, days=4), None, EARLY, EARLY, EARLY)),
    ("too many days in a row already", WeeklyRest(days=3), after(alone(EARLY), *(EARLY,) * 4)),
    ("a day off after a night", WeeklyRest(), after(alone(FIVE, EARLY), NIGHT, None)),
    ("a day off to come after a night", WeeklyRest(hours=36), after(alone(FIVE, NIGHT, EARLY), NIGHT)),
    ("a run at its most", DaysInRow(), after(alone(EARLY, in_row=Bounds(None, 2)), None, EARLY, EARLY)),
    ("a run beyond its most", DaysInRow(), after(alone(EARLY, in_row=Bounds(None, 2)), EARLY, EARLY, EARLY)),
    ("a run too short yet", DaysInRow(), after(alone(EARLY, in_row=Bounds(3, 4), days=4), None, EARLY)),
    ("one that began before the known days", DaysInRow(), after(alone(EARLY, in_row=Bounds(3, 4), days=4), EARLY)),
    (
        "one that leave ends",
        DaysInRow(),
        leaving(after(alone(EARLY, in_row=Bounds(2, None), days=4), None, EARLY), MONDAY),
    ),
    ("days off at their most", DaysOffInRow(), after(alone(EARLY, off_in_row=Bounds(None, 2)), EARLY, None, None)),
    ("days off beyond their most", DaysOffInRow(), after(alone(EARLY, off_in_row=Bounds(None, 1)), EARLY, None, None)),
    ("too few days off yet", DaysOffInRow(), after(alone(EARLY, off_in_row=Bounds(2, 3), days=4), EARLY, None)),
    (
        "days of leave between",
        DaysOffInRow(),
        leaving(after(alone(EARLY, off_in_row=Bounds(None, 2), days=4), EARLY, None, None), SUNDAY - timedelta(days=1)),
    ),
    ("two days of the week", WeeklyHours(30), after(alone(EARLY, LONG, first=FRIDAY, days=4), LONG, LONG, None)),
    ("too much already", WeeklyHours(15), after(alone(EARLY, first=FRIDAY, days=4), LONG, LONG)),
    ("the week begun", AverageWeeklyHours(30), after(alone(EARLY, LONG, first=FRIDAY, days=4), LONG, LONG, None)),
    ("the month begun", ComprehensiveHours(daily_hours=6), after(alone(EARLY, LONG), EARLY, LONG, None, LONG)),
    ("the quarter begun", ComprehensiveHours(Period.QUARTER, 6), after(alone(EARLY, LONG), EARLY, LONG, None, LONG)),
    ("overtime of the month", Overtime(7, 3, hours_a_month=5), after(alone(EARLY, LONG), EARLY, LONG)),
    ("two heads, one of the night before", HeadsOnDuty(2, Severity.HARD), after(alone(FIVE, NIGHT, days=2), NIGHT)),
]

FORGIVEN = {"one that leave ends", "days off beyond their most"}


@pytest.mark.parametrize(("what", "rule", "instance"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_the_model_accepts_after_a_past_exactly_what_the_check_accepts(
    what: str, rule: Rule, instance: Instance
) -> None:
    if isinstance(rule, HeadsOnDuty):
        demand = Demand(instance.grid, {"care": heads(instance.grid, {5: 1.0})})
        instance = replace(instance, demand=demand)
    forgotten = replace(instance, before=None)
    lawful, without = set(), set()
    for chosen, roster in rosters(instance):
        if not list(rule.check(roster, instance)):
            lawful.add(chosen)
        if not list(rule.check(roster, forgotten)):
            without.add(chosen)
    assert accepted_by_model(instance, [rule]) == lawful, what
    assert lawful
    assert (lawful == without) == (what in FORGIVEN)


def test_a_tally_counts_instead_of_the_shifts_since_its_day() -> None:
    thursday = MONDAY + timedelta(days=3)
    instance = replace(alone(EARLY, first=thursday), tallies=(Tally(SOMEBODY, MONDAY, 17 * 60),))
    assert not broken(WeeklyHours(33), instance, EARLY, EARLY)
    (found,) = broken(WeeklyHours(32), instance, EARLY, EARLY)
    assert found.values["hours"] == 33
    assert found.values["monday"] == MONDAY
    known = after(instance, EARLY)  # eight of the seventeen hours
    assert broken(WeeklyHours(32), known, EARLY, EARLY)[0].values["hours"] == 33


def test_a_tally_makes_a_part_of_the_month_a_whole_one() -> None:
    first = date(2026, 11, 24)
    instance = alone(EARLY, days=7, first=first)
    told = replace(instance, tallies=(Tally(SOMEBODY, date(2026, 11, 1), 150 * 60),))
    assert broken(ComprehensiveHours(), instance, *(EARLY,) * 5)  # 40 h in seven of thirty days
    assert not broken(ComprehensiveHours(), told, EARLY)  # 158 h of 165.36
    assert broken(ComprehensiveHours(), told, EARLY, EARLY)


def test_the_period_of_a_contract_may_have_begun_before() -> None:
    instance = replace(after(alone(EARLY, hours=Bounds(16, 24)), EARLY, None), period_from=MONDAY - timedelta(days=2))
    lawful = {chosen for chosen, roster in rosters(instance) if not list(PeriodHours().check(roster, instance))}
    assert accepted_by_model(instance, [PeriodHours()]) == lawful
    assert {len(chosen) for chosen in lawful} == {1, 2}


def test_a_violation_that_lies_in_the_past_alone_is_no_violation_of_the_plan() -> None:
    instance = after(alone(EARLY, in_row=Bounds(None, 2), off_in_row=Bounds(2, None)), *(EARLY,) * 9, None, EARLY)
    for rule in (WeeklyRest(), DaysInRow(), DaysOffInRow(), WeeklyHours(), Overtime(1), ComprehensiveHours()):
        assert not broken(rule, instance)


def test_shifts_of_the_evening_before_count_as_cover() -> None:
    instance = after(alone(EARLY), NIGHT)
    roster = Roster.of(instance.grid, [])
    assert on_duty(roster, instance)["care"].tolist() == [1] * 6 + [0] * 66
    assert on_shift(roster, instance)["care"].sum() == 6


def test_a_plan_after_another_needs_nobody_where_the_night_before_still_works() -> None:
    instance = replace(
        after(centre([person(contract(FIVE, NIGHT), name) for name in "ab"], (FIVE, NIGHT), days=2), NIGHT),
    )
    need = dict.fromkeys(range(6), 1.0)
    result = solve(
        replace(instance, demand=Demand(instance.grid, {"care": heads(instance.grid, need)})),
        [DailyRest()],
        Limits(5.0, 1),
    )
    assert result.status is Status.OPTIMAL
    assert result.objective == 0
    assert result.roster is not None
    assert not [
        found
        for found in result.roster.assignments
        if found.agent == SOMEBODY and found.kind == "five" and found.day == MONDAY
    ]


def test_people_who_have_left_cover_nothing_where_no_team_is_known() -> None:
    instance = after(centre([person(contract(NIGHT), name) for name in "ab"], (NIGHT,), days=2), NIGHT)
    remaining = replace(instance, agents=instance.agents[1:])
    assert on_duty(Roster.of(remaining.grid, []), remaining)["care"].sum() == 0
    assert on_duty(Roster.of(remaining.grid, []), replace(remaining, left={SOMEBODY: "gone"}))["care"].sum() == 0


def test_people_who_have_left_cover_the_end_of_their_last_night_where_their_team_is_known() -> None:
    instance = after(centre([person(contract(NIGHT), name) for name in "ab"], (NIGHT,), days=2), NIGHT)
    remaining = replace(instance, agents=instance.agents[1:], left={SOMEBODY: "care"})
    heads = on_duty(Roster.of(remaining.grid, []), remaining)["care"]
    assert heads.tolist()[:7] == [1] * 6 + [0]


def test_a_past_that_does_not_end_the_day_before_is_refused() -> None:
    instance = alone(EARLY)
    late = Roster.of(TimeGrid(instance.grid.zone, MONDAY - timedelta(days=3), 2, 60), [])
    with pytest.raises(InstanceError, match="expected the day before 2026-10-05"):
        replace(instance, before=late)
    with pytest.raises(InstanceError, match="expected a day before 2026-10-05"):
        replace(instance, tallies=(Tally(SOMEBODY, MONDAY, 0),))
    with pytest.raises(InstanceError, match="the period begins on 2026-10-06"):
        replace(instance, period_from=MONDAY + timedelta(days=1))
    with pytest.raises(ValueError, match="-1 minutes"):
        Tally(SOMEBODY, SUNDAY, -1)


KINDS = (EARLY, LATE, NIGHT, LONG, ROUND)
SPLIT_RULES: list[Rule] = [
    NoOverlap(),
    RestAfterShift(),
    DailyRest(),
    DailyRest(30),
    WeeklyRest(days=4),
    WeeklyRest(days=5, hours=48),
    DaysInRow(),
    WeeklyHours(30),
    Overtime(8, 3, hours_a_month=4),
    PeriodHours(),
]


@settings(max_examples=150, deadline=None)
@given(
    rule=st.sampled_from(SPLIT_RULES),
    work=st.lists(st.sampled_from([None, *KINDS]), min_size=10, max_size=10),
    cut=st.integers(1, 9),
    bounds=st.sampled_from([Bounds(2, 3), Bounds(None, 2), Bounds(3, None)]),
)
def test_a_roster_in_two_parts_is_as_lawful_as_in_one(
    rule: Rule, work: list[ShiftKind | None], cut: int, bounds: Bounds
) -> None:
    first = date(2026, 10, 23)  # a Friday; the clock goes back on Sunday
    whole = centre(person(contract(*KINDS, in_row=bounds)), KINDS, days=10, first=first, zone=BERLIN)
    days = whole.days()
    options = [
        next(option for option in options_of(whole, whole.agents[0], day) if option.kind == wanted)
        for day, wanted in zip(days, work, strict=True)
        if wanted is not None
    ]
    shifts = [shift(whole, SOMEBODY, option) for option in options]
    early = centre(person(contract(*KINDS, in_row=bounds)), KINDS, days=cut, first=first, zone=BERLIN)
    rest = centre(person(contract(*KINDS, in_row=bounds)), KINDS, days=10 - cut, first=days[cut], zone=BERLIN)
    past = Roster.of(early.grid, [one for one in shifts if one.day < days[cut]])
    planned = Roster.of(rest.grid, [one for one in shifts if one.day >= days[cut]])
    if list(rule.check(past, early)):
        return
    in_one = bool(list(rule.check(Roster.of(whole.grid, shifts), whole)))
    assert bool(list(rule.check(planned, replace(rest, before=past)))) == in_one
