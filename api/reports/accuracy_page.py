"""The page of a backtest: models side by side, what was foretold beside what came, errors by week, queue, event, hour."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.charts.accuracy import AXES, coverage_by_lead_figure, error_figure, foretold_figure
from api.charts.figure import Figure
from api.reports.embedding import embedded_json, plotly_script, static_text
from api.reports.wording import number
from forecasting.accuracy import against
from forecasting.messages import N_, Translate

HEADINGS: Mapping[str, str] = {
    "lead_week": N_("By week ahead"),
    "queue": N_("By queue"),
    "event": N_("By event"),
    "local_hour": N_("By hour of the day"),
}
SHOWN_QUEUES = 20
Column = tuple[str, bool]
Table = tuple[str, str, list[Column], list[list[str]]]


@dataclass(frozen=True, slots=True)
class AccuracyView:
    """What the page shows: *report* from ``accuracy_report``, *days* from ``days_of``, *models* in the order asked for.

    *reference* is the model that the others are held against; *sources* tells what was tried, in plain values.
    """

    site: str
    report: Mapping[str, pd.DataFrame]
    days: pd.DataFrame
    models: tuple[str, ...]
    reference: str
    horizon_days: int
    sources: Mapping[str, object] = field(default_factory=dict)

    @property
    def origins(self) -> int:
        """How many horizons were tried."""
        return int(self.days["origin"].nunique())

    @property
    def first(self) -> date:
        """First day that was forecast."""
        found: date = self.days["day"].min()
        return found

    @property
    def last(self) -> date:
        """Last day that was forecast."""
        found: date = self.days["day"].max()
        return found

    @property
    def queues(self) -> list[str]:
        """The busiest queues, by name."""
        volume = self.days.groupby("queue")["came"].sum().sort_values(ascending=False)
        return sorted(str(name) for name in volume.index[:SHOWN_QUEUES])


def render_accuracy(view: AccuracyView, translate: Translate, language: str) -> str:
    """Return *view* as one HTML page with everything inside; it asks no network."""
    environment = Environment(
        loader=PackageLoader("api"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["json"] = embedded_json
    return environment.get_template("backtest.html").render(
        {
            "_": translate,
            "lang": language.replace("_", "-"),
            "view": view,
            "overall_columns": overall_columns(translate),
            "overall_rows": list(overall_rows(view)),
            "tables": list(_tables(view, translate)),
            "figures": _figures(view, translate),
            "words": {"plotly": {}},
            "static": static_text,
            "plotly": plotly_script,
        }
    )


def overall_columns(_: Translate) -> list[Column]:
    """Return the headings of ``overall_rows``, each with whether it holds numbers."""
    names = [_("error"), _("vs naive"), _("bias"), _("pinball"), _("in band"), _("chance")]
    return [(_("model"), False), *((name, True) for name in names)]


def overall_rows(view: AccuracyView) -> Iterator[list[str]]:
    """Yield a row a model: its error over all days, how that compares, bias, pinball loss, coverage and the floor."""
    table = view.report[""].assign(change=-against(view.report[""], view.reference))
    for model in view.models:
        row = table[table["model"] == model].to_dict("records")[0]
        change = float("nan") if model == view.reference else row["change"]
        yield [
            model,
            percent(row["wape"]),
            percent(change, signed=True),
            percent(row["bias"], signed=True),
            percent(row["pinball"]),
            percent(row["coverage"]),
            percent(row["floor_wape"]),
        ]


def percent(value: Any, *, signed: bool = False) -> str:
    """Return *value* as a percentage with one digit and no minus before a zero, nothing where it is missing."""
    if pd.isna(value):
        return ""
    value = round(value, 3) + 0.0
    return f"{value:+.1%}" if signed else f"{value:.1%}"


def _tables(view: AccuracyView, _: Translate) -> Iterator[Table]:
    for by, heading in HEADINGS.items():
        if by in view.report and len(view.report[by]):
            yield by, _(heading), error_columns(view, by, _), error_rows(view, by, _)


def error_columns(view: AccuracyView, by: str, _: Translate) -> list[Column]:
    """Return the headings of ``error_rows``, each with whether it holds numbers."""
    first = [(_(AXES[by]), by in {"lead_week", "local_hour"}), (_("came"), True)]
    rest = [_("bias"), _("pinball"), _("in band"), _("chance")]
    return [*first, *((model, True) for model in view.models), *((name, True) for name in rest)]


def error_rows(view: AccuracyView, by: str, _: Translate) -> list[list[str]]:
    """Return a row a place by column *by*: contacts, each model's error, then of the first model bias, pinball and coverage.

    The last is the floor. The busiest queues are followed by all of them together.
    """
    table = view.report[by]
    if by != "queue":
        return _rows(table, by, view.models, None)
    rows = _rows(table[table["queue"].isin(view.queues)], by, view.models, None)
    whole = view.report.get("site")
    return rows if whole is None else [*rows, *_rows(whole, "site", view.models, _("all queues"))]


def _rows(table: pd.DataFrame, by: str, models: Sequence[str], name: str | None) -> list[list[str]]:
    errors = table.pivot_table("wape", by, "model", "first")
    first = table[table["model"] == models[0]].set_index(by)
    return [
        [
            name or (f"{place}:00" if by == "local_hour" else str(place)),
            number(first.loc[place, "came"]),
            *(percent(errors.loc[place].get(model, float("nan"))) for model in models),
            percent(first.loc[place, "bias"], signed=True),
            percent(first.loc[place, "pinball"]),
            percent(first.loc[place, "coverage"]),
            percent(first.loc[place, "floor_wape"]),
        ]
        for place in errors.index
    ]


def _figures(view: AccuracyView, _: Translate) -> dict[str, dict[str, Figure]]:
    found = {"foretold": {queue: foretold_figure(view.days, queue, view.models, _) for queue in view.queues}}
    for by in HEADINGS:
        if by in view.report and len(view.report[by]):
            table = view.report[by]
            found[by] = {"": error_figure(table, by, view.models, _)}
    banded = [model for model in view.models if _has_bands(view.days, model)]
    found["coverage"] = {"": coverage_by_lead_figure(view.report["lead_week"], banded, _)}
    return found


def _has_bands(days: pd.DataFrame, model: str) -> bool:
    rows = days[days["model"] == model]
    return bool((rows["p95"] > rows["p05"]).any())
