"""Prophet as somebody who knows it sets it up: three frozen variants, every event a holiday by name and by family."""

import importlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.forecast_bench.days import Ahead, DayModel, Known
from benchmarks.forecast_bench.series import marks_on

YEAR_FROM_DAYS = 730
MONTH_FROM_DAYS = 120


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to set Prophet up; *on_logs* fits the logarithm of the totals."""

    on_logs: bool
    settings: Mapping[str, object] = field(default_factory=dict)

    def __call__(self, known: Known, days: list[date]) -> Ahead:
        """Fit the known days and forecast *days*."""
        values = known.totals.to_numpy()
        frame = pd.DataFrame(
            {"ds": known.totals.index, "y": np.log(np.maximum(values, 0.5)) if self.on_logs else values}
        )
        model = self._model(known, days)
        model.fit(frame)
        told = model.predict(pd.DataFrame({"ds": pd.DatetimeIndex([pd.Timestamp(day) for day in days])}))
        lines = [told[name].to_numpy(float) for name in ("yhat", "yhat_lower", "yhat_upper")]
        mean, low, high = [np.exp(line) for line in lines] if self.on_logs else [np.maximum(line, 0) for line in lines]
        return Ahead(mean, low, high)

    def _model(self, known: Known, days: list[date]) -> Any:
        first, last = known.totals.index[0], known.totals.index[-1]
        span = (last - first).days
        model = importlib.import_module("prophet").Prophet(
            holidays=_holidays(known, days),
            interval_width=0.9,
            weekly_seasonality=True,
            yearly_seasonality=span >= YEAR_FROM_DAYS,
            daily_seasonality=False,
            **self.settings,
        )
        if span >= MONTH_FROM_DAYS:
            model.add_seasonality("monthly", period=30.4375, fourier_order=5)
        return model


def _holidays(known: Known, days: list[date]) -> pd.DataFrame | None:
    """Return every event twice, under its name and its family, so that what one has too little of the other knows."""
    dates = [stamp.date() for stamp in known.totals.index]
    rows = [
        (pd.Timestamp(day), label)
        for day in [*dates, *days]
        for name, family in marks_on(known.calendar, day)
        for label in dict.fromkeys((f"{name}", f"family {family}"))
    ]
    return pd.DataFrame(rows, columns=["ds", "holiday"]) if rows else None


def prophet_models(step_minutes: int) -> dict[str, DayModel]:
    """Return the variants by name."""
    importlib.import_module("prophet")  # sets its loggers up, which are silenced after that
    for name in ("cmdstanpy", "prophet"):
        logging.getLogger(name).disabled = True
    variants = {
        "prophet-log": Variant(on_logs=True),
        "prophet-multiplicative": Variant(on_logs=False, settings={"seasonality_mode": "multiplicative"}),
        "prophet-log-recent": Variant(on_logs=True, settings={"changepoint_range": 0.95}),
    }
    return {name: DayModel(variant, step_minutes) for name, variant in variants.items()}
