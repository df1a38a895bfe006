"""Whatever people are promised, a month gets a roster, and what it breaks is what was given up."""

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.agents import Bounds, Restriction
from scheduler.rules.base import Severity
from scheduler.solution import Limits, Status
from scheduler.solve import solve
from tests.scheduler.explain.overconstrained import CHINA, DAY, LATE, NIGHT, SHORT, opening_need
from tests.scheduler.tiny import MONDAY as FIRST
from tests.scheduler.tiny import centre, contract, next_days, person

POOL = (DAY, LATE, NIGHT, SHORT)
LIMITS = Limits(seconds=0.05, workers=1)


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_every_month_gets_a_roster_and_nothing_is_broken_silently(data: st.DataObject) -> None:
    people = []
    for name in "ab":
        kinds = data.draw(st.lists(st.sampled_from(POOL), min_size=1, max_size=2, unique=True))
        terms = contract(
            *kinds,
            hours=Bounds(data.draw(st.sampled_from([None, 24, 40, 48, 60])), data.draw(st.sampled_from([None, 60]))),
            in_row=Bounds(data.draw(st.sampled_from([None, 2, 4])), data.draw(st.sampled_from([None, 4]))),
            off_in_row=Bounds(data.draw(st.sampled_from([None, 2])), data.draw(st.sampled_from([None, 2]))),
            name=name,
        )
        leave = data.draw(st.frozensets(st.sampled_from(next_days(FIRST, 7)), max_size=3))
        why = data.draw(st.frozensets(st.sampled_from(Restriction), max_size=1))
        people.append(person(terms, name, leave=leave, restrictions=why))
    instance = centre(people, POOL, days=7, need=opening_need(7))
    result = solve(instance, CHINA, LIMITS)
    assert result.roster is not None
    hard = {(found.rule, found.agent) for found in result.violations if found.severity is Severity.HARD}
    given_up = {(claim.rule, claim.agent) for found in result.relaxations for claim in found.given_up}
    assert hard <= given_up
    assert bool(given_up) is (result.status is Status.RELAXED)
    for found in result.relaxations:
        assert set(found.given_up) & set(found.cannot_hold)
        assert found.weight == sum(claim.weight for claim in found.given_up)
        for other in found.alternatives:
            assert {claim.family for claim in other} != {claim.family for claim in found.given_up}
            assert sum(claim.weight for claim in other) >= found.weight
