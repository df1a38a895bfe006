"""Edges of rules about several days and people, by hand, with the sentences that tell them."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from scheduler.agents import Agent, Bounds, Team
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.roster import Assignment, Break, Roster
from scheduler.rules.base import Severity
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.heads import HeadsOnDuty
from scheduler.rules.marks import minute_of_clock, part_of
from scheduler.rules.nights import NightsInRow, RecoveryAfterNights
from scheduler.rules.overtime import Overtime
from scheduler.rules.parameters import RuleParameterError, one_of, with_parameters_of
from scheduler.rules.rest import DailyRest
from scheduler.rules.rotation import Rotation
from scheduler.rules.staggered import StaggeredBreaks, on_break
from scheduler.rules.starts import StartDistance, SteadyStarts
from scheduler.rules.union import HoursOfReferencePeriod, NightWork
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.shifts import DayPart, ShiftKind
from tests.scheduler.handmade import alone, hand_made, moment
from tests.scheduler.tiny import (
    BERLIN,
    EARLY,
    MONDAY,
    NIGHT,
    ROUND_THE_CLOCK,
    TEAM,
    accepted_by_model,
    after,
    broken,
    centre,
    contract,
    heads,
    kind,
    pause,
    person,
)

TUESDAY, ONE_DAY = MONDAY + timedelta(days=1), timedelta(days=1)


def test_runs_are_told_with_their_first_day() -> None:
    some = Bounds(2, 2)
    (short,) = broken(DaysInRow(), alone(EARLY, terms=some), None, EARLY, None, EARLY)
    assert (short.day, short.message) == (
        TUESDAY,
        "A works 1 days in a row from 2026-10-06; contract c asks for 2",
    )
    (long,) = broken(DaysInRow(), alone(EARLY, terms=some), EARLY, EARLY, EARLY)
    assert (long.day, long.message) == (MONDAY, "A works 3 days in a row from 2026-10-05; contract c allows 2")
    (free,) = broken(DaysOffInRow(), alone(EARLY, days=5, terms=some), EARLY, None, None, None, EARLY)
    assert (free.day, free.message) == (TUESDAY, "A is off 3 days in a row from 2026-10-06; contract c allows 2")


def test_a_short_run_before_the_plan_is_excused_by_leave_on_its_first_day_alone() -> None:
    three = Bounds(3, None)
    on_leave = replace(alone(EARLY, leave=[MONDAY]), agents=(person(contract(EARLY, in_row=three), leave=[MONDAY]),))
    assert not broken(DaysInRow(), after(on_leave, None, EARLY, EARLY), None, None, None, None)
    at_work = replace(on_leave, agents=(person(contract(EARLY, in_row=three)),))
    assert len(broken(DaysInRow(), after(at_work, None, EARLY, EARLY), None, None, None, None)) == 1
    # a run that reaches the plan is not excused by leave after it
    later = replace(on_leave, agents=(person(contract(EARLY, in_row=three), leave=[TUESDAY]),))
    assert len(broken(DaysInRow(), after(later, None, EARLY), EARLY, None, None, None)) == 1
    first = replace(on_leave, agents=(person(contract(EARLY, in_row=three), leave=[MONDAY]),))
    assert len(broken(DaysInRow(), first, None, EARLY, EARLY, None)) == 1


def test_nights_in_a_row_are_told_with_their_first_day() -> None:
    instance = alone(NIGHT, EARLY, days=7)
    (many,) = broken(NightsInRow(1, 2), instance, None, NIGHT, NIGHT, NIGHT, None)
    assert (many.day, many.values["first"]) == (TUESDAY, TUESDAY)
    (few,) = broken(NightsInRow(3, 4), instance, None, NIGHT, NIGHT, None)
    assert (few.day, few.values["first"], few.values["count"]) == (TUESDAY, TUESDAY, 2)


def test_nights_before_the_plan_are_too_few_only_where_the_plan_ends_them() -> None:
    rule = NightsInRow(3, 4)
    assert len(broken(rule, after(alone(NIGHT, days=3), None, NIGHT, NIGHT), None, None, None)) == 1
    assert not broken(rule, after(alone(NIGHT, days=3, leave=[MONDAY]), None, NIGHT, NIGHT), None, None, None)
    assert not broken(rule, after(alone(NIGHT, days=3), None, NIGHT, NIGHT, None), None, None, None), "it ended before"
    assert not broken(rule, after(alone(NIGHT, days=3), NIGHT, NIGHT), None, None, None), "what was before is not known"
    assert not broken(rule, alone(NIGHT, days=3), None, NIGHT, NIGHT), "it may go on"
    assert len(broken(rule, after(alone(NIGHT, days=3, leave=[TUESDAY]), None, NIGHT), NIGHT, None, None)) == 1


def test_recovery_is_owed_after_a_single_night_where_none_are_named() -> None:
    dawn = kind("dawn", "07:00", 8)
    for nights in (0, 1):
        assert broken(RecoveryAfterNights(nights, 24), alone(NIGHT, dawn), NIGHT, None, dawn) == []
        assert len(broken(RecoveryAfterNights(nights, 26), alone(NIGHT, dawn), NIGHT, None, dawn)) == 1
        assert broken(RecoveryAfterNights(nights, 26), alone(NIGHT, dawn), dawn, None, dawn) == []
    accepted = accepted_by_model(alone(NIGHT, dawn, days=2), [RecoveryAfterNights(0, 26)])
    assert accepted == accepted_by_model(alone(NIGHT, dawn, days=2), [RecoveryAfterNights(1, 26)])


@pytest.mark.parametrize(("hours", "days_off"), [(24, 1), (48, 2), (72, 3)])
def test_the_model_reaches_as_far_as_the_recovery(hours: float, days_off: int) -> None:
    dawn = kind("dawn", "05:00", 8)  # an hour before the rest of whole days is over
    instance = alone(NIGHT, dawn, days=days_off + 3)
    last = MONDAY + (days_off + 1) * ONE_DAY
    accepted = accepted_by_model(instance, [RecoveryAfterNights(1, hours)])
    days = {
        frozenset((option.kind.name, option.day) for _, option in roster) for roster in accepted if len(roster) == 2
    }
    assert frozenset({("night", MONDAY), ("dawn", last)}) not in days
    assert frozenset({("night", MONDAY), ("dawn", last + ONE_DAY)}) in days


@pytest.mark.parametrize(("hours", "gap_days"), [(25, 2), (30, 2), (49, 3), (54, 3), (145, 7)])
def test_the_model_keeps_daily_rest_over_days_off(hours: float, gap_days: int) -> None:
    instance = alone(NIGHT, kind("dawn", "06:00", 8), days=gap_days + 2)
    ends = MONDAY + ONE_DAY  # at six
    accepted = {
        frozenset((option.kind.name, option.day) for _, option in roster)
        for roster in accepted_by_model(instance, [DailyRest(hours)])
    }
    for days in range(gap_days + 1):
        pair = frozenset({("night", MONDAY), ("dawn", ends + days * ONE_DAY)})
        assert (pair in accepted) is (24 * days >= hours)


def test_overtime_of_a_day_is_told_in_hours() -> None:
    long = kind("long", "08:00", 9.5)
    (found,) = broken(Overtime(), alone(long, slot_minutes=30), long)
    assert found.message == "A has 1.50 h of overtime on 2026-10-05; at most 1 h are allowed"


def test_a_shift_without_overtime_is_no_part_of_what_a_month_allows() -> None:
    assert len(accepted_by_model(alone(EARLY, days=3), [Overtime(hours_a_month=0)])) == 8


def test_the_clock_of_somebody_elsewhere_counts() -> None:
    assert minute_of_clock(moment("08:05"), BERLIN) == 2 * 60 + 5
    gone = hand_made("gone", "11:59", "19:00")
    instance = alone(EARLY)
    assert part_of(gone, instance) is DayPart.EARLY
    assert part_of(replace(gone, start=moment("12:00")), instance) is DayPart.LATE
    assert part_of(replace(gone, start=moment("03:59")), instance) is DayPart.NIGHT
    assert part_of(replace(gone, start=moment("04:00")), instance) is DayPart.EARLY
    assert part_of(replace(gone, start=moment("11:48")), instance) is DayPart.EARLY


def test_a_pattern_mixes_no_day_off_with_shifts() -> None:
    assert Rotation(("early|late", "off", "any", "work")).pattern[0] == "early|late"
    for place in ("early|off", "any|late", "", "early|"):
        with pytest.raises(ValueError, match="places such as"):
            Rotation((place,))


def test_names_are_matched_with_the_nearest_one() -> None:
    assert str(one_of("hour", {"hours": 1, "hourly": 1})) == "one of hours, hourly; did you mean hours?"
    with pytest.raises(RuleParameterError, match="a list of names"):
        with_parameters_of([Overtime()], [], {"overtime": {"agents": ["a", 1]}})
    (made,) = with_parameters_of([Overtime()], [], {"overtime": {"hours_a_day": 0, "hours_a_month": 0.5}})
    assert isinstance(made, Overtime)
    assert (made.hours_a_day, made.hours_a_month) == (0, 0.5)


def test_a_stretch_of_breaks_is_told_with_its_worst_slot_and_first_day() -> None:
    night = kind("night", "20:00", 9, pause(60, "03:30"))  # from half past eleven to half past twelve
    longer = kind("longer", "20:00", 9, pause(30, "04:00"))
    people: list[Agent] = [person(contract(night, longer), name) for name in "abcde"]
    instance = centre(people, [night, longer], days=2, slot_minutes=30)
    grid = instance.grid

    def works(agent: Agent, shift_kind: ShiftKind, begins: str, ends: str) -> Assignment:
        first = moment(begins) if begins > "12" else moment(begins, TUESDAY)
        last = moment(ends) if ends > "12" else moment(ends, TUESDAY)
        return Assignment(
            agent.id, MONDAY, shift_kind.name, moment("20:00"), moment("05:00", TUESDAY), (Break(first, last),)
        )

    roster = Roster.of(
        grid,
        [
            *(works(agent, night, "23:00", "23:30") for agent in people[:2]),
            *(works(agent, night, "23:30", "00:00") for agent in people[2:4]),
        ],
    )
    (found,) = StaggeredBreaks(1).check(roster, instance)
    assert (found.day, found.values["count"], found.values["start"], found.values["end"]) == (
        MONDAY,
        2,
        "23:00",
        "00:00",
    )
    three = replace(roster, assignments=(*roster.assignments, works(people[4], night, "23:30", "00:00")))
    (worse,) = StaggeredBreaks(1).check(three, instance)
    assert (worse.values["count"], worse.values["present"], worse.values["most"]) == (3, 5, 1)
    assert worse.severity is Severity.SOFT


def test_breaks_before_the_first_slot_are_no_part_of_the_horizon() -> None:
    instance = after(centre(person(contract(NIGHT)), [NIGHT], days=2), NIGHT)
    assert instance.before is not None
    (evening,) = instance.before.assignments

    def away(start: str, end: str, first: date, last: date) -> list[int]:
        pause_ = Break(moment(start, first), moment(end, last))
        roster = Roster(instance.before.grid, (replace(evening, breaks=(pause_,)),))  # type: ignore[union-attr]  # given above
        return np.flatnonzero(on_break(roster, instance)[TEAM]).tolist()

    sunday = MONDAY - ONE_DAY
    assert away("22:00", "23:00", sunday, sunday) == []
    assert away("23:00", "00:00", sunday, MONDAY) == []
    assert away("23:00", "01:00", sunday, MONDAY) == [0]
    assert away("00:00", "01:00", MONDAY, MONDAY) == [0]
    assert away("01:00", "02:00", MONDAY, MONDAY) == [1]


def test_heads_of_one_team_do_not_help_another() -> None:
    kinds = (EARLY,)
    people = [person(contract(EARLY), "a", team="x"), person(contract(EARLY), "b", team="y")]
    base = centre(person(contract(EARLY)), kinds, days=1)
    teams = tuple(Team(name, ("calls",), ROUND_THE_CLOCK) for name in "xy")
    demand = Demand(base.grid, {"x": heads(base.grid, {9: 1.0}), "y": heads(base.grid, 0.0)})
    instance = Instance(base.grid, teams, kinds, tuple(people), demand)
    accepted = accepted_by_model(instance, [HeadsOnDuty(1, Severity.HARD)])
    assert len(accepted) == 2
    assert all("a" in {agent for agent, _ in roster} for roster in accepted)


def test_starts_are_told_with_the_distance_and_the_week() -> None:
    at_eight, at_noon = EARLY, kind("noon", "12:00", 8)
    instance = alone(at_eight, at_noon, days=9)
    (far,) = broken(StartDistance(), instance, at_eight, at_noon)
    assert (far.day, "240" in far.message) == (TUESDAY, True)
    (week,) = broken(SteadyStarts(), instance, *[None] * 7, at_eight, at_noon)
    assert week.message == "A has starts 240 minutes apart in the week of 2026-10-12; at most 180 are allowed"


def test_rest_around_a_day_off_is_told_with_the_day_after_it() -> None:
    dawn = kind("dawn", "05:00", 8)
    (found,) = broken(WeeklyRest(), alone(NIGHT, dawn), NIGHT, None, dawn)
    assert found.message == "A has 23.00 h of rest around the day off before 2026-10-07; a day off must bring 24 h"
    (run,) = broken(WeeklyRest(3), alone(EARLY), EARLY, EARLY, EARLY, EARLY)
    assert run.message == "A works 4 days in a row from 2026-10-05; one day in any 3 must be free"


def test_night_work_and_averages_are_told_in_hours() -> None:
    long_night = kind("long", "21:00", 9)
    (night,) = broken(NightWork(), alone(long_night), long_night)
    assert night.message == "A is planned for 9.00 h in the night shift of 2026-10-05; at most 8 h are allowed"
    (average,) = broken(HoursOfReferencePeriod(20), alone(EARLY), EARLY, EARLY, EARLY)
    assert average.message == (
        "A is planned for 24.00 h a week on average from 2026-10-05 to 2026-10-08; at most 20 h are allowed"
    )
