"""Backtests: models tried on the past of a site, their accuracy as tables and a page."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from api.reports.accuracy_page import AccuracyView, render_accuracy
from forecasting.accuracy import accuracy_report, days_of, in_one
from forecasting.backtest import Origins, Tried, backtest
from forecasting.calendar import EventCalendar
from forecasting.cleaning import Finding
from forecasting.errors import Fault, InputError
from forecasting.files import write_together
from forecasting.messages import N_, Translate
from forecasting.named_models import SEASONAL_NAIVE, named_models
from forecasting.provenance import frame_fingerprint, versions
from forecasting.site import Site
from scheduler.formats.spreadsheet_text import guarded

FILES = ("accuracy.csv", "days.csv", "backtest.html", "backtest.json")


@dataclass(frozen=True, slots=True)
class Past:
    """What models are tried on: a *history* laid out as HISTORY, its step, the site and the calendar that covers it.

    *left_out* are the findings that the history does not show any more.
    """

    history: pd.DataFrame
    step_minutes: int
    site: Site
    calendar: EventCalendar
    left_out: tuple[Finding, ...] = ()


def try_models(
    past: Past,
    names: Sequence[str],
    origins: Origins,
    translate: Translate,
    watch: Callable[[Tried], None] | None = None,
) -> AccuracyView:
    """Return how accurate the models called *names* have been, the seasonal naive one always among them.

    Events are named in the language of *translate*. Raises InputError for a model that is not there, ModelError for a history that is too short.
    """
    models = named_models(list(dict.fromkeys([*names, SEASONAL_NAIVE])), past.step_minutes)
    tried = backtest(past.history, past.site, past.calendar, models, origins, past.step_minutes, watch)
    return AccuracyView(
        site=past.site.name,
        report=accuracy_report(tried, past.calendar, translate),
        days=days_of(tried, past.calendar, translate),
        models=tuple(models),
        reference=SEASONAL_NAIVE,
        horizon_days=origins.horizon_days,
        sources=_sources(past),
    )


def _sources(past: Past) -> dict[str, object]:
    return {
        "history": frame_fingerprint(past.history),
        "left_out": [finding.key for finding in past.left_out],
        "versions": versions(),
    }


def write_accuracy(view: AccuracyView, directory: Path, translate: Translate, language: str) -> list[Path]:
    """Write the tables and the page of *view* into *directory* and return the files; an earlier backtest is replaced.

    Raises InputError for a folder that holds something else.
    """
    if directory.exists() and not (directory.is_dir() and _is_ours(directory)):
        reason = N_("is not empty and holds no earlier backtest")
        raise InputError([Fault(str(directory), reason, expected=N_("a new folder, or one of an earlier backtest"))])
    contents = (
        _csv(in_one(view.report)),
        _csv(_day_table(view.days)),
        render_accuracy(view, translate, language).encode(),
        _summary(view),
    )
    files = [directory / name for name in FILES]
    write_together(dict(zip(files, contents, strict=True)))
    return files


def _is_ours(directory: Path) -> bool:
    return not any(directory.iterdir()) or (directory / FILES[-1]).is_file()


def _summary(view: AccuracyView) -> bytes:
    rows = json.loads(view.report[""].to_json(orient="records", double_precision=6))
    facts = {
        "site": view.site,
        "origins": view.origins,
        "horizon_days": view.horizon_days,
        "first_day": view.first.isoformat(),
        "last_day": view.last.isoformat(),
        "models": rows,
        "made_from": view.sources,
    }
    return (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()


def _day_table(days: pd.DataFrame) -> pd.DataFrame:
    columns = ["model", "origin_day", "queue", "day", "lead_days", "came", "mean", "p05", "p95", "events"]
    zoneless = days.assign(
        origin_day=[
            (pd.Timestamp(day) - pd.Timedelta(days=lead - 1)).date()
            for day, lead in zip(days["day"], days["lead_days"], strict=True)
        ],
        events=["; ".join(names) for names in days["events"]],
    )
    return zoneless[columns]


def _csv(table: pd.DataFrame) -> bytes:
    texts = table.select_dtypes(include=["str", "object"]).columns
    safe = table.assign(**{name: [guarded(str(value)) for value in table[name]] for name in texts})
    return safe.to_csv(index=False, lineterminator="\n", float_format="%.6g").encode()
