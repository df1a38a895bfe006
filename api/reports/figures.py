"""Every figure of the report, by chart and by what the reader may choose in it."""

from api.charts import (
    AgentHours,
    Figure,
    coverage_figure,
    coverage_heatmap,
    day_totals_figure,
    forecast_figure,
    hours_figure,
    named_spans,
)
from api.reports.view import PlanView
from forecasting.messages import Translate
from scheduler.coverage import on_duty


def report_figures(view: PlanView, people: tuple[AgentHours, ...], _: Translate) -> dict[str, dict[str, Figure]]:
    """Return the figures as ``{chart: {queue or team: figure}}``."""
    grid, spans = view.grid, named_spans(view.calendar, view.grid, _)
    inside = view.planned_forecast
    figures: dict[str, dict[str, Figure]] = {
        "forecast": {
            queue: forecast_figure(inside, queue, grid.zone, grid.slot_minutes, spans, _) for queue in view.queues
        },
        "days": {queue: day_totals_figure(inside, queue, grid.zone, spans, _) for queue in view.queues},
    }
    if view.roster is not None:
        heads, required = on_duty(view.roster, view.instance), view.instance.demand.scheduled
        figures["coverage"] = {
            team: coverage_figure(grid, required[team], heads[team], spans, _) for team in view.teams
        }
        figures["heatmap"] = {team: coverage_heatmap(grid, required[team], heads[team], _) for team in view.teams}
        figures["hours"] = {"": hours_figure(people, _)}
    return figures
