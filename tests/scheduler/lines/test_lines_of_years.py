"""Best lines whose sums are priced: as good as those of the exact programme, within their bounds, never above the bound told."""

import numpy as np
import pytest

from scheduler.agents import Bounds
from scheduler.instance import Instance
from scheduler.lines import band, within
from scheduler.lines.graph import Small
from scheduler.lines.menu import Ints
from scheduler.lines.programme import LineProgramme
from scheduler.lines.within import Finder, Prices
from scheduler.lines.yearly import YearLine, YearLines
from scheduler.objective import Objective, Weights
from scheduler.rules.base import Rule
from scheduler.rules.contract import PeriodHours
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.leave import Leave
from scheduler.rules.shifts_of_kind import ShiftsOfKind, Span
from scheduler.rules.succession import ForbiddenSuccessions
from scheduler.rules.weekends import WeekendsWorked
from tests.scheduler.tiny import EARLY, LATE, NIGHT, centre, contract, kind, person

KINDS = (EARLY, LATE, NIGHT, kind("long", "06:00", 12))
RULES: tuple[Rule, ...] = (
    PeriodHours(),
    DaysInRow(),
    DaysOffInRow(),
    Leave(),
    WeekendsWorked(2, 5),
    ForbiddenSuccessions(frozenset({"night>early"})),
)
FEW_NIGHTS = ShiftsOfKind(frozenset({"night"}), 0, 2, Span.PLAN)
NOTHING = Objective(Weights((), ()))


def month(hours: Bounds) -> Instance:
    terms = contract(*KINDS, hours=hours, in_row=Bounds(2, 5), off_in_row=Bounds(2, None))
    return centre([person(terms, name) for name in "ab"], KINDS, days=28)


def line_of(instance: Instance, *more: Rule) -> YearLine:
    lines = YearLines(instance, (*RULES, *more)).of(instance.agents)
    assert lines is not None
    return lines[0]


def drawn(one: YearLine, seed: int) -> Ints:
    return np.random.default_rng(seed).integers(-20, 100, len(one.menu.options)) * 100


def worth(values: Ints, line: Ints | Small) -> int:
    return int(values[line[line >= 0]].sum())


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("hours", [Bounds(0, 120), Bounds(140, 160), Bounds(190, 200), Bounds()], ids=str)
def test_the_line_is_worth_as_much_as_the_best_one_of_the_exact_programme(seed: int, hours: Bounds) -> None:
    instance = month(hours)
    one = line_of(instance)
    exact = LineProgramme.of(instance, instance.agents[0], RULES, NOTHING)
    values = drawn(one, seed)
    best = exact.best(values)[1]
    prices = Prices.of(one)
    for _ in range(2):  # the second time from the prices of the first
        found = Finder().best(one, values, prices)
        assert found is not None
        assert worth(values, found) == best
    assert Finder().bound(one, values, Prices.of(one))[0] >= best


@pytest.mark.parametrize("seed", range(4))
def test_the_most_of_a_kind_is_kept_and_the_bound_holds(seed: int) -> None:
    instance = month(Bounds(140, 160))
    one = line_of(instance, FEW_NIGHTS)
    values = drawn(one, seed) + np.where(one.menu.kind == 2, 5_000, 0)
    best = LineProgramme.of(instance, instance.agents[0], (*RULES, FEW_NIGHTS), NOTHING).best(values)[1]
    prices = Prices.of(one)
    found = Finder().best(one, values, prices)
    assert found is not None
    assert (one.menu.kind[found[found >= 0]] == 2).sum() <= 2
    assert worth(values, found) <= best <= Finder().bound(one, values, prices)[0]
    assert worth(values, found) > 0.9 * best


def test_compiled_code_and_plain_python_find_the_same_line(monkeypatch: pytest.MonkeyPatch) -> None:
    one = line_of(month(Bounds(140, 160)))
    values = drawn(one, 3)
    compiled = Finder().best(one, values, Prices.of(one))
    monkeypatch.setattr(within, "priced_engine", lambda: band.priced_line)
    monkeypatch.setattr(within, "between_engine", lambda: band.line_between)
    plain = Finder().best(one, values, Prices.of(one))
    assert compiled is not None
    assert plain is not None
    assert compiled.tolist() == plain.tolist()


def test_people_who_differ_in_weekends_and_hours_alone_share_a_graph() -> None:
    few, many = (contract(*KINDS, hours=Bounds(0, most), in_row=Bounds(2, 5), name=str(most)) for most in (100, 150))
    instance = centre([person(few, "a"), person(many, "b")], KINDS, days=28)
    lines = YearLines(instance, (PeriodHours(), DaysInRow())).of(instance.agents)
    assert lines is not None
    assert lines[0].compiled is lines[1].compiled
    assert lines[0].hours.most < lines[1].hours.most


def test_without_any_line_none_is_found() -> None:
    one = line_of(month(Bounds(300, 310)))
    assert Finder().best(one, drawn(one, 1), Prices.of(one)) is None
