"""Arrangements of breaks: all that a plan allows, and the best of them."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scheduler import breaks
from scheduler.breaks import Patterns
from scheduler.draft import expected_heads
from scheduler.errors import InstanceError
from scheduler.options import Option
from scheduler.roster import Assignment, Break
from scheduler.rules.breaks import fits
from scheduler.shifts import BreakPlan, BreakWindow, ShiftKind
from tests.scheduler.tiny import MONDAY, SOMEBODY, centre, contract, kind, pause, person

LENGTH = 480


@st.composite
def plans(draw: st.DrawFn) -> BreakPlan:
    """Draw up to three windows on any minute, and gaps; many fit on quarter hours, some do not."""
    windows = []
    for _ in range(draw(st.integers(0, 3))):
        length = draw(st.sampled_from([15, 30, 60]))
        earliest = draw(st.integers(0, LENGTH - length))
        latest = min(earliest + draw(st.integers(0, 90)), LENGTH - length)
        windows.append(BreakWindow(length, earliest, latest, draw(st.booleans())))
    least = draw(st.integers(0, 90))
    return BreakPlan(tuple(windows), least, least + draw(st.integers(0, 400)))


def patterns_of(plan: BreakPlan) -> tuple[Patterns, Option]:
    shift_kind = ShiftKind("k", 480, 480, LENGTH, plan)
    instance = centre(person(contract(shift_kind)), [shift_kind], days=1, slot_minutes=15)
    try:
        return Patterns.of(shift_kind, instance.grid), Option(MONDAY, shift_kind, 32, 64)
    except InstanceError:
        assume(condition=False)
        raise


def fits_by_brute_force(plan: BreakPlan) -> set[frozenset[tuple[int, int, bool]]]:
    """Return every set of breaks on quarter hours that the check of the breaks would accept."""
    grid = centre(person(contract(kind("k", "08:00", 8))), [kind("k", "08:00", 8)], days=1, slot_minutes=15).grid
    found: set[frozenset[tuple[int, int, bool]]] = set()
    option = Option(MONDAY, ShiftKind("k", 480, 480, LENGTH, plan), 32, 64)

    def place(left: tuple[BreakWindow, ...], placed: tuple[tuple[int, int, bool], ...]) -> None:
        if not left:
            pauses = [Break(grid.instant(32 + a), grid.instant(32 + b), paid=paid) for a, b, paid in placed]
            shift = Assignment(SOMEBODY, MONDAY, "k", option.starts_at(grid), option.ends_at(grid), tuple(pauses))
            if fits(shift, plan):
                found.add(frozenset(placed))
            return
        slots = left[0].minutes // 15
        for start in range(LENGTH // 15 - slots + 1):
            place(left[1:], (*placed, (start, start + slots, left[0].paid)))

    place(plan.windows, ())
    return found


@settings(deadline=None)
@given(plans())
def test_every_arrangement_fits_its_plan(plan: BreakPlan) -> None:
    patterns, option = patterns_of(plan)
    grid = centre(person(contract(option.kind)), [option.kind], days=1, slot_minutes=15).grid
    for pattern in range(len(patterns.starts)):
        shift = Assignment(
            SOMEBODY,
            MONDAY,
            "k",
            option.starts_at(grid),
            option.ends_at(grid),
            patterns.breaks(pattern, option, grid),
        )
        assert fits(shift, plan)


@settings(deadline=None, max_examples=40)
@given(plans().filter(lambda plan: len(plan.windows) < 3))
def test_no_arrangement_that_fits_is_left_out(plan: BreakPlan) -> None:
    wanted = fits_by_brute_force(plan)
    assume(wanted)
    patterns, _ = patterns_of(plan)
    rows = zip(patterns.starts.tolist(), patterns.ends.tolist(), patterns.paid.tolist(), strict=True)
    assert {frozenset(zip(*row, strict=True)) for row in rows} == wanted


@settings(deadline=None)
@given(plans(), st.lists(st.integers(-50, 4000), min_size=LENGTH // 15, max_size=LENGTH // 15))
def test_the_best_arrangement_gives_up_least(plan: BreakPlan, price: list[int]) -> None:
    patterns, _ = patterns_of(plan)
    given_up = [
        sum(sum(price[start:end]) for start, end in patterns.away(pattern)) for pattern in range(len(patterns.starts))
    ]
    assert given_up[patterns.best(np.array(price))] == min(given_up)


@settings(deadline=None)
@given(plans())
def test_presence_is_the_share_of_arrangements_at_work(plan: BreakPlan) -> None:
    patterns, _ = patterns_of(plan)
    at_work = np.ones((len(patterns.starts), patterns.length))
    for pattern in range(len(patterns.starts)):
        for start, end in patterns.away(pattern):
            at_work[pattern, start:end] = 0
    assert patterns.presence == pytest.approx(at_work.mean(axis=0))
    assert expected_heads(patterns).tolist() == np.rint(100 * at_work.mean(axis=0)).tolist()


def test_a_kind_without_breaks_has_one_arrangement() -> None:
    patterns, _ = patterns_of(BreakPlan())
    assert patterns.starts.shape == (1, 0)
    assert patterns.best(np.zeros(patterns.length, dtype=np.int64)) == 0


def test_a_kind_whose_breaks_never_fit_is_refused_by_name() -> None:
    crowded = kind("crowded", "08:00", 8, pause(60, "02:00"), pause(60, "02:30"))
    instance = centre(person(contract(crowded)), [crowded], days=1, slot_minutes=15)
    with pytest.raises(InstanceError, match="shift kind crowded"):
        Patterns.of(crowded, instance.grid)


def test_of_very_many_arrangements_an_evenly_spread_part_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaks, "MOST_PATTERNS", 10)
    patterns, _ = patterns_of(BreakPlan((BreakWindow(15, 0, 465),)))  # 32 starts
    assert patterns.starts[:, 0].tolist() == [0, 4, 8, 12, 16, 20, 24, 28]
