"""``watchbill backtest``: how accurate forecasts of this history would have been, beside what they have to beat."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from api.cli.cleaning import Wish, add_cleaning_options, cleaning_faults
from api.cli.forecast import asked_calendar, asked_site, limited
from api.cli.options import add_history_options, history_options
from api.reports.accuracy_page import AccuracyView, error_columns, error_rows, overall_columns, overall_rows
from api.usecases.backtests import Past, try_models, write_accuracy
from api.usecases.cleaning import anomalies_of
from forecasting.backtest import Origins, Tried
from forecasting.errors import Fault, InputError
from forecasting.history import read_history
from forecasting.messages import N_, Translate
from forecasting.named_models import NAMES
from forecasting.timegrid import STEPS_MINUTES, TimeGrid
from scheduler.formats import read_site

if TYPE_CHECKING:
    from api.cli.console import Console

DEFAULTS = Origins()


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the command to *commands*."""
    parser = commands.add_parser("backtest", help=_("try forecasts on the past and tell how accurate they were"))
    parser.add_argument("--history", type=Path, nargs="+", required=True, help=_("volume exports to try forecasts on"))
    parser.add_argument("--site", type=Path, help=_("site file: opening hours, slots, holidays, events"))
    parser.add_argument("--events", type=Path, help=_("CSV of events: date, cls, name"))
    parser.add_argument("--holidays", metavar="CODE", help=_("whose public holidays: CN, GB, GB-SCT, ... or none"))
    parser.add_argument("--slot-minutes", type=int, choices=STEPS_MINUTES, help=_("length of a slot"))
    parser.add_argument(
        "--origins", type=int, default=DEFAULTS.count, help=_("from how many days of the past to forecast (default 8)")
    )
    parser.add_argument(
        "--horizon-days", type=int, default=DEFAULTS.horizon_days, help=_("how many days ahead (default 28)")
    )
    parser.add_argument(
        "--models",
        metavar="NAME,...",
        default=",".join(NAMES),
        help=_("models to try: watchbill, seasonal-naive, four-week-mean, or a class of your own as FILE.py:Class"),
    )
    parser.add_argument("--out", metavar="DIR", type=Path, help=_("folder for the tables and the page with plots"))
    add_cleaning_options(parser, _)
    add_history_options(parser, _)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Try the models, print the report and write it where asked for."""
    _ = console.translate
    origins = _origins(options)
    past = ask(options)
    cleaning = Wish.of(options).granted(anomalies_of(past), past.site.zone, console)
    past = replace(past, history=cleaning.applied(past.history), left_out=cleaning.accepted)
    names = [name.strip() for name in options.models.split(",") if name.strip()]
    with _progress(console) as watch:
        view = try_models(past, names, origins, _, watch)
    show(view, console)
    if options.out is not None:
        for path in write_accuracy(view, options.out, _, console.language):
            console.say(_("wrote {file}").format(file=path))
    return 0


def ask(options: argparse.Namespace) -> Past:
    """Read what *options* name; raise InputError naming what cannot be used."""
    site_file = read_site(options.site) if options.site else None
    read = read_history(options.history, history_options(options, site_file.history if site_file else None))
    history = read.complete()
    if history.empty:
        reason, expected = N_("no row holds contacts"), N_("at least one interval with a count")
        raise InputError([Fault(str(options.history[0]), reason, expected=expected)])
    site = asked_site(options, site_file, read)
    last = history["start"].max().tz_convert(str(site.zone)).date()
    calendar = asked_calendar(options, site_file, site, TimeGrid(site.zone, last, 1, site.slot_minutes), history)
    if site_file is not None:
        site = replace(site, queues=site_file.with_calendar(calendar).site.queues)
    else:
        site = limited(site, calendar)
    return Past(history, read.step_minutes, site, calendar)


def _origins(options: argparse.Namespace) -> Origins:
    faults = [*cleaning_faults(options)]
    faults += [
        Fault(name, reason, value=str(value), expected=N_("1 or more"))
        for name, value, reason in (
            ("--origins", options.origins, N_("is no number of origins")),
            ("--horizon-days", options.horizon_days, N_("is no number of days")),
        )
        if value < 1
    ]
    if faults:
        raise InputError(faults)
    return Origins(options.origins, options.horizon_days)


@contextmanager
def _progress(console: "Console") -> Iterator[Callable[[Tried], None]]:
    """Show a bar on a terminal, nothing elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console.err, transient=True, disable=not console.err.is_terminal) as bar:
        task = bar.add_task(console.translate("trying forecasts"), total=None)

        def watch(tried: Tried) -> None:
            told = console.translate("{model} from {day}").format(model=tried.model, day=tried.first_day)
            bar.update(task, total=tried.total, completed=tried.done, description=told)

        yield watch


def show(view: AccuracyView, console: "Console") -> None:
    """Print the models side by side, then the errors by week ahead, by queue, by event and by hour."""
    _ = console.translate
    title = _("{origins} times {days} days forecast, {first} to {last}: errors of day totals").format(
        origins=view.origins, days=view.horizon_days, first=view.first, last=view.last
    )
    console.table(title, [name for name, _numeric in overall_columns(_)], overall_rows(view))
    for by, heading in (
        ("lead_week", _("error by week ahead")),
        ("queue", _("error by queue")),
        ("event", _("error by event")),
        ("local_hour", _("error of slots by hour of the day")),
    ):
        table = view.report.get(by)
        if table is None or table.empty or (by == "queue" and table["queue"].nunique() == 1):
            continue
        # Rich breaks no line at a hyphen and cuts names of models instead; what came is in the files and on the page.
        columns = [name.replace("-", "-\n") for name, _numeric in error_columns(view, by, _)]
        rows = [[place, *figures] for place, _came, *figures in error_rows(view, by, _)]
        console.table(heading, [columns[0], *columns[2:]], rows)
    console.say(_("bias, pinball and band are those of {model}").format(model=view.models[0]))
