"""Cholesky's elimination for rows in a band with a border, in loops that are compiled; plain Python runs them as well.

Row k of *band* holds the products of row k with rows k, k + 1, …: as many as are in reach. *border* (band row, border row) and
*rest* (border row, border row) are those of the border, whose rows touch all others. At the end of *band* and of *border* there is a
row of nothing for each in reach, so that no loop looks for the last one.
"""

from math import sqrt

import numpy as np
import numpy.typing as npt

from forecasting.simulation.compiling import called_part, part

Floats = npt.NDArray[np.float64]


@called_part
def eliminate(band: Floats, border: Floats, rest: Floats, count: int) -> bool:
    """Put the root of the products of *count* rows and the border in their place; return whether they have one."""
    for row in range(count):
        if not band[row, 0] > 0.0:
            return False
        root = sqrt(band[row, 0])
        for place in range(band.shape[1]):
            band[row, place] /= root
        for column in range(border.shape[1]):
            border[row, column] /= root
        _take_from_band(band, border, row)
        _take_from_rest(border, rest, row)
    return _eliminate_rest(rest)


@part
def _take_from_band(band: Floats, border: Floats, row: int) -> None:
    reach = band.shape[1]
    for place in range(1, reach):
        factor = band[row, place]
        if factor != 0.0:
            for further in range(reach - place):
                band[row + place, further] -= factor * band[row, place + further]
            for column in range(border.shape[1]):
                border[row + place, column] -= factor * border[row, column]


@part
def _take_from_rest(border: Floats, rest: Floats, row: int) -> None:
    for first in range(rest.shape[0]):
        factor = border[row, first]
        if factor != 0.0:
            for column in range(first, rest.shape[0]):
                rest[first, column] -= factor * border[row, column]


@called_part
def _eliminate_rest(rest: Floats) -> bool:
    size = rest.shape[0]
    for row in range(size):
        if not rest[row, row] > 0.0:
            return False
        root = sqrt(rest[row, row])
        for column in range(row, size):
            rest[row, column] /= root
        for below in range(row + 1, size):
            factor = rest[row, below]
            for column in range(below, size):
                rest[below, column] -= factor * rest[row, column]
    return True


@called_part
def insert(band: Floats, border: Floats, rest: Floats, count: int, found: Floats) -> None:
    """Put the solution for *found* in its place: the band's rows, as many of nothing as *band* has, and the border's."""
    reach, size, base = band.shape[1], rest.shape[0], band.shape[0]
    for row in range(count):
        found[row] /= band[row, 0]
        value = found[row]
        for place in range(1, reach):
            found[row + place] -= band[row, place] * value
        for column in range(size):
            found[base + column] -= border[row, column] * value
    _insert_rest(rest, base, found)
    for row in range(count - 1, -1, -1):
        value = found[row]
        for place in range(1, reach):
            value -= band[row, place] * found[row + place]
        for column in range(size):
            value -= border[row, column] * found[base + column]
        found[row] = value / band[row, 0]


@called_part
def _insert_rest(rest: Floats, base: int, found: Floats) -> None:
    size = rest.shape[0]
    for row in range(size):
        found[base + row] /= rest[row, row]
        for column in range(row + 1, size):
            found[base + column] -= rest[row, column] * found[base + row]
    for row in range(size - 1, -1, -1):
        value = found[base + row]
        for column in range(row + 1, size):
            value -= rest[row, column] * found[base + column]
        found[base + row] = value / rest[row, row]
