"""What ``watchbill people`` tells beside the table of days: one slot explained, and the price of safety."""

import argparse
from collections.abc import Iterator
from datetime import datetime
from math import isnan
from typing import TYPE_CHECKING

import pandas as pd

from api.reports.binding_targets import binding_target
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Translate
from forecasting.site import Site
from forecasting.staffing import Method, Why, price_of_safety, volume_of, why
from forecasting.timegrid import TimeGrid

if TYPE_CHECKING:
    from api.cli.console import Console

SPELLED = "%Y-%m-%d %H:%M"


def add_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Add the options to *parser*."""
    methods = [method.value for method in Method]
    told = _("how a slot's load becomes people: over-time, busiest or mean moment, or per-slot for comparison")
    parser.add_argument("--method", choices=methods, default=Method.OVER_TIME.value, help=told)
    parser.add_argument(
        "--safe-days", type=float, help=_("staff so that a day's targets hold with this probability: 0.9")
    )
    parser.add_argument("--safety", action="store_true", help=_("show what each point of safety costs in people-hours"))
    parser.add_argument(
        "--explain", type=datetime.fromisoformat, help=_("explain one slot: 2026-10-26T10:00, local time")
    )


def tell(forecast: pd.DataFrame, site: Site, grid: TimeGrid, options: argparse.Namespace, console: "Console") -> None:
    """Print what *options* ask for beside the days; *forecast* is what is staffed for."""
    method = Method(options.method)
    if options.explain is not None:
        moment = options.explain
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=grid.zone)
        names = [queue.name for queue in site.queues if not queue.channel.is_backlog]
        for name in (name for name in names if name in set(forecast["queue"])):
            explain(why(forecast, site, grid, name, moment, method=method), console)
    if options.safety:
        _ = console.translate
        columns = [_("the day's target holds"), _("hours to roster"), _("more hours"), _("more"), _("hours a point")]
        console.table(_("the price of safety"), columns, safety_rows(price_of_safety(forecast, site, grid, method)))


def explain(found: Why, console: "Console") -> None:
    """Print why a queue needs its people in one slot."""
    _ = console.translate
    title = _("{queue}, {start}: {agents} people on the floor, {scheduled} on the roster").format(
        queue=found.queue,
        start=found.start.strftime(SPELLED),
        agents=f"{found.agents:.2f}",
        scheduled=f"{found.scheduled:.2f}",
    )
    console.table(title, [_("what"), _("value")], ground_rows(found, _))
    if found.around:
        columns = [_("people"), _("answered in time"), _("mean wait"), _("leave unanswered"), _("busy")]
        rows = (
            (
                f"{met.agents:.0f}",
                f"{met.answered_within:.1%}",
                _("{seconds} s").format(seconds=f"{met.mean_wait_seconds:.1f}"),
                f"{met.abandoned:.1%}",
                f"{met.occupancy:.1%}",
            )
            for met in found.around
        )
        console.table(_("what customers meet with whole people on the floor"), columns, rows)


def ground_rows(found: Why, _: Translate) -> Iterator[tuple[str, str]]:
    """Yield what the number of *found* rests on, the binding target last."""
    yield _("contacts that begin"), f"{found.contacts:.1f}"
    if found.dialled_again > 0:
        yield _("of these dialled again"), f"{found.dialled_again:.1f}"
    yield _("handling time"), _("{seconds} s").format(seconds=f"{found.aht_seconds:.0f}")
    yield _("erlangs if it had always been so"), f"{found.steady_erlangs:.2f}"
    yield _("erlangs in progress"), f"{found.erlangs:.2f}"
    for short, need in found.needs:
        yield _("people for {target}").format(target=binding_target(short, _)), f"{need:.2f}"
    for name, share in found.absent:
        yield _("absent: {kind}").format(kind=name or _("all kinds")), f"{share:.1%}"
    yield _("what decides"), binding_target(found.reason, _)


def safety_rows(table: pd.DataFrame) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the price of safety as it is shown."""
    columns = [table[name].tolist() for name in ("probability", "hours", "more_hours", "more_share", "hours_a_point")]
    for probability, hours, more, share, point in zip(*columns, strict=True):
        yield (
            f"{probability:.0%}",
            f"{hours:.1f}",
            f"{more:+.1f}",
            f"{share:+.1%}",
            "" if isnan(point) else f"{point:.2f}",
        )


def check_options(options: argparse.Namespace) -> None:
    """Raise InputError for a volume or probability that is none, and for two ways of safety at once."""
    faults = []
    try:
        volume_of(options.volume)
    except ValueError:
        reason, expected = N_("is no volume of a forecast"), N_("mean, or a quantile from p05 to p95 such as p80")
        faults.append(Fault("--volume", reason, value=options.volume, expected=expected))
    if options.safe_days is not None and not 0 < options.safe_days < 1:
        reason, expected = N_("is no probability"), N_("a number above 0 and below 1, such as 0.9")
        faults.append(Fault("--safe-days", reason, value=f"{options.safe_days:g}", expected=expected))
    if options.safe_days is not None and options.volume != "mean":
        reason, expected = N_("is given beside --safe-days"), N_("one of the two")
        faults.append(Fault("--volume", reason, value=options.volume, expected=expected))
    if faults:
        raise InputError(faults)
