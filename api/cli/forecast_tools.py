"""What ``watchbill forecast`` can be asked beyond the forecast: cleaning, explanation, what-if, today's actuals."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.cleaning import Cleaning, Finding, Kind
from forecasting.errors import Fault, InputError
from forecasting.explain import REASON_NAMES, Factor, Reason
from forecasting.hierarchy import correlations, site_total
from forecasting.intraday import Today
from forecasting.messages import N_, Translate
from forecasting.whatif import Compared

if TYPE_CHECKING:
    from api.cli.console import Console

KIND_NAMES = {Kind.OUTAGE: N_("outage"), Kind.SPIKE: N_("spike")}
SHOWN_FINDINGS = 20


def add_tool_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Add the options to *parser*."""
    group = parser.add_argument_group(_("to judge and change a forecast"))
    group.add_argument("--clean", action="store_true", help=_("leave out the outages and spikes found in the history"))
    group.add_argument(
        "--keep", metavar="FINDING", action="append", default=[], help=_("a finding that stays in; may be given again")
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


@dataclass(frozen=True, slots=True)
class Tools:
    """The options, checked: see ``add_tool_options``; *as_of* is aware."""

    clean: bool
    keep: tuple[str, ...]
    explain: date | None
    what_if: Path | None
    actuals: Path | None
    as_of: datetime | None


def asked_tools(options: argparse.Namespace) -> Tools:
    """Return what *options* ask for; raise InputError naming everything that cannot be meant."""
    faults = []
    if options.keep and not options.clean:
        faults.append(Fault("--keep", N_("has nothing to keep"), expected="--clean"))
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
    return Tools(options.clean, tuple(options.keep), options.explain, options.what_if, options.actuals, options.as_of)


def kept(cleaning: Cleaning, keys: Sequence[str]) -> Cleaning:
    """Return *cleaning* with the findings called *keys* rejected; raise InputError for one that does not exist."""
    known = [finding.key for finding in cleaning.findings]
    faults = [
        Fault("--keep", N_("no finding is called that"), value=key, expected=", ".join(known) or None)
        for key in keys
        if key not in known
    ]
    if faults:
        raise InputError(faults)
    return cleaning.reject(keys)


def say_findings(cleaning: Cleaning, zone: ZoneInfo, console: "Console", *, clean: bool) -> None:
    """Print what was found in the history and what becomes of it."""
    _ = console.translate
    if not cleaning.findings:
        return
    shown = cleaning.findings[-SHOWN_FINDINGS:]
    console.say(
        _("outages and spikes in the history, the last {count} of {all}:").format(
            count=len(shown), all=len(cleaning.findings)
        )
    )
    left_out = {finding.key for finding in cleaning.accepted} if clean else set()
    for finding in shown:
        line = _finding_line(finding, zone, _)
        told = _("{finding}, left out").format(finding=line) if finding.key in left_out else line
        console.say(f"  {told}")
    if not clean:
        console.say(_("they stay in the history; --clean leaves them out"))


def _finding_line(finding: Finding, zone: ZoneInfo, _: Translate) -> str:
    start, end = (moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") for moment in (finding.start, finding.end))
    return _("{name}: {kind} from {start} to {end}, {came} contacts, {expected} expected").format(
        name=finding.key,
        kind=_(KIND_NAMES[finding.kind]),
        start=start,
        end=end,
        came=f"{finding.observed:.0f}",
        expected=f"{finding.expected:.0f}",
    )


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
