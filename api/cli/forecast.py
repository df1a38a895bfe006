"""``watchbill forecast``: what will come, per queue and slot, with its spread."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from api.cli.options import add_history_options, check_days, history_options
from api.usecases.basis import began, known_history
from forecasting.calendar import EventCalendar, EventTable, event_calendar, read_events
from forecasting.forecast import make_forecast
from forecasting.forecast_export import write_forecast
from forecasting.frame_files import check_ending
from forecasting.history import HistoryRead, read_history
from forecasting.messages import N_, Translate
from forecasting.site import ALL_DAY, OpeningHours, Queue, Site
from forecasting.timegrid import MINUTES_A_DAY, STEPS_MINUTES, TimeGrid
from scheduler.formats import SiteFile, read_site

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from api.cli.console import Console

CHINA_ZONES = ("Asia/Shanghai", "Asia/Chongqing", "Asia/Urumqi", "PRC")
AROUND_THE_CLOCK = OpeningHours((ALL_DAY,) * 7, ALL_DAY)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a *history* on *grid*, *site* and *calendar* ready for the model."""

    history: pd.DataFrame
    step_minutes: int
    left_out: int
    site: Site
    grid: TimeGrid
    calendar: EventCalendar


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the command to *commands*."""
    parser = commands.add_parser("forecast", help=_("forecast volumes per queue and slot"))
    parser.add_argument("--history", type=Path, nargs="+", required=True, help=_("volume exports to forecast from"))
    parser.add_argument("--from", dest="first", type=date.fromisoformat, help=_("first day, such as 2026-10-26"))
    parser.add_argument("--days", type=int, help=_("how many days"))
    parser.add_argument("--site", type=Path, help=_("site file: opening hours, slots, holidays, events"))
    parser.add_argument("--events", type=Path, help=_("CSV of events: date, cls, name"))
    parser.add_argument("--holidays", metavar="CODE", help=_("whose public holidays: CN, GB, GB-SCT, ... or none"))
    parser.add_argument("--slot-minutes", type=int, choices=STEPS_MINUTES, help=_("length of a slot"))
    parser.add_argument("--out", type=Path, required=True, help=_("file to write: .csv, .xlsx or .parquet"))
    add_history_options(parser, _)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Forecast, print the days and write the slots."""
    _ = console.translate
    check_ending(options.out)
    check_days(options)
    question = ask(options)
    _say_sources(question, console)
    forecast = make_forecast(question.history, question.site, question.calendar, question.grid, question.step_minutes)
    columns = [_("day"), _("queue"), _("expected"), _("5 %"), _("95 %"), _("events")]
    console.table(_("contacts by day"), columns, day_rows(forecast, question.calendar, _))
    write_forecast(forecast, options.out, question.grid.zone)
    console.say(_("{count} rows written to {file}").format(count=len(forecast), file=options.out))
    return 0


def ask(options: argparse.Namespace) -> Question:
    """Read what *options* name; raise InputError naming what cannot be used."""
    site_file = read_site(options.site) if options.site else None
    read = read_history(options.history, history_options(options, site_file.history if site_file else None))
    site = asked_site(options, site_file, read)
    grid = TimeGrid(site.zone, options.first, options.days, site.slot_minutes)
    history = known_history(read.complete(), grid, options.history[0])
    calendar = asked_calendar(options, site_file, site, grid, history)
    if site_file is not None:
        queues = site_file.with_calendar(calendar).site.queues
        site = replace(site, queues=queues)
    return Question(history, read.step_minutes, len(read.history) - len(history), site, grid, calendar)


def asked_site(options: argparse.Namespace, site_file: SiteFile | None, read: HistoryRead) -> Site:
    """Return the site of the file, or one of the history's queues that is open around the clock."""
    if site_file is not None:
        site = site_file.site
        return replace(
            site,
            slot_minutes=options.slot_minutes or site.slot_minutes,
            holidays=options.holidays or site.holidays,
        )
    step = read.step_minutes if read.step_minutes in STEPS_MINUTES else 60
    names = sorted(read.history["queue"].unique())
    return Site(
        name=N_("without a site file"),
        zone=read.zone,
        queues=tuple(Queue(name, opening=AROUND_THE_CLOCK) for name in names),
        slot_minutes=options.slot_minutes or step,
        holidays=options.holidays or ("CN" if read.zone.key in CHINA_ZONES else "none"),
    )


def asked_calendar(
    options: argparse.Namespace, site_file: SiteFile | None, site: Site, grid: TimeGrid, history: pd.DataFrame
) -> EventCalendar:
    """Return the calendar of the history and *grid* with the events of the site file and of ``--events``."""
    table = read_events(options.events, site.zone) if options.events else EventTable()
    phases = site_file.phases if site_file else ()
    closed = site_file.closed if site_file else frozenset()
    return event_calendar(site.holidays, site.zone, began(history, grid), grid.last_day, phases, closed, table)


def _say_sources(question: Question, console: "Console") -> None:
    _ = console.translate
    zone: ZoneInfo = question.grid.zone
    step = (
        _("days")
        if question.step_minutes == MINUTES_A_DAY
        else _("{count} minutes").format(count=question.step_minutes)
    )
    first, last = (
        moment.tz_convert(str(zone)) for moment in (question.history["start"].min(), question.history["start"].max())
    )
    console.say(
        _(
            "history of {count} rows in steps of {step} from {first} to {last}, clock of {zone}, holidays {holidays}"
        ).format(
            count=len(question.history),
            step=step,
            first=f"{first:%Y-%m-%d}",
            last=f"{last:%Y-%m-%d}",
            zone=zone.key,
            holidays=question.site.holidays,
        )
    )
    if question.left_out:
        console.say(
            _("{count} rows left out: from the first day forecast on, or of a half-filled last day").format(
                count=question.left_out
            )
        )
    for year in sorted(question.calendar.provisional_years):
        console.say(_("the public holidays of {year} are predicted, nobody has published them yet").format(year=year))


def day_rows(
    forecast: pd.DataFrame, calendar: EventCalendar, translate: Translate
) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Yield by day and queue: expected contacts, the 90 % band of the day's total, what is special about the day."""
    days = forecast["start"].dt.tz_convert(str(calendar.zone)).dt.date
    for (day, queue), rows in forecast.assign(day=days).groupby(["day", "queue"], sort=True):
        low, high = rows["day_p05"].iloc[0], rows["day_p95"].iloc[0]
        names = ", ".join(calendar.names_on(rows["day"].iloc[0], translate))
        yield str(day), str(queue), f"{rows['mean'].sum():.0f}", f"{low:.0f}", f"{high:.0f}", names
