"""What each term costs, worked out by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from ortools.sat.python.cp_model import CpModel, CpSolver

from scheduler.agents import AgentId, Restriction
from scheduler.fairness import Burden, Ledger, LedgerRow, ledger_of, merged
from scheduler.instance import Instance
from scheduler.objective.aims import Aims
from scheduler.objective.changes import ChangeCosts, ChangeCount, Changes
from scheduler.objective.overtime import OvertimeOfDays, OvertimeOfWeeks
from scheduler.objective.parting import Parting
from scheduler.objective.requests import Request, RequestsMet
from scheduler.objective.shares import Sharing
from scheduler.objective.starts import UnsteadyStarts
from scheduler.roster import Roster
from scheduler.variables import Variables
from scheduler.worked import Line, lines_of_roster
from tests.scheduler.tiny import EARLY, LATE, LONG, MONDAY, NIGHT, after, centre, contract, line, person

A, B, C = (AgentId(name) for name in "abc")
KINDS = (EARLY, LATE, NIGHT, LONG)
SUNDAY = MONDAY - timedelta(days=1)


def one(days: int = 14, first: date = MONDAY, holidays: tuple[date, ...] = ()) -> Instance:
    return centre(person(contract(*KINDS)), KINDS, days=days, first=first, holidays=holidays)


def worked(roster: Roster, instance: Instance) -> Line:
    return lines_of_roster(roster, instance)[A]


def of_days(term: OvertimeOfDays | RequestsMet | Changes, roster: Roster, instance: Instance) -> int:
    shifts = {shift.day: shift for shift in worked(roster, instance)}
    agent = instance.agents[0]
    return sum(term.of_day(instance, agent, day, shifts.get(day)) for day in instance.days())


def test_two_hours_above_eight_are_paid_at_one_and_a_half_and_a_holiday_threefold() -> None:
    instance = one(holidays=(MONDAY + timedelta(days=1),))
    roster = line(instance, LONG, LONG, EARLY)
    # 2 h × 150 % × 4 points + 10 h × 300 % × 4 points
    assert of_days(OvertimeOfDays(400), roster, instance) == 100 * (12 + 120)


def test_a_sixth_day_is_paid_twice_unless_the_week_after_gives_it_back() -> None:
    instance = one()
    agent = instance.agents[0]
    term = OvertimeOfWeeks(100)
    six = [EARLY] * 6 + [None]
    # 48 h in the first week: 8 h × 200 %
    assert term.of_line(instance, agent, worked(line(instance, *six, *[EARLY] * 5), instance)) == 1_600
    assert term.of_line(instance, agent, worked(line(instance, *six, *[EARLY] * 4), instance)) == 0
    # the last week has none after it that is planned
    assert term.of_line(instance, agent, worked(line(instance, *[None] * 7, *six), instance)) == 1_600


def test_the_days_before_count_in_their_week() -> None:
    instance = after(one(days=4, first=MONDAY + timedelta(days=3)), EARLY, EARLY, EARLY)
    term = OvertimeOfWeeks(100)
    assert term.of_line(instance, instance.agents[0], worked(line(instance, EARLY, EARLY), instance)) == 0
    assert term.of_line(instance, instance.agents[0], worked(line(instance, EARLY, EARLY, EARLY), instance)) == 1_600


def test_hours_on_a_holiday_are_no_hours_of_the_week() -> None:
    instance = one(holidays=(MONDAY,))
    roster = line(instance, *[EARLY] * 6)
    assert OvertimeOfWeeks(100).of_line(instance, instance.agents[0], worked(roster, instance)) == 0


@pytest.mark.parametrize(
    ("kind", "against", "met_by"),
    [
        ("off", False, {None}),
        ("off", True, {"early", "night"}),
        ("early", False, {"early"}),
        ("early", True, {None, "night"}),
    ],
)
def test_a_request_is_met_by_what_it_asks_for(kind: str, against: bool, met_by: set[str | None]) -> None:  # noqa: FBT001  # a column of the table
    request = Request(A, MONDAY, kind, against)
    assert {given for given in (None, "early", "night") if request.is_met(given)} == met_by


def test_requests_that_are_not_met_cost_their_weight() -> None:
    instance = one(days=2)
    tuesday = MONDAY + timedelta(days=1)
    asked = [
        Request(A, MONDAY, "off", weight=2.5),
        Request(A, tuesday, "night"),
        Request(A, tuesday, "off", against=True),
    ]
    assert of_days(RequestsMet.of(asked, 1_000), line(instance, EARLY, None), instance) == 2_500 + 1_000 + 1_000
    assert of_days(RequestsMet.of(asked, 1_000), line(instance, None, NIGHT), instance) == 0


def test_requests_weigh_more_with_each_whole_year_of_service() -> None:
    plain, wish = one(days=1), [Request(A, MONDAY, "off", weight=2.0)]
    for hired, percent, cost in (
        (None, 10, 2_000),
        (MONDAY.replace(year=2024), 0, 2_000),
        (MONDAY.replace(year=2024), 10, 2_400),
        (MONDAY.replace(year=2024) + timedelta(days=1), 10, 2_200),
        (MONDAY.replace(year=2016), 2.5, 2_500),
        (MONDAY + timedelta(days=1), 10, 2_000),
    ):
        instance = replace(plain, agents=tuple(replace(agent, hired=hired) for agent in plain.agents))
        assert of_days(RequestsMet.of(wish, 1_000, percent), line(instance, EARLY), instance) == cost


def test_changes_are_counted_by_kind_and_cost_accordingly() -> None:
    instance = one(days=5)
    published = line(instance, EARLY, EARLY, None, LATE, EARLY)
    roster = line(instance, EARLY, None, NIGHT, EARLY, LONG)
    term = Changes.of(published, instance, ChangeCosts(added=100, removed=30, hour=7))
    # removed on Tuesday, added on Wednesday, six hours earlier on Thursday, two hours longer on Friday
    assert term.counted(roster, instance) == ChangeCount(added=1, removed=1, moved=2, moved_minutes=480)
    assert of_days(term, roster, instance) == 100 + 30 + 6 * 7 + 2 * 7


def test_days_that_nobody_published_have_no_changes() -> None:
    instance = one(days=3)
    published = line(one(days=1), EARLY)
    term = Changes.of(published, instance, ChangeCosts(added=100, removed=100, hour=7))
    assert of_days(term, line(instance, EARLY, NIGHT, LATE), instance) == 0


def test_starts_cost_what_lies_between_the_earliest_and_the_latest_of_a_week() -> None:
    instance = one()
    roster = line(instance, EARLY, LATE, EARLY, None, None, None, None, NIGHT, NIGHT)
    # 08:00 to 14:00 in the first week, nothing in the second
    assert UnsteadyStarts(200).of_line(instance, instance.agents[0], worked(roster, instance)) == 6 * 200


def test_a_week_that_began_before_the_plan_remembers_its_starts() -> None:
    instance = after(one(days=4, first=MONDAY + timedelta(days=3)), NIGHT, None, None)
    roster = line(instance, EARLY)
    assert UnsteadyStarts(100).of_line(instance, instance.agents[0], worked(roster, instance)) == 14 * 100


def team_of_three(*, restrictions: tuple[Restriction, ...] = ()) -> Instance:
    people = [person(contract(*KINDS), name) for name in "ab"]
    return centre([*people, person(contract(*KINDS), "c", restrictions=restrictions)], KINDS, days=14)


def shares(instance: Instance, burden: Burden, ledger: Ledger = Ledger()) -> Sharing:  # noqa: B008  # frozen
    return Sharing.of(burden, 100, instance, ledger.before(instance.grid.first_day, 3))


def test_nights_cost_the_squares_of_their_distance_from_the_mean() -> None:
    instance = team_of_three()
    # 4, 1 and 1 of 6: 2² + 1² + 1²
    assert shares(instance, Burden.NIGHTS).of_counts({A: 4, B: 1, C: 1}) == 600
    # 1, 0 and 0: 2/3, rounded up to the hundredth
    assert shares(instance, Burden.NIGHTS).of_counts({A: 1}) == 67


def test_protected_people_share_no_nights_with_others() -> None:
    instance = team_of_three(restrictions=(Restriction.PREGNANT,))
    assert shares(instance, Burden.NIGHTS).groups == ((A, B),)


def test_people_whose_contract_leaves_no_choice_share_nothing() -> None:
    instance = centre([person(contract(NIGHT), name) for name in "ab"], [NIGHT])
    assert shares(instance, Burden.NIGHTS).groups == ()
    assert shares(instance, Burden.WEEKENDS).groups == ((A, B),)


def test_the_ledger_counts_and_new_people_stand_at_the_mean() -> None:
    rows = [
        LedgerRow(A, date(2026, 9, 1), {Burden.NIGHTS: 5}),
        LedgerRow(B, date(2026, 7, 1), {Burden.NIGHTS: 1}),
        LedgerRow(A, date(2026, 6, 1), {Burden.NIGHTS: 50}),
        LedgerRow(B, date(2026, 10, 1), {Burden.NIGHTS: 50}),
    ]
    sharing = shares(team_of_three(), Burden.NIGHTS, Ledger(tuple(rows)))
    # three months before October are July to September: 5, 1 and, for the newcomer, 3; told as what is above the least
    assert sharing.earlier == {A: 4, B: 0, C: 2}
    assert sharing.of_counts({B: 4, C: 2}) == 0


def test_the_price_of_one_more_is_the_difference_it_makes() -> None:
    sharing = shares(team_of_three(), Burden.NIGHTS)
    others = {B: 3, C: 2}
    costs = [sharing.of_counts({A: count, **others}) for count in range(5)]
    steps = sharing.steps(A, others, 4)
    assert [sum(steps[:count]) + costs[0] for count in range(5)] == pytest.approx(costs, abs=4)
    assert steps == sorted(steps)


def away(instance: Instance, leave: Mapping[AgentId, Iterable[date]]) -> Instance:
    return replace(
        instance, agents=tuple(replace(agent, leave=frozenset(leave.get(agent.id, ()))) for agent in instance.agents)
    )


def days_from(first: date, count: int) -> list[date]:
    return [first + timedelta(days=index) for index in range(count)]


def test_who_is_away_half_the_time_has_half_a_share() -> None:
    instance = away(team_of_three(), {C: days_from(MONDAY, 7)})
    sharing = shares(instance, Burden.NIGHTS)
    assert sharing.presence == {A: 14, B: 14, C: 7}
    assert sharing.of_counts({A: 4, B: 4, C: 2}) == 0
    # fair shares of nine are 3.6, 3.6 and 1.8: 2 × 0.6² + 1.2²
    assert sharing.of_counts({A: 3, B: 3, C: 3}) == 216
    assert sharing.steps(C, {A: 4, B: 4}, 3) == pytest.approx(
        [sharing.of_counts({A: 4, B: 4, C: n + 1}) - sharing.of_counts({A: 4, B: 4, C: n}) for n in range(3)], abs=1
    )


def test_who_is_away_all_the_time_has_no_share() -> None:
    sharing = shares(away(team_of_three(), {C: days_from(MONDAY, 14)}), Burden.NIGHTS)
    assert sharing.of_counts({A: 2, B: 2}) == 0
    everybody = dict.fromkeys((A, B, C), days_from(MONDAY, 14))
    assert shares(away(team_of_three(), everybody), Burden.NIGHTS).of_counts({A: 2, B: 2, C: 2}) == 0


def test_only_the_days_that_could_bring_a_burden_count_as_present() -> None:
    saturday = MONDAY + timedelta(days=5)
    instance = replace(team_of_three(), statutory_holidays=frozenset([MONDAY, saturday]))
    instance = away(instance, {A: days_from(MONDAY, 5), B: days_from(saturday, 1), C: days_from(saturday, 2)})
    assert shares(instance, Burden.WEEKENDS).presence == {A: 2, B: 2, C: 1}
    assert shares(instance, Burden.HOLIDAYS).presence == {A: 1, B: 1, C: 1}


def test_months_in_which_somebody_was_away_leave_no_debt() -> None:
    september = date(2026, 9, 1)
    rows = [
        LedgerRow(A, september, {Burden.NIGHTS: 4}, 30),
        LedgerRow(B, september, {Burden.NIGHTS: 4}, 30),
        LedgerRow(C, september, {Burden.NIGHTS: 2}, 15),
    ]
    aims = Aims(shares={Burden.NIGHTS: 100}, ledger=Ledger(tuple(rows)))
    (sharing,) = aims.objective(team_of_three()).shares
    assert sharing.earlier == {A: 0, B: 0, C: 0}
    untold = replace(aims, ledger=Ledger((*rows[:2], replace(rows[2], days=None))))
    (sharing,) = untold.objective(team_of_three()).shares
    assert sharing.earlier == {A: 2, B: 2, C: 0}


def test_the_ledger_tells_on_how_many_planned_days_people_were_there() -> None:
    instance = away(one(days=14), {A: days_from(MONDAY, 3)})
    ledger = ledger_of(line(instance), instance)
    assert [row.days for row in ledger.rows] == [11]
    assert [row.days for row in merged([ledger, ledger]).rows] == [22]
    unknown = Ledger((replace(ledger.rows[0], days=None),))
    assert [row.days for row in merged([ledger, unknown, ledger]).rows] == [None]


def test_a_weekend_counts_once() -> None:
    instance = one()
    roster = line(instance, *[None] * 5, EARLY, EARLY, *[None] * 6, NIGHT)
    (row,) = ledger_of(roster, instance).rows
    assert row.counts == {
        Burden.NIGHTS: 1, Burden.WEEKENDS: 2, Burden.EARLY: 2, Burden.LATE: 0, Burden.HOLIDAYS: 0,
    }  # fmt: skip


def test_rosters_of_parts_of_a_month_add_up_in_the_ledger() -> None:
    first, second = one(days=7), one(days=7, first=MONDAY + timedelta(days=7))
    ledgers = [ledger_of(line(instance, NIGHT, NIGHT), instance) for instance in (first, second)]
    (row,) = merged(ledgers).rows
    assert (row.agent, row.month, row.counts[Burden.NIGHTS]) == (A, date(2026, 10, 1), 4)


def test_a_roster_over_two_months_has_a_row_for_each() -> None:
    instance = one(days=4, first=date(2026, 10, 30))
    rows = ledger_of(line(instance, NIGHT, NIGHT, NIGHT), instance).rows
    assert [(row.month, row.counts[Burden.NIGHTS]) for row in rows] == [(date(2026, 10, 1), 2), (date(2026, 11, 1), 1)]


@pytest.mark.parametrize(
    "make",
    [
        lambda: LedgerRow(A, date(2026, 10, 2), {}),
        lambda: LedgerRow(A, date(2026, 10, 1), {Burden.LATE: -1}),
        lambda: LedgerRow(A, date(2026, 10, 1), {}, -1),
        lambda: Request(A, MONDAY, "off", weight=0),
    ],
)
def test_values_that_mean_nothing_are_refused(make: object) -> None:
    with pytest.raises(ValueError, match="expected"):
        make()  # type: ignore[operator]  # a builder of one of several types


def test_requests_and_changes_weigh_from_the_start_and_the_rest_only_when_asked_for() -> None:
    instance = one(days=2)
    asked = (Request(A, MONDAY, "off"), Request(A, SUNDAY, "off"), Request(C, MONDAY, "off"))
    assert Aims().objective(instance).names == ("shortage", "excess")
    assert Aims(asked=asked[1:]).objective(instance).names == ("shortage", "excess")
    aims = Aims(asked=asked, shares={Burden.NIGHTS: 0})
    assert aims.objective(instance, line(instance, EARLY)).names == ("shortage", "excess", "requests", "changes")


def test_weeks_that_a_rule_holds_are_counted_from_the_roster_and_left_out_of_the_model() -> None:
    instance = one()
    six = [EARLY] * 6 + [None]
    (term,) = Aims(overtime=100, weeks_are_held=True).objective(instance).lines
    assert term.of_line(instance, instance.agents[0], worked(line(instance, *six, *six), instance)) == 3_200
    model = CpModel()
    assert term.post(model, Variables.build(model, instance), instance.agents[0]) == []


def test_comprehensive_hours_have_no_overtime_by_week() -> None:
    aims = Aims(overtime=100)
    assert len(aims.objective(one()).lines) == 1
    assert replace(aims, weekly_minutes=None).objective(one()).lines == ()


def test_large_groups_with_unlike_leave_still_fit_a_model_and_cost_nearly_what_they_do() -> None:
    size = 600
    parts = Parting.of([31 - index % 29 for index in range(size)])
    before, counts = [index % 5 for index in range(size)], [3 + index % 7 for index in range(size)]
    model = CpModel()
    values = [model.new_constant(mine + count) for mine, count in zip(before, counts, strict=True)]
    most = [mine + 31 for mine in before]
    total = parts.post(model, 900, values, most, before)
    model.minimize(total)
    assert not model.validate()
    solver = CpSolver()
    assert solver.status_name(solver.solve(model)) == "OPTIMAL"
    assert solver.value(total) == pytest.approx(900 * parts.squares(before, counts) / parts.scale, rel=1e-3)
