"""What is asked of the service that follows from given people: scenarios, sums over stretches of time, where it is worst."""

from forecasting.service.scenarios import Scenario, changed, scenario_of
from forecasting.service.stretches import first_of, over_stretches, whole_horizon
from forecasting.service.weakest import WeakHour, weakest_hours

__all__ = [
    "Scenario",
    "WeakHour",
    "changed",
    "first_of",
    "over_stretches",
    "scenario_of",
    "weakest_hours",
    "whole_horizon",
]
