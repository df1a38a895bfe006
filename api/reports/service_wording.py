"""Shares, waits and differences of simulated service as readers see them."""

from math import isnan

from api.reports.wording import number
from forecasting.messages import Translate

MINUTES_FROM_SECONDS = 120.0
HOURS_FROM_SECONDS = 7200.0


def change(mean: float, low: float, high: float, _: Translate) -> str:
    """Return a difference of shares in percentage points with its confidence interval, where there is one."""
    told = _("{points} percentage points").format(points=f"{mean * 100:+.1f}")
    if isnan(low):
        return told
    return _("{change}, between {low} and {high} with 95 % confidence").format(
        change=told, low=f"{low * 100:+.1f}", high=f"{high * 100:+.1f}"
    )


def percent(value: float, digits: int = 1) -> str:
    """Return a share as a percentage, a dash where it is missing."""
    return "–" if isnan(value) else f"{value:.{digits}%}"


def with_error(value: float, half: float) -> str:
    """Return a share with half the width of its confidence interval, where it has one."""
    return percent(value) if isnan(half) else f"{value * 100:.1f}±{half * 100:.1f}%"


def between(low: float, high: float) -> str:
    """Return two shares as a band."""
    return "–" if isnan(low) else f"{low * 100:.0f}–{high:.0%}"


def seconds(value: float, _: Translate) -> str:
    """Return a wait in seconds, in minutes from two minutes on, in hours from two hours on, a dash where it is missing."""
    if isnan(value):
        return "–"
    if value < MINUTES_FROM_SECONDS:
        return _("{seconds} s").format(seconds=number(value, 0 if value >= 10 else 1))
    if value < HOURS_FROM_SECONDS:
        return _("{minutes} min").format(minutes=number(value / 60, 1))
    return _("{hours} h").format(hours=number(value / 3600, 1))
