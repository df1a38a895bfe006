"""``watchbill forecast``: what will come, per queue and slot, with its spread."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from api.cli.forecast_tools import (
    Tools,
    add_tool_options,
    asked_tools,
    difference_rows,
    explain_rows,
    today_rows,
    with_total,
)
from api.cli.months import is_long, month_differences, month_rows
from api.cli.options import add_history_options, check_days, history_options
from api.cli.sources import say_provenance
from api.usecases.basis import began, known_history
from api.usecases.forecast_making import told_unsolvable
from forecasting.calendar import EventCalendar, EventTable, event_calendar, read_events
from forecasting.calendar.public import NOWHERE
from forecasting.cleaning import Cleaning, find_anomalies
from forecasting.containment import Containment, at_last_share, share_factors
from forecasting.explain import explain, with_containment
from forecasting.files import write_atomically
from forecasting.forecast_export import write_forecast
from forecasting.frame_files import check_ending
from forecasting.history import HistoryOptions, HistoryRead, read_history
from forecasting.intraday import reforecast
from forecasting.messages import N_, Translate, listed
from forecasting.models import LogLinear
from forecasting.provenance import Provenance, fingerprint_of, provenance_of
from forecasting.site import ALL_DAY, OpeningHours, Queue, Site
from forecasting.timegrid import MINUTES_A_DAY, STEPS_MINUTES, TimeGrid
from forecasting.whatif import Compared, WhatIf, compare, planned_forecast
from scheduler.formats import SiteFile, read_site, read_what_if

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from api.cli.console import Console

CHINA_ZONES = ("Asia/Shanghai", "Asia/Chongqing", "Asia/Urumqi", "PRC")
AROUND_THE_CLOCK = OpeningHours((ALL_DAY,) * 7, ALL_DAY)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a *history* on *grid*, *site* and *calendar* ready for the model.

    *moves* are those of the bots' share, *reading* how the site's volume files are read.
    """

    history: pd.DataFrame
    step_minutes: int
    left_out: int
    site: Site
    grid: TimeGrid
    calendar: EventCalendar
    moves: tuple[Containment, ...] = ()
    reading: HistoryOptions | None = None


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
    add_tool_options(parser, _)
    add_history_options(parser, _)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Forecast, print the days and write the slots."""
    _ = console.translate
    check_ending(options.out)
    check_days(options)
    tools = asked_tools(options)
    question = ask(options)
    _say_sources(question, console)
    opening = (
        {queue.name: queue.arrivals for queue in question.site.queues} if question.step_minutes < MINUTES_A_DAY else {}
    )
    found = find_anomalies(question.history, question.calendar, question.step_minutes, opening)
    cleaning = tools.wish.granted(found, question.grid.zone, console)
    as_it_came = question.history
    question = replace(question, history=cleaning.applied(as_it_came))
    with told_unsolvable():
        forecast = _answer(question, tools, options, console)
    _show(with_total(forecast, question.history, question.grid.zone, _("all queues")), question, console)
    if tools.explain:
        _explain(question, tools.explain, console)
    write_forecast(forecast, options.out, question.grid.zone)
    provenance = _provenance(replace(question, history=as_it_came), forecast, tools, cleaning)
    write_atomically(f"{options.out}.provenance.json", provenance.to_json())
    console.say(_("{count} rows written to {file}").format(count=len(forecast), file=options.out))
    say_provenance(provenance, console)
    return 0


def _show(forecast: pd.DataFrame, question: Question, console: "Console") -> None:
    _ = console.translate
    if is_long(question.grid.days):
        columns = [_("month"), _("queue"), _("expected"), _("a day"), _("5 %"), _("95 %")]
        console.table(_("contacts by month"), columns, month_rows(forecast, question.calendar))
        return
    columns = [_("day"), _("queue"), _("expected"), _("5 %"), _("95 %"), _("events")]
    console.table(_("contacts by day"), columns, day_rows(forecast, question.calendar, _))


def _show_differences(compared: Compared, question: Question, console: "Console") -> None:
    _ = console.translate
    columns = [_("queue"), _("before"), _("after"), _("difference")]
    if is_long(question.grid.days):
        console.table(_("what if"), [_("month"), *columns], month_differences(compared, question.calendar))
        return
    console.table(_("what if"), [_("day"), *columns], difference_rows(compared, question.calendar, _))


def _answer(question: Question, tools: Tools, options: argparse.Namespace, console: "Console") -> pd.DataFrame:
    """Return the forecast after what the planner asks to change and what has come today."""
    _ = console.translate
    model = LogLinear(question.step_minutes, levels=tools.levels)
    asked = (question.history, question.site, question.calendar, question.grid)
    if tools.what_if:
        compared = compare(*asked, read_what_if(tools.what_if, question.grid.zone), question.moves, model)
        _show_differences(compared, question, console)
        forecast = compared.changed
    else:
        forecast = planned_forecast(*asked, WhatIf(containment=question.moves), model)
    if tools.actuals and tools.as_of:
        as_of = tools.as_of if tools.as_of.tzinfo else tools.as_of.replace(tzinfo=question.grid.zone)
        actuals = read_history([tools.actuals], history_options(options, question.reading)).history
        found = reforecast(forecast, actuals, as_of, question.grid)
        columns = [_("queue"), _("came"), _("expected by then"), _("rest of the day")]
        console.table(_("today"), columns, today_rows(found.queues))
        forecast = found.forecast
    return forecast


def _explain(question: Question, day: date, console: "Console") -> None:
    _ = console.translate
    known = at_last_share(question.history, question.moves, question.calendar)
    fitted = LogLinear(question.step_minutes).fit(known, question.site, question.calendar)
    plain = fitted.predict(question.grid)
    last_day = question.history["start"].max().tz_convert(question.grid.zone.key).date()
    shares = share_factors(plain, question.moves, question.calendar, last_day)
    factors = with_containment(explain(fitted, plain, question.grid), plain, shares, question.grid)
    columns = [_("queue"), _("reason"), _("factor"), _("expected")]
    console.table(_("how the forecast of {day} comes about").format(day=day), columns, explain_rows(factors, day, _))


def _provenance(question: Question, forecast: pd.DataFrame, tools: Tools, cleaning: Cleaning) -> Provenance:
    settings: dict[str, object] = {
        "step_minutes": question.step_minutes,
        "containment": question.moves,
        "left_out": tuple(finding.key for finding in cleaning.accepted),
        "what_if": fingerprint_of(tools.what_if),
        "actuals": fingerprint_of(tools.actuals),
        "as_of": tools.as_of,
        "levels": tools.levels,
    }
    return provenance_of(question.history, question.site, question.calendar, question.grid, forecast, settings)


def ask(options: argparse.Namespace) -> Question:
    """Read what *options* name; raise InputError naming what cannot be used."""
    site_file = read_site(options.site) if options.site else None
    read = read_history(options.history, history_options(options, site_file.history if site_file else None))
    site = asked_site(options, site_file, read)
    grid = TimeGrid(site.zone, options.first, options.days, site.slot_minutes)
    history = known_history(read.complete(), grid, options.history[0])
    calendar = asked_calendar(options, site_file, site, grid, history)
    if site_file is not None:
        site = replace(site, queues=site_file.with_calendar(calendar).site.queues)
    else:
        site = limited(site, calendar)
    left_out = len(read.history) - len(history)
    moves, reading = (site_file.containment, site_file.history) if site_file else ((), None)
    return Question(history, read.step_minutes, left_out, site, grid, calendar, moves, reading)


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
    table = read_events(options.events, site.zone) if options.events else site_file.table if site_file else EventTable()
    phases, yearly = (site_file.phases, site_file.yearly) if site_file else ((), ())
    closed, schools = (site_file.closed, site_file.schools) if site_file else (frozenset[date](), NOWHERE)
    days = began(history, grid), grid.last_day
    return event_calendar(site.holidays, site.zone, *days, phases, closed, table, yearly, schools)


def limited(site: Site, calendar: EventCalendar) -> Site:
    """Return *site* with the half-days of *calendar* in its queues' hours."""
    return replace(site, queues=tuple(replace(queue, opening=calendar.limited(queue.opening)) for queue in site.queues))


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
    doubtful = question.calendar.provisional_events(question.grid.first_day, question.grid.last_day)
    if doubtful:
        names = listed(map(_, doubtful), _)
        console.say(_("these dates are provisional: {names}; watchbill calendar tells why").format(names=names))


def day_rows(
    forecast: pd.DataFrame, calendar: EventCalendar, translate: Translate
) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Yield by day and queue: expected contacts, the 90 % band of the day's total, what is special about the day."""
    days = forecast["start"].dt.tz_convert(str(calendar.zone)).dt.date
    for (day, queue), rows in forecast.assign(day=days).groupby(["day", "queue"], sort=True):
        low, high = rows["day_p05"].iloc[0], rows["day_p95"].iloc[0]
        names = listed(calendar.names_on(rows["day"].iloc[0], translate), translate)
        yield str(day), str(queue), f"{rows['mean'].sum():.0f}", f"{low:.0f}", f"{high:.0f}", names
