"""What the best line is worth: against all lines written down, terms of lines and shares included, compiled and not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.agents import Bounds
from scheduler.fairness import Burden, burden_of
from scheduler.instance import Instance
from scheduler.lines import kernel, near, programme
from scheduler.lines.programme import LineProgramme, Programmes, best_of_many
from scheduler.objective import Objective
from scheduler.objective.overtime import OvertimeOfWeeks
from scheduler.objective.shares import Sharing
from scheduler.objective.starts import UnsteadyStarts
from scheduler.objective.terms import LineTerm
from scheduler.options import Option
from scheduler.rules.base import Rule, Severity
from scheduler.rules.law import law_pack
from scheduler.rules.rest import DailyRest
from scheduler.shifts import ShiftKind
from scheduler.worked import of_option
from tests.scheduler.tiny import EARLY, LONG, MONDAY, NIGHT, after, centre, contract, kind, next_days, person, rosters

SPREAD = kind("spread", "06:00", 8, last="10:00", step=120)
SATURDAY, ONE_DAY = MONDAY + timedelta(days=5), timedelta(days=1)
COUNTED = [Burden.NIGHTS, Burden.WEEKENDS, Burden.EARLY, Burden.HOLIDAYS]


def of_lines(instance: Instance, rules: Sequence[Rule]) -> list[frozenset[Option]]:
    """Return the lawful lines of the one person there is."""
    return [
        frozenset(option for _, option in chosen)
        for chosen, roster in rosters(instance)
        if not any(list(rule.check(roster, instance)) for rule in rules)
    ]


@pytest.mark.parametrize(
    "term",
    [OvertimeOfWeeks(60, weekly_minutes=700), UnsteadyStarts(100), OvertimeOfWeeks(7, 500, 400, 200)],
    ids=["rest days", "starts", "little paid"],
)
@pytest.mark.parametrize("past", [(), (LONG, LONG)], ids=["nothing before", "after two days"])
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_worth_of_the_best_line_counts_what_terms_of_lines_cost(
    term: LineTerm, past: tuple[ShiftKind, ...], seed: int
) -> None:
    somebody = person(contract(SPREAD, LONG, hours=Bounds(None, 60)))
    instance = centre(somebody, (SPREAD, LONG), days=4, first=SATURDAY, slot_minutes=60, holidays=[SATURDAY])
    instance = after(instance, *past) if past else instance
    instance = replace(instance, agents=(somebody,))
    found = LineProgramme.of(instance, somebody, [DailyRest(14)], Objective(lines=(term,)))
    assert found.left_out == ()
    random = np.random.default_rng(seed)
    values, free = random.integers(-200, 900, len(found.options)), random.integers(-100, 300, 4)
    worth = dict(zip(found.options, values.tolist(), strict=True))

    def total(line: frozenset[Option]) -> int:
        worked = [of_option(option, somebody, instance) for option in sorted(line, key=lambda option: option.day)]
        off = sum(int(free[day]) for day in range(4) if found.menu.days[day] not in {one.day for one in worked})
        return int(sum(worth[option] for option in line)) + off - term.of_line(instance, somebody, worked)

    line, best = found.best(values, free)
    assert line is not None
    assert best == max(map(total, of_lines(instance, [DailyRest(14)]))) == total(frozenset(line.values()))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), burden=st.sampled_from(COUNTED))
def test_shares_are_counted_by_what_the_line_has_of_the_burden(seed: int, burden: Burden) -> None:
    people = [person(contract(EARLY, NIGHT), name) for name in "ab"]
    instance = centre(people[0], (EARLY, NIGHT), days=5, first=SATURDAY - ONE_DAY, holidays=[SATURDAY])
    share = Sharing.of(burden, 10, replace(instance, agents=tuple(people)), {})
    found = LineProgramme.of(instance, people[0], [DailyRest()], Objective(shares=(share,)))
    random = np.random.default_rng(seed)
    values, by_count = random.integers(-20, 90, len(found.options)), random.integers(-300, 100, 7)
    worth = dict(zip(found.options, values.tolist(), strict=True))

    def total(line: frozenset[Option]) -> int:
        worked = [of_option(option, people[0], instance) for option in line]
        count = burden_of(worked, burden, instance.statutory_holidays)
        return int(sum(worth[option] for option in line)) + int(by_count[count])

    line, best = found.best(values, shares={burden: by_count})
    assert line is not None
    assert best == max(map(total, of_lines(instance, [DailyRest()]))) == total(frozenset(line.values()))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_compiled_kernel_and_plain_python_find_the_same_lines(seed: int) -> None:
    kinds = (SPREAD, LONG, NIGHT)
    people = [
        person(contract(*kinds, hours=Bounds(16, 50), in_row=Bounds(2, 4)), name, leave=next_days(MONDAY, days))
        for days, name in enumerate("abc")
    ]
    instance = centre(people, kinds, days=9)
    programmes = Programmes(instance, law_pack("china"), Objective(), people)
    asked = [programmes.of(one) for one in people]
    random = np.random.default_rng(seed)
    values = [random.integers(-100, 400, len(one.options)) for one in asked]
    compiled = best_of_many(asked, values)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(programme, "engine", lambda: kernel.best_lines)
        patch.setattr(kernel, "BLOCK", 3)  # many blocks, the last of them narrower
        plain = best_of_many(asked, values)
    assert compiled[1].tolist() == plain[1].tolist()
    assert [line.tolist() for line in compiled[0]] == [line.tolist() for line in plain[0]]


def test_people_who_differ_in_leave_and_past_alone_share_what_is_compiled() -> None:
    people = [
        person(contract(EARLY, NIGHT, hours=Bounds(32, 40)), name, leave=next_days(MONDAY, days))
        for days, name in enumerate("abc")
    ]
    instance = after(centre(people, (EARLY, NIGHT), days=9), EARLY, NIGHT, agent=people[2].id)
    programmes = Programmes(instance, law_pack("none"), Objective(), instance.agents)
    assert len({id(programmes.of(one).compiled) for one in instance.agents}) == 1


def test_somebody_who_cannot_work_enough_has_no_line() -> None:
    somebody = person(contract(EARLY, hours=Bounds(16, None)))
    found = LineProgramme.of(centre(somebody, [EARLY], days=1), somebody, law_pack("none"), Objective())
    assert found.best(np.ones(1, dtype=np.int64)) == (None, 0)


def test_barred_options_are_not_chosen() -> None:
    somebody = person(contract(EARLY, NIGHT))
    found = LineProgramme.of(centre(somebody, [EARLY, NIGHT], days=1), somebody, law_pack("none"), Objective())
    line, worth = found.best(np.array([5, 9]), barred=np.array([False, True]))
    assert line is not None
    assert ([option.kind.name for option in line.values()], worth) == (["early"], 5)


@pytest.mark.parametrize("is_compiled", [True, False], ids=["compiled", "plain"])
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), slack=st.integers(0, 400))
def test_all_lines_near_the_best_are_listed_with_what_they_lose(seed: int, slack: int, *, is_compiled: bool) -> None:
    somebody = person(contract(SPREAD, LONG, hours=Bounds(8, 26)), leave=[MONDAY])
    instance = centre(somebody, (SPREAD, LONG), days=4)
    rules = [DailyRest(14), *law_pack("none")]
    term = UnsteadyStarts(40)
    found = LineProgramme.of(instance, somebody, rules, Objective(lines=(term,)))
    values = np.random.default_rng(seed).integers(-50, 200, len(found.options))
    worth = dict(zip(found.options, values.tolist(), strict=True))
    totals = {
        line: sum(worth[option] for option in line)
        - term.of_line(instance, somebody, [of_option(option, somebody, instance) for option in line])
        for line in of_lines(instance, [rule for rule in rules if rule.severity is Severity.HARD])
    }
    best = max(totals.values())
    wanted = {line: best - total for line, total in totals.items() if best - total <= slack}
    with pytest.MonkeyPatch.context() as patch:
        if not is_compiled:
            patch.setattr(programme, "near_engine", lambda: near.near_lines)
        lines, losses, is_all = found.near(values, slack, 10_000)
    listed = {frozenset(found.line(line.tolist()).values()): loss for line, loss in zip(lines, losses, strict=True)}
    assert is_all
    assert len(lines) == len(listed)
    assert listed == wanted
    if len(wanted) > 1:
        fewer, _, is_all = found.near(values, slack, len(wanted) - 1)
        assert (len(fewer), is_all) == (len(wanted) - 1, False)
