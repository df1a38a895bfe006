"""Two people, one day, one-hour slots: small enough to count by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from forecasting.messages import english
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId, Bounds, Contract, Team
from scheduler.availability import Availability, Window
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.roster import Activity, Assignment, Break, Roster
from scheduler.rules.availability import WithinAvailability
from scheduler.rules.base import Rule, Severity
from scheduler.rules.contract import PeriodHours
from scheduler.rules.hours import DailyHours
from scheduler.rules.mentor import BesideMentor
from scheduler.rules.pairing import Pairing
from scheduler.rules.rest import DailyRest
from scheduler.rules.scope import Scoped
from scheduler.rules.separation import Separation
from scheduler.rules.starts import StartDistance
from scheduler.shifts import DayPart, ShiftKind
from scheduler.shortfall import Whereabouts, short_runs, why_short

MONDAY = date(2025, 11, 3)
TUESDAY = MONDAY + timedelta(days=1)
GRID = TimeGrid(ZoneInfo("Asia/Shanghai"), MONDAY, 2, slot_minutes=60)
EARLY = ShiftKind("early", 8 * 60, 8 * 60, 480)
NIGHT = ShiftKind("night", 22 * 60, 22 * 60, 480, part=DayPart.NIGHT)
LATE = ShiftKind("late", 14 * 60, 14 * 60, 480, part=DayPart.LATE)


def contract(*kinds: str, most_hours: int | None = None) -> Contract:
    return Contract("full", kinds, Bounds(most=None if most_hours is None else most_hours * 60))


def agent(name: str, terms: Contract, *leave: date) -> Agent:
    return Agent(AgentId(name), name, "phone", terms, leave=frozenset(leave))


def shift(
    name: str, kind: ShiftKind, day: date = MONDAY, **parts: tuple[Break, ...] | tuple[Activity, ...]
) -> Assignment:
    start = GRID.instant(GRID.slot_at(day, kind.earliest_start))
    return Assignment(AgentId(name), day, kind.name, start, start + timedelta(minutes=kind.length_minutes), **parts)  # type: ignore[arg-type]  # breaks or activities


def needed(heads: dict[int, float], *agents: Agent) -> Instance:
    """Return an instance that needs *heads* by slot; slot 8 is Monday 08:00."""
    required = np.zeros(GRID.n_slots)
    for slot, count in heads.items():
        required[slot] = count
    return Instance(GRID, (Team("phone", ("phone",)),), (EARLY, LATE, NIGHT), agents, Demand(GRID, {"phone": required}))


def where(instance: Instance, *shifts: Assignment, rules: tuple[Rule, ...] = ()) -> dict[Whereabouts, int]:
    """Return the whereabouts in the only run of slots that is short, zeros left out."""
    roster = Roster.of(GRID, shifts)
    (run,) = short_runs(roster, instance)
    (shortfall,) = why_short([run], roster, instance, rules)
    assert sum(shortfall.people.values()) == len(instance.agents)
    return {place: count for place, count in shortfall.people.items() if count}


def at(hour: int) -> datetime:
    return datetime(2025, 11, 3, hour, tzinfo=GRID.zone).astimezone(UTC)


def test_neighbouring_short_slots_are_one_run_with_its_worst_slot_and_hours() -> None:
    instance = needed({8: 2, 9: 3.5, 10: 2, 14: 1.5}, agent("a", contract("early")))
    first, second = short_runs(Roster.of(GRID, [shift("a", EARLY)]), instance)
    assert (first.first, first.end, first.worst) == (8, 11, 9)
    assert (first.required, first.rostered, first.missing) == (3.5, 1, 2.5)
    assert first.missing_hours == pytest.approx(1 + 2.5 + 1)
    assert (second.first, second.end) == (14, 15)
    assert second.missing_hours == pytest.approx(0.5)


def test_a_roster_that_meets_every_slot_has_no_short_run() -> None:
    assert short_runs(Roster.of(GRID, [shift("a", EARLY)]), needed({8: 1}, agent("a", contract("early")))) == ()


def test_people_on_shift_serve_or_pause_or_do_something_else() -> None:
    terms = contract("early")
    people = [agent(name, terms) for name in "abc"]
    pause = Break(at(10), at(11))
    training = Activity(at(10), at(12), "training")
    found = where(
        needed({10: 3}, *people),
        shift("a", EARLY),
        shift("b", EARLY, breaks=(pause,)),
        shift("c", EARLY, activities=(training,)),
    )
    assert found == {Whereabouts.ON_DUTY: 1, Whereabouts.ON_BREAK: 1, Whereabouts.IN_ACTIVITY: 1}


def test_a_contract_without_a_shift_at_the_time_is_told_before_leave() -> None:
    found = where(needed({9: 2}, agent("a", contract("late"), MONDAY), agent("b", contract("early"), MONDAY)))
    assert found == {Whereabouts.NO_KIND: 1, Whereabouts.ON_LEAVE: 1}


def test_one_shift_a_day_keeps_people_from_another_time_of_the_day() -> None:
    assert where(needed({9: 1}, agent("a", contract("early", "late"))), shift("a", LATE)) == {
        Whereabouts.OTHER_SHIFT: 1
    }


def test_rest_after_a_night_keeps_people_from_the_next_early_shift() -> None:
    instance = needed({24 + 9: 1}, agent("a", contract("early", "night")))
    night = shift("a", NIGHT)
    assert where(instance, night, rules=(DailyRest(),)) == {Whereabouts.RESTING: 1}
    assert where(instance, night, rules=(DailyRest(hours=2),)) == {Whereabouts.FREE: 1}


def test_contract_hours_count_only_where_the_rule_is_applied() -> None:
    instance = needed({24 + 9: 1}, agent("a", contract("early", most_hours=12)))
    assert where(instance, shift("a", EARLY), rules=(PeriodHours(),)) == {Whereabouts.AT_HOURS: 1}
    assert where(instance, shift("a", EARLY)) == {Whereabouts.FREE: 1}


def test_a_soft_rule_that_a_further_shift_would_break_is_named_apart() -> None:
    instance = needed({24 + 9: 1}, agent("a", contract("early", "late")))
    rule, late = Scoped(StartDistance(120), Severity.SOFT), shift("a", LATE)
    assert where(instance, late, rules=(rule,)) == {Whereabouts.SOFT_RULE: 1}
    assert where(instance, shift("a", EARLY), rules=(rule,)) == {Whereabouts.FREE: 1}
    assert where(instance, late, rules=(replace(rule, weight=0),)) == {Whereabouts.FREE: 1}
    roster = Roster.of(GRID, [late])
    (found,) = why_short(short_runs(roster, instance), roster, instance, (rule,))
    told = "Team of 1: 1 whose further shift would break rules that should hold (start-distance: 1)."
    assert found.sentence(english) == told


def test_a_rule_that_a_further_shift_would_break_is_named() -> None:
    instance = needed({9: 1}, agent("a", contract("early")))
    roster = Roster.of(GRID, [])
    (shortfall,) = why_short(short_runs(roster, instance), roster, instance, (DailyHours(hours=6),))
    assert shortfall.people[Whereabouts.RULE] == 1
    assert shortfall.rules == {"daily-hours": 1}
    assert shortfall.sentence(english) == "Team of 1: 1 kept off by other rules (daily-hours: 1)."


def test_a_night_shift_of_the_evening_before_could_cover_the_morning() -> None:
    assert where(needed({24 + 3: 1}, agent("a", contract("night")))) == {Whereabouts.FREE: 1}
    assert where(needed({3: 1}, agent("a", contract("night")))) == {Whereabouts.NO_KIND: 1}


def test_the_sentence_names_only_what_there_is() -> None:
    instance = needed({9: 2}, agent("a", contract("early")), agent("b", contract("early"), MONDAY))
    roster = Roster.of(GRID, [shift("a", EARLY)])
    (shortfall,) = why_short(short_runs(roster, instance), roster, instance, ())
    assert shortfall.sentence(english) == "Team of 2: 1 on duty, 1 on leave."


def test_people_are_needed_more_where_they_are() -> None:
    afternoon = dict.fromkeys(range(14, 22), 1.0)
    instance = needed({9: 1, **afternoon}, agent("a", contract("early", "late")))
    assert where(instance, shift("a", LATE)) == {Whereabouts.ELSEWHERE: 1}


def test_a_further_shift_may_cost_more_than_it_helps() -> None:
    # a quarter of a head missing costs a few points, seven hours with nobody needed 14
    instance = needed({9: 0.25}, agent("a", contract("early")))
    assert where(instance) == {Whereabouts.COSTLY: 1}
    assert where(needed({9: 1.0}, agent("a", contract("early")))) == {Whereabouts.FREE: 1}


def test_a_team_of_nobody_is_told_so() -> None:
    instance = needed({9: 1})
    roster = Roster.of(GRID, [])
    (shortfall,) = why_short(short_runs(roster, instance), roster, instance, ())
    assert shortfall.sentence(english) == "Nobody is in the team."


def test_people_who_are_not_available_at_the_time_are_told_as_such_while_the_rule_holds() -> None:
    mornings = Availability(((Window(6 * 60, 16 * 60),),) * 7)
    people = [replace(agent(name, contract("early", "late")), available=mornings) for name in "ab"]
    rules: tuple[Rule, ...] = (WithinAvailability(),)
    assert where(needed({18: 2}, *people), shift("a", EARLY), rules=rules) == {Whereabouts.AWAY: 2}
    assert where(needed({9: 2}, *people), rules=rules) == {Whereabouts.FREE: 2}
    assert where(needed({18: 2}, *people)) == {Whereabouts.FREE: 2}


@pytest.mark.parametrize(
    ("rule", "places"),
    [
        (Separation(frozenset({"a+b"})), {Whereabouts.ON_DUTY: 1, Whereabouts.RULE: 1, Whereabouts.FREE: 1}),
        (Separation(frozenset({"b+c"})), {Whereabouts.ON_DUTY: 1, Whereabouts.FREE: 2}),
        (Pairing(frozenset({"a+b"})), {Whereabouts.ON_DUTY: 1, Whereabouts.FREE: 2}),
        (Pairing(frozenset({"b+c"})), {Whereabouts.ON_DUTY: 1, Whereabouts.RULE: 2}),
    ],
)
def test_rules_over_several_people_keep_somebody_off(rule: Rule, places: dict[Whereabouts, int]) -> None:
    people = [agent(name, contract("early")) for name in "abc"]
    assert where(needed({9: 3}, *people), shift("a", EARLY), rules=(rule,)) == places


def test_a_new_hire_whose_mentor_is_off_is_kept_off() -> None:
    hire = replace(agent("a", contract("early")), hired=MONDAY, mentor=AgentId("b"))
    mentor = agent("b", contract("early", "late"))
    instance = needed({9: 2}, hire, mentor)
    assert where(instance, rules=(BesideMentor(),)) == {Whereabouts.RULE: 1, Whereabouts.FREE: 1}
    assert where(instance, shift("b", EARLY), rules=(BesideMentor(),)) == {Whereabouts.ON_DUTY: 1, Whereabouts.FREE: 1}
