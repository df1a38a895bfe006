"""Plotly figures as plain JSON values, from frames and rosters; drawn by ``api/static/charts.js``."""

from api.charts.coverage import coverage_figure, coverage_heatmap
from api.charts.figure import Figure
from api.charts.forecast import day_totals, day_totals_figure, forecast_figure
from api.charts.hours import hours_figure
from api.charts.people import AgentHours, agent_hours
from api.charts.spans import NamedSpan, named_spans

__all__ = [
    "AgentHours",
    "Figure",
    "NamedSpan",
    "agent_hours",
    "coverage_figure",
    "coverage_heatmap",
    "day_totals",
    "day_totals_figure",
    "forecast_figure",
    "hours_figure",
    "named_spans",
]
