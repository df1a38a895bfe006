"""The page's figures, made when they are asked for."""

from api.charts import Figure, coverage_figure, coverage_heatmap, day_totals_figure, forecast_figure, named_spans
from api.errors import NotFoundError
from api.reports.roster_grid import roster_grid
from api.usecases.plan_views import StoredPlan
from forecasting.messages import Translate
from scheduler.coverage import on_duty

Grid = dict[str, object]


def forecast_figures(plan: StoredPlan, queue: str, _: Translate) -> dict[str, Figure]:
    """Return the forecast of *queue* slot by slot and day by day."""
    view = plan.view
    if queue not in view.queues:
        raise NotFoundError("queue", queue)
    grid, inside = view.grid, view.planned_forecast
    spans = named_spans(view.calendar, grid, _)
    return {
        "slots": forecast_figure(inside, queue, grid.zone, grid.slot_minutes, spans, _),
        "days": day_totals_figure(inside, queue, grid.zone, spans, _),
    }


def coverage_figures(plan: StoredPlan, team: str, _: Translate) -> dict[str, Figure]:
    """Return required against rostered people of *team*, slot by slot and as a heatmap."""
    view = plan.view
    if team not in view.teams:
        raise NotFoundError("team", team)
    grid = view.grid
    required = view.instance.demand.scheduled[team]
    heads = on_duty(plan.planned.roster, view.instance)[team]
    return {
        "slots": coverage_figure(grid, required, heads, named_spans(view.calendar, grid, _), _),
        "heatmap": coverage_heatmap(grid, required, heads, _),
    }


def compact_grid(plan: StoredPlan, language: str, _: Translate) -> Grid:
    """Return the roster as days, kinds, texts and rows; a cell is ``[day, kind, text of its times, text of its breaks]``.

    Texts are told once and named by their place: most shifts of a month have the same times.
    """
    grid = roster_grid(plan.view, language, _)
    texts: dict[str, int] = {}
    minutes: dict[str, int] = {}
    for shift in plan.planned.roster.assignments:
        minutes[shift.agent] = minutes.get(shift.agent, 0) + shift.paid_minutes
    rows = grid["rows"]
    if not isinstance(rows, list):
        raise TypeError("the grid has no rows")
    for row in rows:
        row["minutes"] = minutes.get(row["id"], 0)
        row["cells"] = [
            [day, kind, *(texts.setdefault(text, len(texts)) for text in words)] for day, kind, *words in row["cells"]
        ]
    return {**grid, "texts": list(texts)}
