"""Figure of the hours and nights of each agent."""

from collections.abc import Sequence

from api.charts.figure import COLOURS, Figure, figure, plain, rounded, value_axis
from api.charts.people import AgentHours
from forecasting.messages import Translate


def hours_figure(people: Sequence[AgentHours], _: Translate) -> Figure:
    """Return one bar an agent, longest first: hours of shifts, of leave, and the contract's bounds as marks.

    Below them, in a second panel, the number of shifts that touch the night.
    """
    order = sorted(people, key=lambda row: (-row.counted_minutes, row.name))
    # agents who share a name must not share a bar: the id is the category, the name is shown
    x = [str(row.agent) for row in order]
    names = [plain(row.name) for row in order]
    bar: dict[str, object] = {"type": "bar", "x": x, "customdata": names, "hovertemplate": "%{customdata}: %{y:,} h"}
    traces = [
        {
            **bar,
            "y": _hours([row.paid_minutes for row in order]),
            "name": _("rostered"),
            "marker": {"color": COLOURS["rostered"]},
        },
        {
            **bar,
            "y": _hours([row.leave_minutes for row in order]),
            "name": _("leave, counted as worked"),
            "marker": {"color": COLOURS["inner-band"]},
        },
        _marks(bar, [row.least_minutes for row in order], _("least by contract"), "triangle-up"),
        _marks(bar, [row.most_minutes for row in order], _("most by contract"), "triangle-down"),
        {
            **bar,
            "y": [row.nights for row in order],
            "yaxis": "y2",
            "name": _("night shifts"),
            "hovertemplate": "%{customdata}: %{y}",
            "marker": {"color": COLOURS["night"]},
        },
    ]
    return figure(
        traces,
        barmode="stack",
        bargap=0.25,
        hovermode="closest",
        xaxis={
            "type": "category",
            "showticklabels": False,
            "title": {"text": _("agents, most hours first")},
            "anchor": "y2",
        },
        yaxis={**value_axis(_("hours in the period")), "domain": [0.34, 1]},
        yaxis2={**value_axis(_("nights")), "domain": [0, 0.24]},
    )


def _marks(bar: dict[str, object], minutes: Sequence[int | None], name: str, symbol: str) -> dict[str, object]:
    pen = {"color": COLOURS["required"], "symbol": symbol, "size": 6}
    return {**bar, "type": "scatter", "mode": "markers", "y": _hours(minutes), "name": name, "marker": pen}


def _hours(minutes: Sequence[int | None]) -> list[float | int | None]:
    return rounded([float("nan") if value is None else value / 60 for value in minutes])
