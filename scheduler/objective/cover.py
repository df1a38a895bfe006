"""What missing and spare heads cost, computed in the model and from the roster with the same whole numbers.

The unit of the whole numbers is a hundredth of a point; one point is one head missing or too many in one slot, times
its weight.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ortools.sat.python.cp_model import CpModel, IntVar

from forecasting.messages import N_
from scheduler.coverage import Counts, on_duty
from scheduler.demand import Heads
from scheduler.instance import Instance
from scheduler.roster import Roster

SCALE = 100  # hundredths of a head, hundredths of a point
Whole = npt.NDArray[np.int64]
Pieces = tuple[tuple[float, int], ...]
SHORTAGE, EXCESS = N_("shortage"), N_("excess")


@dataclass(frozen=True, slots=True)
class Weights:
    """Points for each head missing or too many in a slot; convex, so that a shortage is shared out.

    Each piece is (share of the requirement, points): the points are added for what lies beyond that share. A head
    missing costs 10 points, beyond a tenth of the requirement 20, beyond a quarter 40; one too many costs 1, beyond a
    quarter 2.
    """

    shortage: Pieces = ((0.0, 10), (0.10, 10), (0.25, 20))
    excess: Pieces = ((0.0, 1), (0.25, 1))

    def __post_init__(self) -> None:
        for word, pieces in (("shortage", self.shortage), ("excess", self.excess)):
            shares = [share for share, _ in pieces]
            if shares != sorted(shares) or any(share < 0 or points < 0 for share, points in pieces):
                raise ValueError(f"weights: {word} {pieces}; expected shares that rise from 0 and points of 0 or more")


def whole_demand(scheduled: Heads) -> Whole:
    """Return the demand in hundredths of a head."""
    return np.rint(scheduled * SCALE).astype(np.int64)


def pieces_cost(beyond: Whole, demand: Whole, pieces: Pieces) -> Whole:
    """Return the cost of being *beyond* the demand, both in hundredths of a head, in hundredths of a point."""
    cost = np.zeros_like(beyond)
    for share, points in pieces:
        cost += points * np.maximum(0, beyond - (share * demand).astype(np.int64))
    return cost


def slot_cost(heads: Counts, demand: Whole, weights: Weights) -> Whole:
    """Return the cost of each slot with *heads* on duty, in hundredths of a point."""
    missing = demand - SCALE * heads
    return pieces_cost(missing, demand, weights.shortage) + pieces_cost(-missing, demand, weights.excess)


def cover_costs(roster: Roster, instance: Instance, weights: Weights) -> dict[str, int]:
    """Return what missing and spare heads of *roster* cost, in hundredths of a point, from the roster alone."""
    heads = on_duty(roster, instance)
    shortage = excess = 0
    for team, scheduled in instance.demand.scheduled.items():
        demand = whole_demand(scheduled)
        missing = demand - SCALE * heads[team]
        shortage += int(pieces_cost(missing, demand, weights.shortage).sum())
        excess += int(pieces_cost(-missing, demand, weights.excess).sum())
    return {SHORTAGE: shortage, EXCESS: excess}


def add_cost_variables(
    model: CpModel, heads: Mapping[int, tuple[IntVar, int]], demand: Whole, weights: Weights, ceiling: int
) -> list[IntVar]:
    """Return one cost variable a slot, in hundredths of a point, that the model may not set too low.

    *heads* gives for a slot its variable and what that has to be multiplied with to make hundredths of a head;
    *ceiling* is the most heads there can be.
    """
    costs = []
    for slot, (count, factor) in heads.items():
        need = int(demand[slot])
        most = int(slot_cost(np.array([0, ceiling]), np.array([need, need]), weights).max())
        cost = model.new_int_var(0, most, "")
        for slope, rest in lines_of(need, weights.shortage):
            model.add(cost >= slope * (need - factor * count) - rest)
        for slope, rest in lines_of(need, weights.excess):
            model.add(cost >= slope * (factor * count - need) - rest)
        costs.append(cost)
    return costs


def lines_of(demand: int, pieces: Pieces) -> list[tuple[int, int]]:
    """Return the lines (slope, rest) whose greatest ``slope * beyond - rest`` is the cost of being beyond the demand."""
    lines, slope, rest = [], 0, 0
    for share, points in pieces:
        slope += points
        rest += points * int(share * demand)
        lines.append((slope, rest))
    return lines
