"""The models that are compared, in groups that the command line names."""

import tomllib
from collections.abc import Callable, Sequence
from importlib.metadata import version

from benchmarks.forecast_bench.environment import ROOT
from benchmarks.forecast_bench.prophet_peer import prophet_models
from benchmarks.forecast_bench.statsforecast_peer import statsforecast_models
from forecasting.models import Forecaster, LogLinear
from forecasting.models.naive import WeeklyAverage

OURS = "watchbill"


def _naive(step_minutes: int) -> dict[str, Forecaster]:
    return {
        "seasonal-naive": WeeklyAverage(1, step_minutes),
        "four-week-mean": WeeklyAverage(4, step_minutes),
    }


def _prophet(step_minutes: int) -> dict[str, Forecaster]:
    return dict(prophet_models(step_minutes))


def _statsforecast(step_minutes: int) -> dict[str, Forecaster]:
    return dict(statsforecast_models(step_minutes))


GROUPS: dict[str, Callable[[int], dict[str, Forecaster]]] = {
    "naive": _naive,
    "prophet": _prophet,
    "statsforecast": _statsforecast,
}
INSTALLED = ("prophet", "statsforecast")


def compared(groups: Sequence[str], step_minutes: int) -> dict[str, Forecaster]:
    """Return our model and those of *groups* by name, for a history in steps of *step_minutes*."""
    models: dict[str, Forecaster] = {OURS: LogLinear(step_minutes)}
    for group in groups:
        models |= GROUPS[group](step_minutes)
    return models


def versions(groups: Sequence[str]) -> dict[str, str]:
    """Return the versions of what is compared, ours as the project declares it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {OURS: str(project["version"])} | {name: version(name) for name in groups if name in INSTALLED}
