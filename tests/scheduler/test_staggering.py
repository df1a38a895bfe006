"""Breaks are moved apart where the site asks for it, and the rule tells what is left."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.coverage import on_duty
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.options import options_of
from scheduler.roster import Break, Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.scope import Scoped
from scheduler.rules.staggered import StaggeredBreaks, on_break
from scheduler.shifts import ShiftKind
from scheduler.staggering import stagger_breaks
from tests.scheduler.tiny import MONDAY, TEAM, after, centre, contract, kind, pause, person

WIDE = kind("wide", "08:00", 9, pause(60, "02:00", "06:00"))
FIXED = kind("fixed", "08:00", 9, pause(60, "04:00"))
NIGHT = kind("night", "20:00", 9, pause(60, "05:00"))  # from 01:00 to 02:00


def crew(count: int, *kinds: ShiftKind, days: int = 1) -> Instance:
    return centre([person(contract(*kinds), name) for name in "abcdefgh"[:count]], kinds, days=days)


def drafted(instance: Instance, shifts: ShiftKind) -> Draft:
    """Return a draft in which everybody works *shifts* every day, all with the first arrangement of its breaks."""
    draft = Draft.empty(instance, Objective())
    for agent in instance.agents:
        line = {
            day: next(option for option in options_of(instance, agent, day) if option.kind == shifts)
            for day in instance.days()
        }
        draft.put(agent, line)
        for day in line:
            draft.move_breaks(agent, day, 0)
    return draft


def broken(rule: StaggeredBreaks, draft: Draft) -> list[Violation]:
    return list(rule.check(draft.roster(), draft.instance))


def test_a_third_of_the_people_on_shift_may_be_on_a_break() -> None:
    draft = drafted(crew(6, FIXED), FIXED)
    (found,) = broken(StaggeredBreaks(33), draft)
    assert found.severity is Severity.SOFT
    assert found.message == ("team care has 6 of 6 on a break on 2026-10-05 between 12:00 and 13:00; at most 1 may be")
    assert broken(StaggeredBreaks(99), draft)[0].values["most"] == 5
    assert not broken(StaggeredBreaks(100), draft)


def test_one_person_may_always_be_on_a_break() -> None:
    assert not broken(StaggeredBreaks(1), drafted(crew(1, FIXED), FIXED))


def test_breaks_are_moved_apart_as_far_as_their_windows_allow() -> None:
    draft = drafted(crew(5, WIDE), WIDE)
    assert broken(StaggeredBreaks(20), draft)
    stagger_breaks(draft, [StaggeredBreaks(20)])
    assert not broken(StaggeredBreaks(20), draft)
    starts = [pause.start for shift in draft.roster().assignments for pause in shift.breaks]
    assert len(set(starts)) == 5


def test_breaks_that_cannot_move_stay_and_are_told() -> None:
    draft = drafted(crew(4, FIXED), FIXED)
    before = draft.roster()
    stagger_breaks(draft, [StaggeredBreaks()])
    assert draft.roster() == before
    assert broken(StaggeredBreaks(), draft)


def test_people_outside_the_scope_keep_their_breaks() -> None:
    draft = drafted(crew(4, WIDE), WIDE)
    stagger_breaks(draft, [Scoped(StaggeredBreaks(25), agents=frozenset({"a", "b"}))])
    starts = {shift.agent: shift.breaks[0].start for shift in draft.roster().assignments}
    assert len({starts[agent.id] for agent in draft.instance.agents[:2]}) == 2
    assert len({starts[agent.id] for agent in draft.instance.agents[2:]}) == 1


def test_breaks_of_the_night_before_count_and_are_not_told_alone() -> None:
    instance = after(after(crew(3, WIDE, NIGHT), NIGHT, agent=crew(3, WIDE).agents[0].id), NIGHT)
    one_shift = instance.before.assignments[0] if instance.before else None
    assert one_shift is not None
    two = [one_shift, replace(one_shift, agent=instance.agents[1].id)]
    assert instance.before is not None
    known = replace(instance, before=Roster.of(instance.before.grid, two))
    assert not list(StaggeredBreaks().check(Roster.of(known.grid, []), known))
    midnight = known.grid.origin
    third = replace(
        one_shift,
        agent=known.agents[2].id,
        day=MONDAY,
        start=midnight,
        end=midnight + timedelta(hours=4),
        breaks=(Break(midnight + timedelta(hours=1), midnight + timedelta(hours=2)),),
    )
    (found,) = StaggeredBreaks().check(Roster.of(known.grid, [third]), known)
    assert (found.values["count"], found.values["present"], found.values["most"]) == (3, 3, 1)


@settings(max_examples=30, deadline=None)
@given(count=st.integers(1, 8), days=st.integers(1, 3), percent=st.integers(0, 100))
def test_staggering_never_leaves_more_in_excess_and_loses_no_break(count: int, days: int, percent: int) -> None:
    draft = drafted(crew(count, WIDE, days=days), WIDE)
    instance = draft.instance
    allowed = max(1, percent * count // 100)

    def excess() -> int:
        away = on_break(draft.roster(), instance)[TEAM]
        return int(np.maximum(0, away - allowed).sum())

    before, worked = excess(), on_duty(draft.roster(), instance)[TEAM].sum()
    stagger_breaks(draft, [StaggeredBreaks(percent)])
    assert excess() == max(0, count - 5 * allowed) * days
    assert excess() <= before
    assert on_duty(draft.roster(), instance)[TEAM].sum() == worked
    assert np.array_equal(draft.heads[TEAM], on_duty(draft.roster(), instance)[TEAM])
