"""One step of an interior point (Mehrotra 1992) in loops that are compiled; plain Python runs them as well.

The programme is: x of the least costs, 0 ≤ x ≤ most, whose columns add up to what each row asks. *w* is the room above x, *y* the
prices of rows, *s* and *v* what x and w lack in worth. Rows that lie in time come first, so that the products of rows stay
in a band (see ``elimination``); those that reach over many days are the border.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forecasting.simulation.compiling import called_part, part
from scheduler.fluid.elimination import Floats, eliminate, insert

Places = npt.NDArray[np.int64]
FAR = 0.995  # of the way to the nearest border
KEPT, NOTHING = 1e-11, 1e-12  # of a square, and at least, added to it: keeps those positive that depend on others
ROW_FAULT, PRICE_FAULT = 1e-4, 1e-3  # what rows, by the largest of them, and costs may be missed by at the end
GOING, DONE, FAILED = 0, 1, 2


class Task(NamedTuple):
    """Entries by column, from *begins* on, in the order of their *rows*; what rows ask is *right*; *most* is infinite where x is free."""

    begins: Places
    rows: Places
    values: Floats
    right: Floats
    costs: Floats
    most: Floats


class Spot(NamedTuple):
    """Where the search is, or a way to go from there."""

    x: Floats
    y: Floats
    s: Floats
    w: Floats
    v: Floats


class Desk(NamedTuple):
    """Room to work in: the products and their root, *theta* by column, what rows and columns miss, and a vector for each.

    *told* is how far the cost may be from the best, as a part of it.
    """

    band: Floats
    border: Floats
    rest: Floats
    theta: Floats
    short: Floats
    lost: Floats
    asked: Floats
    low: Floats
    high: Floats
    right: Floats
    sums: Floats
    found: Floats
    told: Floats


@called_part
def advance(task: Task, at: Spot, way: Spot, desk: Desk, within: float, number: int) -> int:
    """Go step *number*, of which 0 is the beginning; return how things stand."""
    if number > 0:
        return step(task, at, way, desk, within)
    return GOING if begin(task, at, desk) else FAILED


@called_part
def begin(task: Task, at: Spot, desk: Desk) -> bool:
    """Put *at* near the least squares, as Mehrotra does; return whether the rows can be factored."""
    n_columns = len(task.costs)
    for column in range(n_columns):
        desk.theta[column] = 1.0
        at.x[column] = task.costs[column]
    if not _factor(task, desk):
        return False
    _add_up(task, at.x, desk.short)
    _solve(desk, desk.short, at.y)
    _solve(desk, task.right, desk.right)
    size = short = 0.0
    for column in range(n_columns):
        at.x[column] = _worth(task, desk.right, column)
        at.s[column] = task.costs[column] - _worth(task, at.y, column)
        size += abs(at.x[column])
        short += abs(at.s[column])
    least, usual = 0.1 * size / n_columns + 1e-3, 0.5 * (short / n_columns + 1e-3)
    for column in range(n_columns):
        most, lack = task.most[column], at.s[column]
        at.x[column] = max(at.x[column], least)
        at.s[column] = max(lack, 0.0) + usual
        at.w[column], at.v[column] = 1.0, 0.0
        if most < np.inf:
            at.x[column] = min(at.x[column], 0.7 * most)
            at.w[column] = most - at.x[column]
            at.v[column] = max(-lack, 0.0) + usual
    return True


@called_part
def step(task: Task, at: Spot, way: Spot, desk: Desk, within: float) -> int:
    """Go one step on from *at*, unless its cost is at most the part *within* from the best; return how things stand."""
    middle, near = _look(task, at, desk, within)
    if near:
        return DONE
    for column in range(len(task.costs)):
        desk.theta[column] = 1.0 / (at.s[column] / at.x[column] + at.v[column] / at.w[column])
        desk.low[column] = -at.x[column] * at.s[column]
        desk.high[column] = -at.w[column] * at.v[column]
    if not _factor(task, desk):
        return FAILED
    _direct(task, at, way, desk)
    aim = middle * (_ahead(task, at, way) / middle) ** 3
    for column in range(len(task.costs)):
        desk.low[column] += aim - way.x[column] * way.s[column]
        desk.high[column] += aim - way.w[column] * way.v[column]
    _direct(task, at, way, desk)
    far, high = _lengths(at, way)
    far, high = min(1.0, FAR * far), min(1.0, FAR * high)
    for row in range(len(at.y)):
        at.y[row] += high * way.y[row]
    for column in range(len(task.costs)):
        at.x[column] += far * way.x[column]
        at.w[column] += far * way.w[column]
        at.s[column] += high * way.s[column]
        at.v[column] += high * way.v[column]
    return GOING


@called_part
def _look(task: Task, at: Spot, desk: Desk, within: float) -> tuple[float, bool]:
    """Note what rows and columns miss; return the mean of the products that shall be nothing, and whether the end is reached."""
    _add_up(task, at.x, desk.short)
    largest = miss_of_rows = miss_of_prices = bound = 0.0
    for row in range(len(task.right)):
        desk.short[row] = task.right[row] - desk.short[row]
        largest = max(largest, abs(task.right[row]))
        miss_of_rows = max(miss_of_rows, abs(desk.short[row]))
        bound += task.right[row] * at.y[row]
    cost = products = 0.0
    pairs = len(task.costs)
    for column in range(len(task.costs)):
        lost = task.costs[column] - _worth(task, at.y, column) - at.s[column] + at.v[column]
        desk.lost[column] = lost
        miss_of_prices = max(miss_of_prices, abs(lost))
        cost += task.costs[column] * at.x[column]
        products += at.x[column] * at.s[column]
        if task.most[column] < np.inf:
            bound -= at.v[column] * task.most[column]
            products += at.w[column] * at.v[column]
            pairs += 1
    desk.told[0] = abs(cost - bound) / (1.0 + abs(cost))
    near = desk.told[0] <= within
    near = near and miss_of_rows <= ROW_FAULT * (1.0 + largest) and miss_of_prices <= PRICE_FAULT
    return products / pairs, near


@called_part
def _ahead(task: Task, at: Spot, way: Spot) -> float:
    """Return the mean of the products where *way* meets the border."""
    far, high = _lengths(at, way)
    products, pairs = 0.0, len(task.costs)
    for column in range(len(task.costs)):
        products += (at.x[column] + far * way.x[column]) * (at.s[column] + high * way.s[column])
        if task.most[column] < np.inf:
            products += (at.w[column] + far * way.w[column]) * (at.v[column] + high * way.v[column])
            pairs += 1
    return products / pairs


@called_part
def _lengths(at: Spot, way: Spot) -> tuple[float, float]:
    """Return how far x and w, and s and v, can go before one of them is nothing."""
    far = high = 1.0
    for column in range(len(at.x)):
        if way.x[column] < 0.0:
            far = min(far, -at.x[column] / way.x[column])
        if way.w[column] < 0.0:
            far = min(far, -at.w[column] / way.w[column])
        if way.s[column] < 0.0:
            high = min(high, -at.s[column] / way.s[column])
        if way.v[column] < 0.0:
            high = min(high, -at.v[column] / way.v[column])
    return far, high


@called_part
def _direct(task: Task, at: Spot, way: Spot, desk: Desk) -> None:
    """Write to *way* where the products become what they are plus *low* and *high*, and nothing is missed."""
    n_columns, n_rows = len(task.costs), len(task.right)
    for column in range(n_columns):
        asked = desk.lost[column] - desk.low[column] / at.x[column]
        if task.most[column] < np.inf:
            room = task.most[column] - at.x[column] - at.w[column]
            asked += (desk.high[column] - at.v[column] * room) / at.w[column]
        desk.asked[column] = asked
        way.x[column] = desk.theta[column] * asked
    _add_up(task, way.x, desk.right)
    for row in range(n_rows):
        desk.right[row] += desk.short[row]
    _solve(desk, desk.right, way.y)
    for column in range(n_columns):  # once more for what the root has lost
        way.x[column] = desk.theta[column] * _worth(task, way.y, column)
    _add_up(task, way.x, desk.sums)
    for row in range(n_rows):
        desk.right[row] -= desk.sums[row]
    _solve(desk, desk.right, desk.right)
    for row in range(n_rows):
        way.y[row] += desk.right[row]
    for column in range(n_columns):
        change = desk.theta[column] * (_worth(task, way.y, column) - desk.asked[column])
        way.x[column] = change
        way.s[column] = (desk.low[column] - at.s[column] * change) / at.x[column]
        way.w[column], way.v[column] = 0.0, 0.0
        if task.most[column] < np.inf:
            way.w[column] = task.most[column] - at.x[column] - at.w[column] - change
            way.v[column] = (desk.high[column] - at.v[column] * way.w[column]) / at.w[column]


@called_part
def _add_up(task: Task, amounts: Floats, sums: Floats) -> None:
    """Write the sums by row of *amounts* by column to *sums*."""
    for row in range(len(task.right)):
        sums[row] = 0.0
    for column in range(len(task.costs)):
        amount = amounts[column]
        for entry in range(task.begins[column], task.begins[column + 1]):
            sums[task.rows[entry]] += task.values[entry] * amount


@called_part
def _worth(task: Task, prices: Floats, column: int) -> float:
    worth = 0.0
    for entry in range(task.begins[column], task.begins[column + 1]):
        worth += task.values[entry] * prices[task.rows[entry]]
    return worth


@called_part
def _solve(desk: Desk, right: Floats, answer: Floats) -> None:
    count, reach = desk.band.shape[0] - desk.band.shape[1], desk.band.shape[1]
    for row in range(count):
        desk.found[row] = right[row]
    for row in range(reach):
        desk.found[count + row] = 0.0
    for row in range(count, len(right)):
        desk.found[reach + row] = right[row]
    insert(desk.band, desk.border, desk.rest, count, desk.found)
    for row in range(count):
        answer[row] = desk.found[row]
    for row in range(count, len(right)):
        answer[row] = desk.found[reach + row]


@called_part
def _factor(task: Task, desk: Desk) -> bool:
    """Add up the products of rows at *theta* and put their root in their place."""
    for table in (desk.band, desk.border, desk.rest):
        _clear(table)
    count = desk.band.shape[0] - desk.band.shape[1]
    for column in range(len(task.costs)):
        last = task.begins[column + 1]
        for entry in range(task.begins[column], last):
            value = task.values[entry] * desk.theta[column]
            for other in range(entry, last):
                _note(desk, count, task.rows[entry], task.rows[other], value * task.values[other])
    for row in range(count):
        desk.band[row, 0] += KEPT * desk.band[row, 0] + NOTHING
    for row in range(desk.rest.shape[0]):
        desk.rest[row, row] += KEPT * desk.rest[row, row] + NOTHING
    return eliminate(desk.band, desk.border, desk.rest, count)


@part
def _note(desk: Desk, count: int, row: int, below: int, product: float) -> None:
    """Add *product* to that of *row* and the one *below*."""
    if below < count:
        desk.band[row, below - row] += product
    elif row < count:
        desk.border[row, below - count] += product
    else:
        desk.rest[row - count, below - count] += product


@called_part
def _clear(table: Floats) -> None:
    for row in range(table.shape[0]):
        for place in range(table.shape[1]):
            table[row, place] = 0.0
