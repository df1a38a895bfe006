"""Rules that count heads: for which teams and kinds, in whose words, at what cost, by hand."""

from dataclasses import replace

import pytest

from scheduler.agents import Grade, SkillLevel, Team
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Counting, Rule, Severity
from scheduler.rules.heads_per_shift import UNBOUNDED, HeadsPerShift
from scheduler.rules.levels import Level, LevelsOnDuty
from scheduler.rules.on_call import OnCallReserve
from scheduler.rules.supervisors import SupervisorOnDuty
from scheduler.streams import ANY_NUMBER, Stream
from tests.scheduler.tiny import EARLY, LATE, ROUND_THE_CLOCK, centre, contract, heads, kind, person

STANDBY = replace(kind("standby", "08:00", 12), on_call=True)
KINDS = (EARLY, LATE, STANDBY)


def two_teams(days: int = 1) -> Instance:
    """Return teams x and y with two people each: one plain, one senior and supervisor who speaks Cantonese."""
    terms = contract(*KINDS)
    people = [
        made
        for team in "xy"
        for made in (
            person(terms, f"{team}1", team=team),
            replace(
                person(terms, f"{team}2", team=team),
                level=SkillLevel.SENIOR,
                grade=Grade.SUPERVISOR,
                languages=("yue",),
            ),
        )
    ]
    base = centre(person(terms), KINDS, days=days)
    teams = tuple(Team(name, ("calls",), ROUND_THE_CLOCK) for name in "xy")
    demand = Demand(base.grid, {name: heads(base.grid, 0.0) for name in "xy"})
    return Instance(base.grid, teams, KINDS, tuple(people), demand)


def streams(rule: Rule) -> list[Stream]:
    assert isinstance(rule, Counting)
    return list(rule.streams(two_teams()))


def told(rule: Rule) -> list[tuple[str | None, str, list[str]]]:
    """Return the team, the words and the people of each stream of *rule*."""
    return [(stream.team, str(stream.asks), sorted(stream.members)) for stream in streams(rule)]


X, Y = ["x1", "x2"], ["y1", "y2"]
ONE_TEAM = frozenset({"y"})


def test_heads_per_shift_are_asked_of_each_team_named_and_of_each_kind() -> None:
    assert told(HeadsPerShift(2)) == [
        ("x", "at least 2 people of x on the early shift", X),
        ("x", "at least 2 people of x on the late shift", X),
        ("y", "at least 2 people of y on the early shift", Y),
        ("y", "at least 2 people of y on the late shift", Y),
    ]
    assert told(HeadsPerShift(1, 3, frozenset({"late"}), teams=ONE_TEAM)) == [
        ("y", "1 to 3 people of y on the late shift", Y)
    ]
    assert told(HeadsPerShift(1, UNBOUNDED - 1, frozenset({"late"}), teams=ONE_TEAM)) == [
        ("y", "1 to 99999 people of y on the late shift", Y)
    ]


def test_levels_are_asked_of_each_team_named_in_words_that_tell_who() -> None:
    (of_x, of_y) = told(LevelsOnDuty(2))
    assert (of_x[0], of_x[2], of_y[0], of_y[2]) == ("x", ["x2"], "y", ["y2"])
    assert of_x[1].startswith("at least 2 seniors of x on shift")
    assert told(LevelsOnDuty(1))[0][1].startswith("at least 1 senior of x on shift")
    assert told(LevelsOnDuty(1, kinds=frozenset({"late"})))[0][1] == "at least 1 senior of x on the late shift"
    (alone,) = LevelsOnDuty(1, kinds=frozenset({"late"})).streams(centre(person(contract(LATE)), [LATE]))
    assert str(alone.asks) == "at least 1 senior on the late shift"
    ((team, words, people),) = told(LevelsOnDuty(2, Level.JUNIOR, "yue", teams=ONE_TEAM))
    assert (team, "yue" in words, people) == ("y", True, ["y2"])
    ((team, words, people),) = told(LevelsOnDuty(2, Level.JUNIOR, "eng", kinds=frozenset({"late"}), teams=ONE_TEAM))
    assert (team, "eng" in words, people) == ("y", True, [])
    assert "speak" not in told(LevelsOnDuty(2))[0][1]


def test_supervisors_are_asked_of_the_site_or_of_each_team_named() -> None:
    assert told(SupervisorOnDuty()) == [
        (None, "at least 1 of grade supervisor or above of x, y on shift", ["x2", "y2"])
    ]
    assert told(SupervisorOnDuty(teams=ONE_TEAM)) == [
        ("y", "at least 1 of grade supervisor or above of y on shift", ["y2"])
    ]
    assert [team for team, *_ in told(SupervisorOnDuty(each_team=True))] == ["x", "y"]
    assert told(SupervisorOnDuty(grade=Grade.AGENT, teams=ONE_TEAM))[0][2] == Y


def test_the_reserve_is_asked_of_each_team_named_that_has_a_kind_on_call() -> None:
    assert told(OnCallReserve(2)) == [
        ("x", "at least 2 people of x on call", X),
        ("y", "at least 2 people of y on call", Y),
    ]
    assert told(OnCallReserve(2, Level.SENIOR, teams=ONE_TEAM)) == [("y", "at least 2 seniors of y on call", ["y2"])]
    instance = two_teams()
    plain = tuple(replace(agent, contract=contract(EARLY)) if agent.team == "x" else agent for agent in instance.agents)
    assert [stream.team for stream in OnCallReserve().streams(replace(instance, agents=plain))] == ["y"]


@pytest.mark.parametrize(
    "rule", [HeadsPerShift(kinds=frozenset({"late", "early", "k"})), LevelsOnDuty(kinds=frozenset({"late", "k"}))]
)
def test_parts_of_the_day_are_no_names_of_kinds(rule: HeadsPerShift | LevelsOnDuty) -> None:
    assert rule.kind_names == {"k"}
    assert rule.team_names == frozenset()


@pytest.mark.parametrize("severity", Severity)
def test_heads_cost_their_weight_in_hundredths_where_the_rule_is_soft(severity: Severity) -> None:
    soft = severity is Severity.SOFT
    (stream,) = streams(
        HeadsPerShift(2, 3, frozenset({"late"}), teams=ONE_TEAM, severity=severity, weight=1.5, weight_over=0.25)
    )
    assert (stream.least.tolist(), stream.most.tolist()) == ([2], [3])
    assert (stream.under.tolist(), stream.over.tolist()) == ([150 * soft], [25 * soft])
    assert stream.hard is (severity is Severity.HARD)
    (slots,) = streams(LevelsOnDuty(teams=ONE_TEAM, severity=severity, weight=2))
    assert set(slots.under.tolist()) <= {0, 200 * soft}
    assert set(slots.most.tolist()) == {ANY_NUMBER}


def test_too_few_and_too_many_are_told_with_their_numbers() -> None:
    instance = two_teams()
    nobody = Roster.of(instance.grid, ())
    few = list(HeadsPerShift(1, 1, frozenset({"late"}), teams=ONE_TEAM).check(nobody, instance))
    assert [item.message for item in few] == ["0 of team y have the shift late on 2026-10-05; at least 1 are asked for"]
    call = list(OnCallReserve(teams=ONE_TEAM).check(nobody, instance))
    assert [item.message for item in call] == [
        "0 of level junior or above of team y are on call on 2026-10-05; at least 1 are asked for"
    ]
