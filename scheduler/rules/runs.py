"""Runs of days in the model: how long a row of literals may or has to be true."""

from collections.abc import Sequence
from itertools import product

from ortools.sat.python.cp_model import CpModel
from ortools.sat.python.cp_model_helper import Literal


def post_most(model: CpModel, line: Sequence[Literal], most: int | None, planned_from: int) -> None:
    """Forbid runs of true literals of *line* longer than *most* that reach the place *planned_from* or one after it."""
    if most is None:
        return
    for end in range(max(most + 1, planned_from + 1), len(line) + 1):
        model.add_bool_or([literal.negated() for literal in line[end - most - 1 : end]])


def post_least(model: CpModel, line: Sequence[Literal], least: int | None, ends_from: int) -> None:
    """Forbid runs of true literals of *line* shorter than *least*, between two false ones.

    The false one after the run stands at *ends_from* or later; a run that touches an end of the line counts as long enough.
    """
    for end, length in product(range(ends_from, len(line)), range(1, least or 1)):
        start = end - length
        if start >= 1:
            run = [literal.negated() for literal in line[start:end]]
            model.add_bool_or([line[start - 1], line[end], *run])
