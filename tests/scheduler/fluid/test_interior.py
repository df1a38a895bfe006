"""The interior point finds what other programmes find, whatever rows lie in the band and in its border."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csc_array

from scheduler.fluid import inside, interior
from scheduler.fluid.elimination import eliminate, insert
from scheduler.fluid.interior import Programme, solved


def drawn(seed: int) -> Programme:
    """Draw a programme that has a solution, some of its variables with a most; six rows in time, two over all of it."""
    random = np.random.default_rng(seed)
    columns, band = 30, 6
    matrix = np.zeros((band + 2, columns))
    for column in range(columns):
        first = int(random.integers(band - 1))
        matrix[first, column], matrix[first + 1, column] = 1.0, random.uniform(-1, 1)
    matrix[band:] = random.uniform(-1, 1, (2, columns))
    most = np.where(random.random(columns) < 0.5, random.uniform(1, 4, columns), np.inf)
    inside = np.minimum(random.uniform(0, 2, columns), most)
    return Programme(csc_array(matrix), band, matrix @ inside, random.uniform(0.1, 5, columns), most)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_the_cost_is_that_of_another_solver(seed: int) -> None:
    programme = drawn(seed)
    rows, bounds = programme.matrix.toarray(), [(0, None if np.isinf(most) else most) for most in programme.most]
    other = linprog(programme.costs, A_eq=rows, b_eq=programme.right, bounds=bounds)
    found = solved(programme, 1e-8, lambda: True)
    assert found is not None
    assert float(programme.costs @ found.x) == pytest.approx(other.fun, rel=1e-3, abs=1e-3)
    assert rows @ found.x == pytest.approx(programme.right, abs=1e-3)
    # the prices of rows prove it: what columns lack in worth, and rooms are paid, add up to the cost
    assert float(programme.right @ found.y - found.v @ np.where(np.isinf(programme.most), 0, programme.most)) == (
        pytest.approx(other.fun, rel=1e-3, abs=1e-3)
    )


def test_whoever_is_told_to_stop_finds_nothing() -> None:
    assert solved(drawn(1), 1e-8, lambda: False) is None


def test_eliminating_rows_solves_their_equations() -> None:
    random = np.random.default_rng(3)
    count, reach, border = 9, 3, 2
    whole = np.zeros((count + border, count + border))
    for row in range(count):
        for below in range(row, min(count, row + reach)):
            whole[row, below] = random.uniform(-1, 1)
    whole[:count, count:] = random.uniform(-1, 1, (count, border))
    whole = whole + whole.T + 12 * np.eye(count + border)
    band = np.zeros((count + reach, reach))
    for row in range(count):
        for place in range(min(reach, count - row)):
            band[row, place] = whole[row, row + place]
    sides = np.concatenate([whole[:count, count:], np.zeros((reach, border))])
    right = random.uniform(-1, 1, count + border)
    found = np.concatenate([right[:count], np.zeros(reach), right[count:]])
    rest = whole[count:, count:].copy()
    assert eliminate(band, sides, rest, count)
    insert(band, sides, rest, count, found)
    assert np.delete(found, range(count, count + reach)) == pytest.approx(np.linalg.solve(whole, right))


def test_rows_without_a_root_are_told() -> None:
    assert not eliminate(np.zeros((3, 1)), np.zeros((3, 0)), np.zeros((0, 0)), 2)


def test_plain_python_goes_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = solved(drawn(7), 1e-6, lambda: True)
    monkeypatch.setattr(interior, "engine", lambda: inside.advance)
    plain = solved(drawn(7), 1e-6, lambda: True)
    assert compiled is not None
    assert plain is not None
    assert plain.x == pytest.approx(compiled.x, abs=1e-6)
    assert plain.y == pytest.approx(compiled.y, abs=1e-6)
