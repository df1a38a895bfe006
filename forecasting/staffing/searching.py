"""Least whole numbers that a rising condition accepts, searched for many rows at once; settled rows are asked no more."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from forecasting.staffing.tails import Flags, Floats

Rows = npt.NDArray[np.intp]
Keeps = Callable[[Floats, Rows], Flags]  # numbers and the rows that they are for

MOST_PEOPLE = 1e9  # nobody has more; a target that takes more is out of reach


def least_whole(keeps: Keeps, guess: Floats) -> Floats | None:
    """Return the least whole numbers of 0 or more that *keeps* accepts, by steps that double away from *guess*.

    *keeps* must accept every number above one that it accepts. None where a row needs more than a thousand million.
    """
    every = np.arange(len(guess))
    kept = keeps(guess, every)
    enough, too_few = guess.copy(), guess.copy()
    rows, step = every[~kept], 1.0
    while len(rows):
        enough[rows] = too_few[rows] + step
        if bool((enough[rows] > MOST_PEOPLE).any()):
            return None
        missed = rows[~keeps(enough[rows], rows)]
        too_few[missed], rows, step = enough[missed], missed, step * 2.0
    rows, step = every[kept], 1.0
    while len(rows):
        too_few[rows] = np.maximum(enough[rows] - step, -1.0)
        rows = rows[too_few[rows] >= 0]
        still = rows[keeps(too_few[rows], rows)]
        enough[still], rows, step = too_few[still], still, step * 2.0
    return between(keeps, too_few, enough)


def between(keeps: Keeps, too_few: Floats, enough: Floats) -> Floats:
    """Return the least whole numbers above *too_few*, up to *enough*, that *keeps* accepts."""
    too_few, enough = too_few.copy(), enough.copy()
    rows = np.flatnonzero(enough - too_few > 1.0)
    while len(rows):
        middle = np.ceil((too_few[rows] + enough[rows]) / 2.0)
        kept = keeps(middle, rows)
        enough[rows[kept]], too_few[rows[~kept]] = middle[kept], middle[~kept]
        rows = rows[enough[rows] - too_few[rows] > 1.0]
    return np.asarray(enough + 0.0)  # no -0
