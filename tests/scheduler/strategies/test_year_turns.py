"""Turns of people with long lines: lawful, better than the first lines, the same for the same work."""

from dataclasses import replace

from scheduler.agents import Bounds
from scheduler.checking import check_roster, is_lawful
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.objective import Objective, Weights
from scheduler.rules.base import Rule
from scheduler.rules.contract import PeriodHours
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.rest import DailyRest
from scheduler.solution import Limits
from scheduler.strategies.first_lines import improve
from scheduler.strategies.year_turns import FINE, LEAST_CHANCE, YearTurns
from scheduler.streams import ShiftDemand, shift_cover
from tests.scheduler.tiny import EARLY, LATE, NIGHT, centre, contract, person

KINDS = (EARLY, LATE, NIGHT)
RULES: tuple[Rule, ...] = (PeriodHours(), DailyRest(), DaysInRow(), DaysOffInRow())


def question(weights: Weights | None = None) -> tuple[Instance, Objective]:
    terms = contract(*KINDS, hours=Bounds(130, 150), in_row=Bounds(2, 5), off_in_row=Bounds(2, None))
    instance = centre([person(terms, name) for name in "abcde"], KINDS, days=28)
    rows = [ShiftDemand(day, each.name, 1, 1_000, 10) for day in instance.days() for each in KINDS]
    return instance, Objective(weights or Weights((), ()), streams=(shift_cover(instance, rows),))


def goes_on() -> bool:
    return True


def filled() -> tuple[Draft, YearTurns]:
    instance, objective = question()
    draft = Draft.empty(instance, objective, RULES)
    turns = YearTurns.of(draft, RULES, Limits(60, 2, 1, work=0.05), goes_on)
    assert turns is not None
    turns.fill()
    return draft, turns


def improved() -> Draft:
    draft, _ = filled()
    improve(draft, RULES, Limits(60, 2, 1, work=0.05), goes_on, lambda _standing: None)
    return draft


def test_everybody_gets_a_lawful_line_and_turns_make_the_roster_better() -> None:
    draft, turns = filled()
    assert len(draft.lines) == 5
    assert is_lawful(check_roster(draft.roster(), draft.instance, RULES))
    before, told = draft.cost(), [draft.standing]
    turns.improve(told.append)
    assert is_lawful(check_roster(draft.roster(), draft.instance, RULES))
    assert draft.cost() < before
    assert [draft.standing] == told[-1:]
    assert sorted(told, reverse=True) == told


def test_the_same_work_finds_the_same_roster() -> None:
    assert improved().roster() == improved().roster()


def test_a_roster_as_numbers_costs_what_the_draft_costs() -> None:
    draft = improved()
    turns = YearTurns.of(draft, RULES, Limits(60), goes_on)
    assert turns is not None
    assert turns.roster.cost() == draft.cost()
    copied = Draft.empty(draft.instance, draft.objective, RULES)
    turns.roster.write(copied, {})
    assert copied.roster() == draft.roster()


def test_chance_goes_by_what_soft_heads_cost_whatever_hard_ones_do() -> None:
    instance, objective = question()
    soft = objective.streams[0]
    hard = replace(soft, name="hard", of="hard", hard=True)
    for streams in ((soft,), (soft, hard), (hard, hard, soft)):
        draft = Draft.empty(instance, replace(objective, streams=streams), RULES)
        turns = YearTurns.of(draft, RULES, Limits(60), goes_on)
        assert turns is not None
        assert (turns.head, turns.least) == (FINE * 1_000, LEAST_CHANCE * FINE * 10)


def test_cover_by_the_slot_is_left_to_others() -> None:
    instance, objective = question(Weights(((0.0, 100),), ()))
    assert YearTurns.of(Draft.empty(instance, objective), RULES, Limits(60), goes_on) is None


def test_a_watcher_who_says_stop_leaves_the_draft_as_it_is() -> None:
    draft, _ = filled()
    before = draft.roster()
    improve(draft, RULES, Limits(60), lambda: False, lambda _standing: None)
    assert draft.roster() == before
