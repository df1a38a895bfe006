"""Whatever is locked, asked of pairs or kept apart, a week gets a roster, and what it breaks is what was given up."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.agents import Agent, AgentId, Bounds, Lock
from scheduler.availability import Availability, Window
from scheduler.rules.base import Rule, Severity
from scheduler.rules.pairing import Pairing, Same
from scheduler.rules.separation import Apart, Separation
from scheduler.solution import Limits, Status
from scheduler.solve import solve
from tests.scheduler.explain.overconstrained import CHINA, DAY, LATE, NIGHT, opening_need
from tests.scheduler.tiny import MONDAY as FIRST
from tests.scheduler.tiny import centre, contract, next_days, person

POOL = (DAY, LATE, NIGHT)
DAYS = next_days(FIRST, 5)
LIMITS = Limits(seconds=0.5, workers=1)
WINDOWS = st.sampled_from([(), (Window(0, 1440),), (Window(8 * 60, 18 * 60),), (Window(12 * 60, 24 * 60),)])


@st.composite
def somebody(draw: st.DrawFn, name: str) -> Agent:
    kinds = draw(st.lists(st.sampled_from(POOL), min_size=1, max_size=3, unique=True))
    least = draw(st.sampled_from([None, None, 16, 32]))
    agent = person(contract(*kinds, hours=Bounds(least, None), name=name), name)
    choices = st.sampled_from([None, *(kind.name for kind in kinds)])
    locked = draw(st.dictionaries(st.sampled_from(DAYS), choices, max_size=2))
    week = draw(st.none() | st.lists(WINDOWS, min_size=7, max_size=7).map(tuple))
    return replace(
        agent,
        leave=draw(st.frozensets(st.sampled_from(DAYS), max_size=1)),
        locked=frozenset(Lock(day, kind) for day, kind in locked.items()),
        available=None if week is None else Availability(week),
    )


RULES: st.SearchStrategy[list[Rule]] = st.lists(
    st.one_of(
        st.builds(Pairing, st.sampled_from([frozenset({"a+b"}), frozenset({"a+b+c"})]), st.sampled_from(Same)),
        st.builds(Separation, st.sampled_from([frozenset({"a+c"}), frozenset({"b+c"})]), st.sampled_from(Apart)),
    ),
    max_size=2,
    unique_by=lambda rule: rule.name,
)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(data=st.data(), more=RULES, mentored=st.booleans())
def test_every_week_gets_a_roster_and_nothing_is_broken_silently(
    data: st.DataObject,
    more: list[Rule],
    mentored: bool,  # noqa: FBT001  # drawn
) -> None:
    people = [data.draw(somebody(name)) for name in "abc"]
    if mentored:
        people[0] = replace(people[0], hired=FIRST, mentor=AgentId("b"))
    instance = centre(people, POOL, days=5, need=opening_need(5))
    result = solve(instance, (*CHINA, *more), LIMITS)
    assert result.roster is not None, [str(conflict.message) for conflict in result.conflicts]
    hard = {found.rule for found in result.violations if found.severity is Severity.HARD}
    given_up = {claim.rule for found in result.relaxations for claim in found.given_up}
    assert hard <= given_up
    assert bool(given_up) is (result.status is Status.RELAXED)
