"""First lines of long horizons: lawful, worth something, and everybody has one."""

from dataclasses import replace

import numpy as np

from scheduler.agents import AgentId, Bounds
from scheduler.checking import check_roster, is_lawful
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.objective import Objective, Weights
from scheduler.rules.base import Rule
from scheduler.rules.contract import PeriodHours
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.rest import DailyRest
from scheduler.solution import Limits, Progress, Status
from scheduler.solve import solve
from scheduler.strategies.first_lines import fill, has_long_lines, is_long, settle
from scheduler.strategies.offers import Offers
from scheduler.streams import ShiftDemand, shift_cover
from tests.scheduler.tiny import EARLY, LATE, NIGHT, centre, contract, kind, person

KINDS = (EARLY, LATE, NIGHT, kind("spread", "06:00", 8, last="12:00"))
RULES: tuple[Rule, ...] = (PeriodHours(), DailyRest(), DaysInRow(), DaysOffInRow())


def question(days: int, hours: Bounds) -> tuple[Instance, Objective]:
    terms = contract(*KINDS, hours=hours, in_row=Bounds(2, 5), off_in_row=Bounds(2, None))
    instance = centre([person(terms, name) for name in "abc"], KINDS, days=days)
    rows = [ShiftDemand(day, each.name, 1, 1_000, 10) for day in instance.days() for each in KINDS[:3]]
    return instance, Objective(Weights((), ()), streams=(shift_cover(instance, rows),))


def goes_on() -> bool:
    return True


def test_everybody_gets_a_lawful_line_of_shifts_that_are_wanted() -> None:
    instance, objective = question(28, Bounds(144, 160))
    draft = Draft.empty(instance, objective, RULES)
    nothing = draft.standing
    assert not fill(draft, RULES, Limits(30, 1), goes_on)
    assert is_lawful(check_roster(draft.roster(), instance, RULES))
    assert draft.standing[1] < nothing[1] / 2


def test_nobody_who_has_a_line_is_asked_again() -> None:
    instance, objective = question(7, Bounds(0, 40))
    draft = Draft.empty(instance, objective, RULES)
    draft.put(instance.agents[0], {})
    assert not fill(draft, RULES, Limits(30, 1), goes_on)
    assert not draft.fixed[AgentId("a")]


def test_people_without_any_lawful_line_are_named() -> None:
    instance, objective = question(7, Bounds(60, 70))
    draft = Draft.empty(instance, objective, RULES)
    assert {agent.id for agent in fill(draft, RULES, Limits(30, 1), goes_on)} == {"a", "b", "c"}


def test_those_not_reached_when_the_watcher_says_stop_are_named() -> None:
    instance, objective = question(7, Bounds(0, 40))
    draft = Draft.empty(instance, objective, RULES)
    assert len(fill(draft, RULES, Limits(30, 1), lambda: False)) == 3


def test_a_season_of_some_kinds_is_long_where_turns_count_all_that_is_asked() -> None:
    kinds = [kind(f"k{number}", f"{number + 6:02}:00", 8) for number in range(4)]
    instance = centre([person(contract(*kinds))], kinds, days=88)
    rows = [ShiftDemand(day, "k0", 1, 1_000, 10) for day in instance.days()]
    objective = Objective(Weights((), ()), streams=(shift_cover(instance, rows),))
    assert not is_long(instance, RULES)
    assert is_long(instance, RULES, objective)
    assert not is_long(instance, RULES, replace(objective, weights=Weights()))
    month, heads = question(28, Bounds())
    assert not is_long(month, RULES, heads)


def test_a_year_of_many_kinds_is_long_and_a_month_is_not() -> None:
    assert not has_long_lines(question(28, Bounds())[0])
    assert has_long_lines(question(364, Bounds())[0])


def test_the_best_of_each_day_and_the_usual_kinds_are_offered() -> None:
    instance, objective = question(4, Bounds())
    agent = instance.agents[0]
    offers = Offers.of(instance, agent)
    places = offers.to(agent)
    worth = np.zeros(len(places), dtype=np.int64)
    names = np.array([offers.options[place].kind.name for place in places.tolist()])
    worth[names == "late"] = 5
    worth[(names == "night") & (offers.day[places] == 2)] = 9
    kept = [
        (int(offers.day[place]), offers.options[place].kind.name)
        for place in places[offers.best(places, worth, 1)].tolist()
    ]
    assert kept == [(0, "late"), (1, "late"), (2, "late"), (2, "night"), (3, "late")]
    draft = Draft.empty(instance, objective, RULES)
    wanted = dict(zip(names.tolist(), offers.worth(draft, agent, places).tolist(), strict=True))
    assert wanted == {"early": 1_000, "late": 1_000, "night": 1_000, "spread": 0}


def test_a_long_question_is_answered_lawfully_and_improved() -> None:
    many = kind("many", "05:00", 8, last="16:00", step=15)
    terms = contract(many, NIGHT, hours=Bounds(300, 340), in_row=Bounds(2, 5), off_in_row=Bounds(2, None))
    instance = centre([person(terms, name) for name in "ab"], (many, NIGHT), days=63, slot_minutes=15)
    rows = [ShiftDemand(day, each.name, 1, 1_000, 10) for day in instance.days() for each in (many, NIGHT)]
    objective = Objective(Weights((), ()), streams=(shift_cover(instance, rows),))
    assert is_long(instance, RULES)
    told: list[float] = []

    def watch(progress: Progress, /) -> bool:
        told.extend([] if progress.objective is None else [progress.objective])
        return True

    result = solve(instance, RULES, Limits(2, 2), watch, objective)
    assert result.status in {Status.FEASIBLE, Status.OPTIMAL}
    assert result.objective is not None
    assert result.objective <= told[0]
    assert result.objective < sum(row.under for row in rows) / 100


def test_people_for_whom_no_line_was_found_are_conflicts() -> None:
    instance, objective = question(7, Bounds(60, 70))
    conflicts = settle(Draft.empty(instance, objective, RULES), RULES, Limits(30, 1), goes_on)
    assert {conflict.agent for conflict in conflicts} == {"a", "b", "c"}
