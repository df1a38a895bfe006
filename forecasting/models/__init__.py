"""Forecasting models, one a file, behind ``Forecaster`` and ``Fitted``."""

from forecasting.models.base import Fitted, Forecaster
from forecasting.models.loglinear import LogLinear

__all__ = ["Fitted", "Forecaster", "LogLinear"]
