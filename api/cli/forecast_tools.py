"""What ``watchbill forecast`` can be asked beyond the forecast: cleaning, explanation, what-if, today's actuals."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from api.cli.cleaning import Wish, add_cleaning_options, cleaning_faults
from forecasting.calendar import EventCalendar
from forecasting.errors import Fault, InputError
from forecasting.explain import REASON_NAMES, Factor, Reason
from forecasting.hierarchy import correlations, site_total
from forecasting.intraday import Today
from forecasting.messages import N_, Translate
from forecasting.whatif import Compared


def add_tool_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Add the options to *parser*."""
    group = parser.add_argument_group(_("to judge and change a forecast"))
    add_cleaning_options(group, _)
    group.add_argument(
        "--levels",
        type=levels,
        default=(),
        metavar="SHARE,...",
        help=_("more quantiles of slots and days to write, such as 0.9,0.975"),
    )
    group.add_argument(
        "--explain", type=date.fromisoformat, metavar="DAY", help=_("tell how the day's forecast comes about")
    )
    group.add_argument(
        "--what-if", type=Path, metavar="FILE", help=_("TOML file of changes: writes the changed forecast")
    )
    group.add_argument(
        "--actuals", type=Path, metavar="FILE", help=_("what has come today: forecasts the rest of the day anew")
    )
    group.add_argument(
        "--as-of",
        type=datetime.fromisoformat,
        metavar="TIME",
        help=_("until when the actuals count, on the site's clock, such as 2026-10-26T12:00"),
    )


def levels(text: str) -> tuple[float, ...]:
    """Return the shares that *text* names, in order; ValueError for what is not above 0 and below 1."""
    shares = tuple(sorted({float(part) for part in text.split(",")}))
    if not all(0 < share < 1 for share in shares):
        raise ValueError(text)
    return shares


@dataclass(frozen=True, slots=True)
class Tools:
    """The options, checked: see ``add_tool_options``; *as_of* is aware."""

    wish: Wish
    explain: date | None
    what_if: Path | None
    actuals: Path | None
    as_of: datetime | None
    levels: tuple[float, ...] = ()


def asked_tools(options: argparse.Namespace) -> Tools:
    """Return what *options* ask for; raise InputError naming everything that cannot be meant."""
    faults = list(cleaning_faults(options))
    if (options.actuals is None) != (options.as_of is None):
        missing = "--as-of" if options.as_of is None else "--actuals"
        faults.append(Fault(missing, N_("is missing"), expected=N_("--actuals and --as-of together")))
    last = options.first + timedelta(days=options.days - 1)
    if options.explain is not None and not options.first <= options.explain <= last:
        expected = f"{options.first}..{last}"
        faults.append(
            Fault("--explain", N_("is no day of the forecast"), value=str(options.explain), expected=expected)
        )
    if options.explain is not None and (options.what_if or options.actuals):
        faults.append(
            Fault("--explain", N_("explains a forecast as it is"), expected=N_("neither --what-if nor --actuals"))
        )
    if faults:
        raise InputError(faults)
    return Tools(Wish.of(options), options.explain, options.what_if, options.actuals, options.as_of, options.levels)


def with_total(forecast: pd.DataFrame, history: pd.DataFrame, zone: ZoneInfo, name: str) -> pd.DataFrame:
    """Return *forecast* and, where there are several queues, the rows of their sum called *name*."""
    queues = sorted(forecast["queue"].unique())
    if len(queues) < 2 or name in queues:
        return forecast
    total = site_total(forecast, name, correlations(history, queues, zone.key))
    return pd.concat([forecast, total], ignore_index=True)


def explain_rows(factors: Sequence[Factor], day: date, _: Translate) -> Iterator[tuple[str, str, str, str]]:
    """Yield by queue each factor of *day* and what is expected after it."""
    expected = 1.0
    for factor in (factor for factor in factors if factor.day == day):
        is_level = factor.reason is Reason.LEVEL
        expected = factor.value if is_level else expected * factor.value
        name = _(factor.event) if factor.event else _(REASON_NAMES[factor.reason])
        yield factor.queue, name, f"{factor.value:.0f}" if is_level else f"× {factor.value:.3f}", f"{expected:.0f}"


def difference_rows(
    compared: Compared, calendar: EventCalendar, _: Translate
) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield by day and queue the contacts before and after the change, and the difference."""
    frame = compared.base[["queue", "mean"]].assign(
        day=compared.base["start"].dt.tz_convert(str(calendar.zone)).dt.date, changed=compared.changed["mean"]
    )
    for (day, queue), rows in frame.groupby(["day", "queue"], sort=True):
        base, changed = float(rows["mean"].sum()), float(rows["changed"].sum())
        yield str(day), str(queue), f"{base:.0f}", f"{changed:.0f}", f"{changed - base:+.0f}"


def today_rows(queues: Sequence[Today]) -> Iterator[tuple[str, str, str, str]]:
    """Yield by queue what came, what had been expected by then, and what becomes of the rest of the day."""
    for today in queues:
        yield today.queue, f"{today.came:.0f}", f"{today.foretold:.0f}", f"{100 * (today.factor - 1):+.1f} %"
