from scheduler.objective.cover import (
    SCALE,
    Pieces,
    Weights,
    Whole,
    add_cost_variables,
    lines_of,
    pieces_cost,
    slot_cost,
    whole_demand,
)
from scheduler.objective.goal import Objective, roster_terms
from scheduler.objective.soft_rules import term_label

__all__ = [
    "SCALE",
    "Objective",
    "Pieces",
    "Weights",
    "Whole",
    "add_cost_variables",
    "lines_of",
    "pieces_cost",
    "roster_terms",
    "slot_cost",
    "term_label",
    "whole_demand",
]
