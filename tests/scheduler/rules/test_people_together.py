"""Pairs, people kept apart, and new hires beside their mentor: pinned by hand, and held by check and model alike."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python.cp_model import CpModel, CpSolver

from scheduler.agents import Agent, AgentId, Team
from scheduler.instance import Instance
from scheduler.options import Option, options_of
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity, Tying
from scheduler.rules.mentor import BesideMentor
from scheduler.rules.pairing import Pairing, Same
from scheduler.rules.rest import NoOverlap
from scheduler.rules.separation import Apart, Separation
from scheduler.shifts import ShiftKind
from scheduler.variables import Variables
from tests.scheduler.tiny import (
    BERLIN,
    EARLY,
    LATE,
    MONDAY,
    NIGHT,
    Chosen,
    accepted_by_model,
    after,
    centre,
    contract,
    kind,
    line,
    person,
    rosters,
    shift,
)

A, B = AgentId("a"), AgentId("b")
TUESDAY = MONDAY + timedelta(days=1)
NOON = kind("noon", "12:00", 8)
EVENING = kind("evening", "16:00", 8)
DAWN = kind("dawn", "06:00", 8)
AB = frozenset({"a+b"})


def two(
    *kinds: ShiftKind, days: int = 2, leave: Iterable[date] = (), of_b: Iterable[ShiftKind] | None = None
) -> Instance:
    """Return a centre of A and B; *leave* is B's."""
    theirs = kinds if of_b is None else tuple(of_b)
    people = [person(contract(*kinds), "a"), person(contract(*theirs, name="other"), "b", leave=leave)]
    return centre(people, {each.name: each for each in (*kinds, *theirs)}.values(), days=days)


def apprenticed(instance: Instance, hired: date = MONDAY, agent: AgentId = A, mentor: AgentId = B) -> Instance:
    """Return *instance* with *mentor* for *agent*."""
    return replace(
        instance,
        agents=tuple(replace(one, hired=hired, mentor=mentor) if one.id == agent else one for one in instance.agents),
    )


def told(rule: Rule, instance: Instance, of_a: list[ShiftKind | None], of_b: list[ShiftKind | None]) -> list[str]:
    """Return what *rule* says of the lines of A and B."""
    lines = [*line(instance, *of_a, agent=A).assignments, *line(instance, *of_b, agent=B).assignments]
    return [found.message for found in rule.check(Roster.of(instance.grid, lines), instance)]


def allowed(rule: Rule, instance: Instance) -> set[Chosen]:
    """Return the rosters in which *rule* finds nothing and nobody is in two places at once: heads are counted on that."""
    held = (rule, NoOverlap())
    found = (
        (chosen, [each for one in held for each in one.check(roster, instance)]) for chosen, roster in rosters(instance)
    )
    return {chosen for chosen, broken in found if not broken}


def test_people_who_are_paired_work_the_same_shifts() -> None:
    rule, instance = Pairing(AB), two(EARLY, LATE)
    assert told(rule, instance, [EARLY, None], [EARLY, None]) == []
    assert told(rule, instance, [EARLY], [LATE]) == [
        "A has the shift early on 2026-10-05 and B late, though they are paired"
    ]
    assert told(rule, instance, [EARLY, None], [EARLY, LATE]) == [
        "B works on 2026-10-06 and A does not, though they are paired"
    ]


def test_people_may_be_paired_by_start_or_by_day_alone() -> None:
    short = kind("short", "08:00", 4)
    instance = two(EARLY, LATE, of_b=[short, LATE])
    assert told(Pairing(AB, Same.START), instance, [EARLY, LATE], [short, LATE]) == []
    assert told(Pairing(AB, Same.START), instance, [EARLY], [LATE]) == [
        "A and B do not start at the same time on 2026-10-05, though they are paired"
    ]
    assert len(told(Pairing(AB, Same.SHIFT), instance, [EARLY], [short])) == 1
    assert told(Pairing(AB, Same.DAY), instance, [EARLY], [LATE]) == []
    assert len(told(Pairing(AB, Same.DAY), instance, [EARLY], [None])) == 1


def test_the_leave_of_one_of_a_pair_sets_the_other_free() -> None:
    instance = two(EARLY, LATE, leave=[MONDAY])
    assert told(Pairing(AB), instance, [EARLY], [None]) == []
    assert len(told(Pairing(AB), instance, [None, EARLY], [None, None])) == 1


def test_people_kept_apart_may_relieve_each_other_and_no_more() -> None:
    rule, instance = Separation(AB), two(EARLY, EVENING, kind("fifteen", "15:00", 8), NIGHT, DAWN)
    assert told(rule, instance, [EARLY], [EVENING]) == []
    assert told(rule, instance, [EARLY], [instance.kind_by_name["fifteen"]]) == [
        "A and B are on shift at the same time on 2026-10-05, though they are kept apart"
    ]
    assert told(rule, instance, [NIGHT, None], [None, EARLY]) == []
    assert len(told(rule, instance, [NIGHT, None], [None, DAWN])) == 0
    assert len(told(rule, instance, [NIGHT, None], [None, kind("five", "05:00", 8)][:1])) == 0


def test_time_together_over_midnight_is_told_of_the_later_day() -> None:
    five = kind("five", "05:00", 8)
    instance = two(NIGHT, five)
    (found,) = told(Separation(AB), instance, [NIGHT, None], [None, five])
    assert found == "A and B are on shift at the same time on 2026-10-06, though they are kept apart"


def test_the_usual_figures_are_a_month_half_a_shift_and_twenty_points() -> None:
    assert BesideMentor() == BesideMentor(30, 0.5)
    assert Separation(AB) == Separation(AB, Apart.TIME, Severity.HARD, 20)


def test_people_kept_apart_are_of_a_team_where_they_are_of_one() -> None:
    instance = two(EARLY)
    (stream,) = Separation(AB).streams(instance)
    assert stream.team == "care"
    both = replace(instance, teams=(*instance.teams, Team("desk", ())))
    (stream,) = Separation(AB).streams(replace(both, agents=(both.agents[0], replace(both.agents[1], team="desk"))))
    assert stream.team is None


def test_people_kept_apart_by_day_share_no_day() -> None:
    rule, instance = Separation(AB, Apart.DAY), two(EARLY, EVENING)
    assert told(rule, instance, [EARLY, None], [None, EARLY]) == []
    assert told(rule, instance, [EARLY], [EVENING]) == ["A and B both work on 2026-10-05, though they are kept apart"]


def test_of_three_people_kept_apart_each_two_are() -> None:
    people = [person(contract(EARLY), name) for name in "abc"]
    instance = centre(people, [EARLY], days=1)
    rule = Separation(frozenset({"a+b+c"}))
    everybody = [assigned for name in "abc" for assigned in line(instance, EARLY, agent=AgentId(name)).assignments]
    assert len(list(rule.check(Roster.of(instance.grid, everybody), instance))) == 3
    assert len(accepted_by_model(instance, [rule])) == 4


def test_the_night_before_the_plan_keeps_the_other_off_until_it_ends() -> None:
    five = kind("five", "05:00", 4)
    instance = after(two(five, DAWN, days=1), NIGHT, agent=A)
    assert len(told(Separation(AB), instance, [], [five])) == 1
    assert told(Separation(AB), instance, [], [DAWN]) == []
    assert accepted_by_model(instance, [Separation(AB), NoOverlap()]) == allowed(Separation(AB), instance)


def test_what_people_kept_apart_cost_when_the_rule_is_soft() -> None:
    instance = two(EARLY, LATE)
    together = Roster.of(
        instance.grid, [*line(instance, EARLY, agent=A).assignments, *line(instance, LATE, agent=B).assignments]
    )
    for apart, points in ((Apart.TIME, 2 * 3.0), (Apart.DAY, 3.0)):
        (stream,) = Separation(AB, apart, Severity.SOFT, 3).streams(instance)
        assert not stream.hard
        assert stream.cost(stream.heads(together, instance)) == 100 * points
    (stream,) = Separation(AB).streams(instance)
    assert (stream.hard, stream.cost(stream.heads(together, instance))) == (True, 0)


def test_half_of_a_new_hires_shift_is_beside_the_mentor() -> None:
    rule, instance = BesideMentor(), apprenticed(two(EARLY, NOON, kind("one", "13:00", 8)))
    assert told(rule, instance, [EARLY], [NOON]) == []
    assert told(rule, instance, [EARLY], [instance.kind_by_name["one"]]) == [
        "A is beside the mentor B for 38 percent of the shift of 2026-10-05; at least 50 are asked for"
    ]
    assert len(told(rule, instance, [EARLY], [None])) == 1
    assert told(
        BesideMentor(share=0.76), apprenticed(two(EARLY, kind("ten", "10:00", 8))), [EARLY], [kind("ten", "10:00", 8)]
    ) == ["A is beside the mentor B for 75 percent of the shift of 2026-10-05; at least 76 are asked for"]
    assert told(rule, instance, [None], [EARLY]) == []
    assert told(BesideMentor(share=0), instance, [EARLY], [None]) == []


def test_the_mentor_counts_from_the_day_of_hiring_for_so_many_days() -> None:
    for hired, days, asked in ((-1, 1, 0), (0, 1, 1), (1, 1, 1), (2, 1, 0), (-29, 30, 1), (-30, 30, 0), (0, 2, 2)):
        instance = apprenticed(two(EARLY), MONDAY + timedelta(days=hired))
        found = told(BesideMentor(days), instance, [EARLY, EARLY], [None, None])
        assert len(found) == asked, (hired, days)


def test_the_leave_of_the_mentor_sets_the_new_hire_free() -> None:
    instance = apprenticed(two(EARLY, leave=[MONDAY]))
    assert len(told(BesideMentor(), instance, [EARLY, EARLY], [None, None])) == 1


def test_the_night_that_the_mentor_began_before_counts() -> None:
    small = kind("small", "04:00", 4)
    instance = apprenticed(after(two(small, days=1), NIGHT, agent=B))
    assert told(BesideMentor(), instance, [small], []) == []
    assert len(told(BesideMentor(share=0.51), instance, [small], [])) == 1


KINDS = (EARLY, NOON, NIGHT)
CASES: list[tuple[Rule, Instance]] = [
    (Pairing(AB), two(*KINDS)),
    (Pairing(AB, Same.START), two(EARLY, NIGHT, of_b=[kind("short", "08:00", 4), NIGHT])),
    (Pairing(AB, Same.DAY), two(EARLY, NIGHT, leave=[TUESDAY])),
    (Pairing(AB), two(EARLY, NIGHT, of_b=[NOON, NIGHT])),
    (Separation(AB), two(*KINDS)),
    (Separation(AB), two(NIGHT, kind("five", "05:00", 8), DAWN)),
    (Separation(AB, Apart.DAY), two(*KINDS)),
    (BesideMentor(), apprenticed(two(*KINDS))),
    (BesideMentor(1, 0.51), apprenticed(two(*KINDS, leave=[TUESDAY]), TUESDAY - timedelta(days=1))),
    (BesideMentor(1, 1.0), apprenticed(two(EARLY, NIGHT, kind("five", "05:00", 3)), TUESDAY)),
    (BesideMentor(2, 0.1), apprenticed(two(NIGHT, kind("five", "05:00", 3)))),
    (BesideMentor(), after(apprenticed(two(DAWN, kind("four", "04:00", 4), NIGHT)), NIGHT, agent=B)),
]


@pytest.mark.parametrize(
    ("rule", "instance"), CASES, ids=[f"{number} {rule.name}" for number, (rule, _) in enumerate(CASES)]
)
def test_the_model_accepts_every_roster_in_which_the_check_finds_nothing_and_no_other(
    rule: Rule, instance: Instance
) -> None:
    fine = allowed(rule, instance)
    assert accepted_by_model(instance, [rule, NoOverlap()]) == fine
    assert 0 < len(fine) < sum(1 for _ in rosters(instance))


@pytest.mark.parametrize(
    ("rule", "instance"), CASES, ids=[f"{number} {rule.name}" for number, (rule, _) in enumerate(CASES)]
)
def test_with_the_shifts_of_one_fixed_the_other_is_held_to_them(rule: Rule, instance: Instance) -> None:
    fine = allowed(rule, instance)
    theirs = {frozenset(cell for cell in chosen if cell[0] == B) for chosen in allowed(NoOverlap(), instance)}
    for fixed in theirs:
        of_b = {option.day: option for _, option in fixed}
        model = CpModel()
        variables = Variables.build(model, instance, [instance.agent_by_id[A]], {B: of_b})
        rule.post(model, variables)
        NoOverlap().post(model, variables)
        possible = {cell for cell in fine if frozenset(each for each in cell if each[0] == B) == fixed}
        solver = CpSolver()
        assert (solver.status_name(solver.solve(model)) != "INFEASIBLE") == bool(possible)


def test_a_model_that_knows_one_of_them_only_is_asked_nothing() -> None:
    for rule, instance in CASES:
        model = CpModel()
        variables = Variables.build(model, instance, [instance.agent_by_id[A]])
        before = len(model.proto.constraints)
        rule.post(model, variables)
        assert len(model.proto.constraints) == before


def test_who_has_to_be_planned_together() -> None:
    instance = apprenticed(two(EARLY))
    rules: list[Tying] = [Pairing(AB), BesideMentor()]
    assert [list(rule.ties(instance)) for rule in rules] == [[{A, B}]] * 2
    assert list(BesideMentor().ties(apprenticed(two(EARLY), TUESDAY))) == [{A, B}]
    assert list(BesideMentor(30).ties(apprenticed(two(EARLY), MONDAY - timedelta(days=30)))) == []
    assert list(Pairing(frozenset({"a+z"})).ties(instance)) == []


def test_people_who_are_not_of_the_centre_are_not_judged() -> None:
    instance = apprenticed(two(EARLY), mentor=AgentId("z"))
    assert told(BesideMentor(), instance, [EARLY], [None]) == []
    assert told(Pairing(frozenset({"a+z"})), instance, [EARLY], [None]) == []
    assert told(Separation(frozenset({"a+z"})), instance, [EARLY], [EARLY]) == []


def test_a_pair_names_two_people_or_more_and_a_share_is_one() -> None:
    for text in ("a", "a+", "a+a", "a+b+ b"):
        with pytest.raises(ValueError, match="two people or more"):
            Pairing(frozenset({text}))
        with pytest.raises(ValueError, match="two people or more"):
            Separation(frozenset({text}))
    for share in (-0.1, 1.1):
        with pytest.raises(ValueError, match="a share from 0 to 1"):
            BesideMentor(share=share)


RULES: st.SearchStrategy[Rule] = st.one_of(
    st.builds(Pairing, st.just(AB), st.sampled_from(Same)),
    st.builds(Separation, st.just(AB), st.sampled_from(Apart)),
    st.builds(BesideMentor, st.integers(0, 3), st.sampled_from([0.0, 0.3, 0.5, 2 / 3, 1.0])),
)


@st.composite
def two_people(draw: st.DrawFn) -> Instance:
    """Draw two people on clocks of their own around a change of the clock, with the day before known or not."""
    first = draw(st.sampled_from([date(2026, 3, 28), date(2026, 10, 24), MONDAY]))
    starts = draw(st.lists(st.integers(0, 46), min_size=2, max_size=2, unique=True))
    kinds = [
        kind(f"k{number}", f"{half // 2:02d}:{30 * (half % 2):02d}", draw(st.sampled_from([2.5, 8, 24])))
        for number, half in enumerate(starts)
    ]
    zones = [draw(st.sampled_from([None, "Europe/London", "America/Los_Angeles"])) for _ in "ab"]
    days_off = draw(st.sets(st.integers(-1, 2), max_size=1))
    leave = [first + timedelta(days=day) for day in days_off]
    people: list[Agent] = [
        person(contract(*kinds), "a", zone=zones[0]),
        person(contract(*kinds), "b", leave=leave, zone=zones[1]),
    ]
    instance = centre(people, kinds, days=2, first=first, zone=BERLIN, slot_minutes=30)
    instance = apprenticed(instance, first + timedelta(days=draw(st.integers(-1, 1))))
    if draw(st.booleans()):
        instance = after(instance, draw(st.sampled_from(kinds)), agent=draw(st.sampled_from([A, B])))
    return instance


@settings(max_examples=120, deadline=None)
@given(instance=two_people(), rule=RULES)
def test_they_agree_on_any_clock_and_border(instance: Instance, rule: Rule) -> None:
    fine = allowed(rule, instance)
    assert accepted_by_model(instance, [rule, NoOverlap()]) == fine


def first_option(instance: Instance, agent: AgentId, day: date, name: str) -> Option:
    return next(o for o in options_of(instance, instance.agent_by_id[agent], day) if o.kind.name == name)


def test_shifts_on_other_clocks_start_at_the_same_instant() -> None:
    noon_in_london = kind("noon", "12:00", 8)
    one_in_berlin = kind("one", "13:00", 8)
    people = [
        person(contract(noon_in_london), "a", zone="Europe/London"),
        person(contract(one_in_berlin, name="other"), "b"),
    ]
    instance = centre(people, [noon_in_london, one_in_berlin], days=1, zone=BERLIN)
    shifts = [
        shift(instance, AgentId(name), first_option(instance, AgentId(name), MONDAY, of))
        for name, of in (("a", "noon"), ("b", "one"))
    ]
    assert list(Pairing(AB, Same.START).check(Roster.of(instance.grid, shifts), instance)) == []
