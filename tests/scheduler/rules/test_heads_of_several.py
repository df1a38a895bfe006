"""Rules that count heads: the model accepts what the check does, alone and beside fixed shifts, and each limit by hand."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pytest
from ortools.sat.python.cp_model import CpModel, CpSolver

from forecasting.site import OpeningHours, Span
from scheduler.agents import Agent, AgentId, Grade, SkillLevel, Team
from scheduler.coverage import on_duty, on_shift
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Counting, Rule, Severity
from scheduler.rules.heads import HeadsOnDuty
from scheduler.rules.heads_per_shift import HeadsPerShift
from scheduler.rules.levels import Level, LevelsOnDuty
from scheduler.rules.on_call import OnCallReserve
from scheduler.rules.opening import WithinOpeningHours
from scheduler.rules.rest import DailyRest
from scheduler.rules.supervisors import SupervisorOnDuty
from scheduler.rules.work_days import Weekday
from scheduler.shifts import ShiftKind
from scheduler.variables import Variables
from tests.scheduler.tiny import (
    NIGHT,
    ROUND_THE_CLOCK,
    TEAM,
    Chosen,
    accepted_by_model,
    after,
    centre,
    contract,
    heads,
    kind,
    line,
    pause,
    person,
    rosters,
)

MORNING, EVENING = kind("morning", "08:00", 8), kind("evening", "14:00", 8)  # both early by their part
DAWN = kind("dawn", "06:00", 10)
NOON = kind("noon", "12:00", 6)
STANDBY = replace(kind("standby", "08:00", 12), on_call=True)
FROM_TWO = OpeningHours((Span(14 * 60, 22 * 60),) * 7, Span(14 * 60, 22 * 60))


def senior(agent: Agent) -> Agent:
    return replace(agent, level=SkillLevel.SENIOR)


def boss(agent: Agent, grade: Grade = Grade.SUPERVISOR) -> Agent:
    return replace(agent, grade=grade)


def people(*kinds: str, names: str = "ab", team: str = TEAM) -> list[Agent]:
    terms = replace(contract(MORNING), kinds=kinds)
    return [person(terms, name, team=team) for name in names]


def two_teams(days: int = 1) -> Instance:
    """One person of each of two teams, the second open from 14:00 to 22:00."""
    staff = [*people("morning", "evening", names="a"), *people("morning", "evening", names="b", team="back")]
    alone = centre(staff[:1], [MORNING, EVENING], days=days)
    teams = (Team(TEAM, ("calls",), OpeningHours()), Team("back", ("mail",), FROM_TWO))
    demand = Demand(alone.grid, {team.name: heads(alone.grid, 0.0) for team in teams})
    return replace(alone, teams=teams, agents=tuple(staff), demand=demand)


def serving(queue: str) -> Instance:
    """Both teams, open from 14:00 to 22:00, serve *queue*."""
    instance = two_teams()
    return replace(instance, teams=tuple(replace(team, queues=(queue,), opening=FROM_TWO) for team in instance.teams))


def pair(*kinds: str, days: int = 2, opening: OpeningHours = ROUND_THE_CLOCK) -> Instance:
    return centre(people(*kinds), [MORNING, EVENING, NIGHT, NOON, STANDBY], days=days, opening=opening)


def with_senior(instance: Instance) -> Instance:
    first, *others = instance.agents
    return replace(instance, agents=(senior(first), *others))


def with_boss(instance: Instance, grade: Grade = Grade.SUPERVISOR) -> Instance:
    *others, last = instance.agents
    return replace(instance, agents=(*others, boss(last, grade)))


def needing(*slots: int) -> Instance:
    instance = pair("morning", "evening")
    return replace(instance, demand=Demand(instance.grid, {TEAM: heads(instance.grid, dict.fromkeys(slots, 0.5))}))


@dataclass(frozen=True)
class Case:
    what: str
    rule: Rule
    instance: Instance


MORNINGS = frozenset({"morning"})
EVENINGS = frozenset({"evening"})
CASES = [
    Case("one on each kind", HeadsPerShift(1), pair("morning", "evening")),
    Case("two on early shifts", HeadsPerShift(2, kinds=MORNINGS), pair("morning", "evening")),
    Case("at most one late", HeadsPerShift(0, 1, frozenset({"evening"})), pair("morning", "evening")),
    Case("exactly one of the part", HeadsPerShift(1, 1, frozenset({"early"})), pair("morning", "noon", "night")),
    Case("on Tuesdays", HeadsPerShift(1, weekdays=frozenset({Weekday.TUESDAY})), pair("morning", "evening")),
    Case(
        "where the team is open",
        HeadsPerShift(2, kinds=MORNINGS),
        pair("morning", opening=OpeningHours((Span(480, 1320), None) + (Span(480, 1320),) * 5)),
    ),
    Case("of one team", HeadsPerShift(1, kinds=frozenset({"evening"}), teams=frozenset({"back"})), two_teams()),
    Case("a senior all day", LevelsOnDuty(), with_senior(pair("morning", "evening", days=1, opening=FROM_TWO))),
    Case("a senior on early shifts", LevelsOnDuty(kinds=MORNINGS), with_senior(pair("morning", "evening"))),
    Case(
        "two of any level at night", LevelsOnDuty(2, Level.JUNIOR, kinds=frozenset({"night"})), pair("night", "morning")
    ),
    Case(
        "with nights before",
        LevelsOnDuty(1, Level.JUNIOR),
        after(
            centre(people("dawn", "night"), [DAWN, NIGHT], days=1, opening=OpeningHours((Span(0, 960),) * 7)),
            NIGHT,
        ),
    ),
    Case("somebody of either team for a queue", LevelsOnDuty(1, Level.JUNIOR, queue="calls"), serving("calls")),
    Case("both on a shift for a queue", LevelsOnDuty(2, Level.JUNIOR, queue="calls", kinds=EVENINGS), serving("calls")),
    Case("a supervisor in the site", SupervisorOnDuty(), with_boss(pair("morning", "evening", opening=FROM_TWO))),
    Case(
        "a manager counts",
        SupervisorOnDuty(),
        with_boss(pair("morning", "evening", days=1, opening=FROM_TWO), Grade.MANAGER),
    ),
    Case("somebody in the whole site", SupervisorOnDuty(grade=Grade.AGENT, teams=frozenset({"back"})), two_teams()),
    Case("somebody on call", OnCallReserve(), pair("morning", "standby")),
    Case("both on call on Mondays", OnCallReserve(2, weekdays=frozenset({Weekday.MONDAY})), pair("morning", "standby")),
    Case("a senior on call", OnCallReserve(1, Level.SENIOR), with_senior(pair("evening", "standby"))),
    Case("two heads where people are needed", HeadsOnDuty(2, Severity.HARD), needing(14, 39)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule.name}: {case.what}")
def test_the_model_accepts_a_roster_exactly_when_the_check_finds_nothing(case: Case) -> None:
    lawful, refused = set(), 0
    for chosen, roster in rosters(case.instance):
        if list(case.rule.check(roster, case.instance)):
            refused += 1
        else:
            lawful.add(chosen)
    assert accepted_by_model(case.instance, [case.rule]) == lawful
    assert lawful
    assert refused


def accepts_beside(instance: Instance, rule: Rule, mine: Chosen, theirs: Chosen, decided: Iterable[Agent]) -> bool:
    """Tell whether the model of *decided*, whose shifts are to be *mine*, accepts them beside the fixed shifts *theirs*."""
    model = CpModel()
    deciding = tuple(decided)
    fixed = {
        agent.id: {option.day: option for who, option in theirs if who == agent.id}
        for agent in instance.agents
        if agent not in deciding
    }
    variables = Variables.build(model, instance, deciding, fixed)
    rule.post(model, variables)
    for agent in deciding:
        for day in variables.days:
            for option, var in variables.on(agent, day):
                model.add(var == ((agent.id, option) in mine))
    solver = CpSolver()
    solver.parameters.num_workers = 1
    return str(solver.status_name(solver.solve(model))) in {"OPTIMAL", "FEASIBLE"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule.name}: {case.what}")
def test_the_model_of_a_part_of_the_people_counts_the_fixed_shifts_of_the_others(case: Case) -> None:
    last = case.instance.agents[-1]
    for number, (chosen, roster) in enumerate(rosters(case.instance)):
        if number % 3 == 0:  # a third of the rosters tells as much
            mine = frozenset(cell for cell in chosen if cell[0] == last.id)
            lawful = not list(case.rule.check(roster, case.instance))
            assert accepts_beside(case.instance, case.rule, mine, chosen - mine, [last]) == lawful


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule.name}: {case.what}")
def test_a_soft_rule_forbids_nothing_and_costs_its_weight_for_each_head_that_is_wrong(case: Case) -> None:
    soft = replace(case.rule, severity=Severity.SOFT, weight=3.0)  # type: ignore[type-var]  # every rule is a dataclass
    assert isinstance(soft, Counting)
    for number, (_, roster) in enumerate(rosters(case.instance)):
        if number % 5 == 0:
            found = list(soft.check(roster, case.instance))
            assert {violation.severity for violation in found} <= {Severity.SOFT}
            cost = sum(stream.cost(stream.heads(roster, case.instance)) for stream in soft.streams(case.instance))
            assert (cost > 0) == bool(found)


def test_the_floor_of_heads_costs_nothing_where_the_site_does_not_weigh_it() -> None:
    instance = needing(14)
    (stream,) = HeadsOnDuty().streams(instance)
    assert stream.cost(stream.heads(line(instance), instance)) == 0


def test_a_part_whose_others_are_open_is_asked_nothing() -> None:
    instance = pair("morning", "evening")
    model = CpModel()
    variables = Variables.build(model, instance, instance.agents[:1])
    before = len(model.proto.constraints)
    HeadsPerShift(1).post(model, variables)
    assert len(model.proto.constraints) == before


def messages(rule: Rule, instance: Instance, roster: Roster) -> list[str]:
    return [violation.message for violation in rule.check(roster, instance)]


def both(instance: Instance, first: tuple[ShiftKind | None, ...], second: tuple[ShiftKind | None, ...]) -> Roster:
    lines = [line(instance, *first, agent=AgentId("a")), line(instance, *second, agent=AgentId("b"))]
    return Roster.of(instance.grid, [shift for each in lines for shift in each.assignments])


def test_two_on_a_shift_are_enough_and_one_is_not() -> None:
    instance = pair("morning", "evening", days=1)
    rule = HeadsPerShift(kinds=MORNINGS)
    assert messages(rule, instance, both(instance, (MORNING,), (MORNING,))) == []
    assert messages(rule, instance, both(instance, (MORNING,), (EVENING,))) == [
        "1 of team care have the shift morning on 2026-10-05; at least 2 are asked for"
    ]


def test_one_on_a_shift_is_allowed_and_two_are_not() -> None:
    instance = pair("morning", "evening", days=1)
    rule = HeadsPerShift(0, 1, MORNINGS)
    assert messages(rule, instance, both(instance, (MORNING,), (EVENING,))) == []
    assert messages(rule, instance, both(instance, (MORNING,), (MORNING,))) == [
        "2 of team care have the shift morning on 2026-10-05; at most 1 are allowed"
    ]


def test_a_senior_counts_for_an_intermediate_and_not_the_other_way_round() -> None:
    instance = with_senior(pair("morning", "evening", days=1))
    roster = both(instance, (MORNING,), (EVENING,))
    assert messages(LevelsOnDuty(level=Level.INTERMEDIATE, kinds=MORNINGS), instance, roster) == []
    assert messages(LevelsOnDuty(level=Level.SENIOR, kinds=MORNINGS), instance, roster) == []
    weaker = replace(instance, agents=(replace(instance.agents[0], level=SkillLevel.INTERMEDIATE), instance.agents[1]))
    assert messages(LevelsOnDuty(level=Level.INTERMEDIATE, kinds=MORNINGS), weaker, roster) == []
    assert messages(LevelsOnDuty(level=Level.SENIOR, kinds=MORNINGS), weaker, roster) == [
        "0 of level senior or above of team care have the shift morning on 2026-10-05; at least 1 are asked for"
    ]


def test_a_language_narrows_who_counts() -> None:
    instance = pair("morning", days=1, opening=OpeningHours((Span(480, 960),) * 7, None))
    speaker = replace(instance, agents=(replace(instance.agents[0], languages=("en", "yue")), instance.agents[1]))
    rule = LevelsOnDuty(1, Level.JUNIOR, "yue")
    assert messages(rule, speaker, line(speaker, MORNING)) == []
    assert messages(rule, speaker, line(speaker, MORNING, agent=AgentId("b"))) == [
        "team care has 0 of level junior or above who speak yue on shift on 2026-10-05 from 08:00 to 16:00; at least 1 are asked for"
    ]


def test_the_senior_is_missed_from_the_end_of_the_shift_to_the_end_of_the_opening_hours() -> None:
    instance = with_senior(pair("morning", "evening", days=1, opening=OpeningHours((Span(480, 1320),) * 7)))
    assert messages(LevelsOnDuty(), instance, both(instance, (MORNING,), (EVENING,))) == [
        "team care has 0 of level senior or above on shift on 2026-10-05 from 16:00 to 22:00; at least 1 are asked for"
    ]


def test_the_supervisor_of_another_team_counts_for_the_site_and_not_for_each_team() -> None:
    instance = two_teams()
    first, second = instance.agents
    instance = replace(instance, agents=(boss(first), second))
    roster = Roster.of(instance.grid, [*line(instance, EVENING).assignments])
    whole = SupervisorOnDuty(teams=frozenset({"back", TEAM}))
    assert messages(whole, instance, roster) == [
        "0 of grade supervisor or above of care, back are on shift on 2026-10-05 from 08:00 to 14:00; at least 1 are asked for"
    ]
    assert messages(SupervisorOnDuty(each_team=True), instance, roster)[1:] == [
        "0 of grade supervisor or above of back are on shift on 2026-10-05 from 14:00 to 22:00; at least 1 are asked for"
    ]


@pytest.mark.parametrize(("grade", "counts"), [(Grade.AGENT, False), (Grade.SUPERVISOR, True), (Grade.DIRECTOR, True)])
def test_grades_above_a_supervisor_count_as_one(grade: Grade, counts: bool) -> None:  # noqa: FBT001  # a column of the table
    instance = with_boss(pair("evening", days=1, opening=FROM_TWO), grade)
    assert bool(messages(SupervisorOnDuty(), instance, line(instance, EVENING, agent=AgentId("b")))) is not counts


def test_who_is_on_call_is_no_head_in_slots_has_no_paid_time_and_may_be_so_at_any_hour() -> None:
    instance = pair("standby", "morning", days=1, opening=OpeningHours((Span(480, 960),) * 7))
    roster = both(instance, (STANDBY,), (None,))
    assert messages(OnCallReserve(), instance, roster) == []
    assert messages(WithinOpeningHours(), instance, roster) == []
    assert [shift.paid_minutes for shift in roster.assignments] == [0]
    assert on_shift(roster, instance)[TEAM].sum() == on_duty(roster, instance)[TEAM].sum() == 0
    assert len(messages(LevelsOnDuty(1, Level.JUNIOR), instance, roster)) == 1


def test_who_was_on_call_rests_before_the_next_shift() -> None:
    instance = pair("standby", "morning", days=2)
    assert messages(DailyRest(12), instance, line(instance, STANDBY, MORNING)) == []
    assert len(messages(DailyRest(12.5), instance, line(instance, STANDBY, MORNING))) == 1


def test_nobody_on_call_is_named_by_day() -> None:
    instance = pair("standby", "morning", days=2)
    assert messages(OnCallReserve(), instance, line(instance, STANDBY, MORNING)) == [
        "0 of level junior or above of team care are on call on 2026-10-06; at least 1 are asked for"
    ]


def test_figures_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="least 3 no more than most 2"):
        HeadsPerShift(3, 2)
    with pytest.raises(ValueError, match="days of the week"):
        LevelsOnDuty(weekdays=frozenset())
    with pytest.raises(ValueError, match="who is on call has no breaks"):
        replace(kind("lunch", "08:00", 9, pause(60, "03:00")), on_call=True)


def test_the_first_night_asks_for_nobody_where_the_evening_before_is_not_known() -> None:
    instance = centre(people("night", "morning"), [NIGHT, MORNING], days=1, opening=ROUND_THE_CLOCK)
    rule = LevelsOnDuty(1, Level.JUNIOR)
    assert [found.values["start"] for found in rule.check(line(instance, NIGHT), instance)] == ["06:00"]
    known = after(instance, None)
    assert [found.values["start"] for found in rule.check(line(known, NIGHT), known)] == ["00:00"]


def test_who_is_on_call_counts_on_a_shift_only_where_the_kind_is_named() -> None:
    instance = pair("standby", "morning", days=1)
    roster = both(instance, (STANDBY,), (MORNING,))
    assert messages(HeadsPerShift(2, kinds=frozenset({"early"})), instance, roster) == [
        "1 of team care have the shift early on 2026-10-05; at least 2 are asked for"
    ]
    assert messages(HeadsPerShift(1, kinds=frozenset({"standby"})), instance, roster) == []
    assert messages(HeadsPerShift(1), instance, both(instance, (None,), (MORNING,))) == []


def test_teams_of_other_queues_do_not_count_for_a_queue() -> None:
    instance = two_teams()
    rule = LevelsOnDuty(1, Level.JUNIOR, queue="mail")
    assert messages(rule, instance, line(instance, EVENING, agent=AgentId("b"))) == []
    assert messages(rule, instance, line(instance, EVENING)) == [
        "team back has 0 of level junior or above on shift on 2026-10-05 from 14:00 to 22:00; at least 1 are asked for"
    ]
    assert LevelsOnDuty(queue="fax").streams(instance) == ()
