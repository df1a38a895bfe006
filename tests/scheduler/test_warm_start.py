"""A solve that begins with a roster: what is lawful of it stays, what is not is mended."""

from benchmarks.rostering.made import made_centre
from scheduler.agents import AgentId
from scheduler.checking import check_roster, is_lawful
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.roster import Roster
from scheduler.rules.law import law_pack
from scheduler.rules.rest import DailyRest
from scheduler.solution import Limits
from scheduler.solve import solve
from scheduler.warm_start import begin_with
from tests.scheduler.tiny import EARLY, LATE, centre, contract, line, person

CHINA = law_pack("china")
LITTLE = Limits(seconds=300, workers=1, seed=3, work=0.02)


def two_shifts(days: int = 3) -> Instance:
    return centre(person(contract(EARLY, LATE)), [EARLY, LATE], days=days, need=0.0)


def begun(instance: Instance, start: Roster, *rules: DailyRest) -> Roster:
    draft = Draft.empty(instance, Objective(), rules)
    begin_with(start, draft, rules, 1)
    return draft.roster()


def test_lawful_lines_are_taken_over() -> None:
    instance = two_shifts()
    start = line(instance, EARLY, None, LATE)
    assert begun(instance, start, DailyRest()) == start


def test_of_an_unlawful_line_as_much_stays_as_is_lawful() -> None:
    # late then early leaves ten hours of rest: one of the two days changes its kind, the third stays as it is
    instance = two_shifts()
    found = begun(instance, line(instance, LATE, EARLY, None), DailyRest())
    assert [shift.day for shift in found.assignments] == instance.days()[:2]
    assert len({shift.kind for shift in found.assignments}) == 1


def test_shifts_that_nobody_may_be_given_are_left_out() -> None:
    instance = two_shifts()
    late_only = centre(person(contract(LATE)), [EARLY, LATE], days=3, need=0.0)
    found = begun(late_only, line(instance, EARLY, LATE, None), DailyRest())
    assert [shift.day for shift in found.assignments] == instance.days()[1:2]


def test_people_unknown_to_the_roster_are_left_to_the_solver() -> None:
    instance = two_shifts()
    draft = Draft.empty(instance, Objective(), ())
    begin_with(Roster(instance.grid, ()), draft, (), 1)
    assert AgentId("a") not in draft.lines


def test_a_solve_is_never_worse_than_the_lawful_roster_that_it_begins_with() -> None:
    instance = made_centre(agents=5, days=7, seed=1)
    best = solve(instance, CHINA, Limits(seconds=3, workers=1, seed=3))
    again = solve(instance, CHINA, LITTLE, start=best.roster)
    assert again.objective is not None
    assert best.objective is not None
    assert again.objective <= best.objective


def test_a_solve_begins_with_a_roster_that_breaks_rules() -> None:
    instance = made_centre(agents=5, days=7, seed=1)
    lawful = solve(instance, CHINA, LITTLE).roster
    assert lawful is not None
    start = Roster.of(instance.grid, [shift for shift in lawful.assignments if shift.day in instance.days()[:3]])
    assert not is_lawful(check_roster(start, instance, CHINA))
    found = solve(instance, CHINA, LITTLE, start=start)
    assert found.roster is not None
    assert is_lawful(check_roster(found.roster, instance, CHINA))
