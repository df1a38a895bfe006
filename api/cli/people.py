"""``watchbill people``: how many people a forecast takes, per queue, team or skill set and slot."""

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from api.cli.options import add_history_options, check_days, history_options
from api.cli.people_explained import add_options, check_options, tell
from api.cli.people_pooled import pooled_people, say_saved
from api.usecases.basis import began, known_history, people_by_queue, people_by_team, site_calendar
from forecasting.calendar import EventCalendar
from forecasting.errors import Fault, InputError
from forecasting.frame_files import check_ending
from forecasting.history import read_history
from forecasting.messages import N_, Sentence, Translate
from forecasting.models import LogLinear
from forecasting.staffing import Method, safe_days, staffed_for
from forecasting.staffing.forecast_file import read_forecast
from forecasting.staffing.requirement import open_in, slot_starts
from forecasting.staffing.requirement_file import write_requirement
from forecasting.timegrid import TimeGrid
from forecasting.whatif import WhatIf, planned_forecast
from scheduler.formats import SiteFile, read_site

if TYPE_CHECKING:
    from api.cli.console import Console

QUEUE, TEAM, SKILL_SET = "queue", "team", "skill-set"


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the command to *commands*."""
    parser = commands.add_parser("people", help=_("say how many people a forecast takes"))
    parser.add_argument("--site", type=Path, required=True, help=_("site file"))
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--forecast", type=Path, help=_("forecast as written by watchbill forecast"))
    source.add_argument("--history", type=Path, nargs="+", help=_("volume exports to forecast from"))
    add_history_options(parser, _)
    parser.add_argument("--from", dest="first", type=date.fromisoformat, help=_("first day, such as 2026-10-26"))
    parser.add_argument("--days", type=int, help=_("how many days"))
    parser.add_argument("--volume", default="mean", help=_("what to staff for: mean, or p75, p80 ..."))
    add_options(parser, _)
    counted = _("count people by queue, by team or by skill set")
    parser.add_argument("--by", choices=(QUEUE, TEAM, SKILL_SET), default=QUEUE, help=counted)
    shared = _("let backlogs be worked in the quiet slots of their team's lines")
    parser.add_argument("--quiet-slots", action=argparse.BooleanOptionalAction, help=shared)
    parser.add_argument("--out", type=Path, help=_("file to write: .csv, .xlsx or .parquet"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Work out the people, print them by day and write them by slot."""
    _ = console.translate
    check_options(options)
    if options.out is not None:
        check_ending(options.out)
    site_file = read_site(options.site)
    if options.forecast is not None:
        forecast = read_forecast(options.forecast)
        grid = grid_of(forecast, site_file, options)
        calendar = site_calendar(site_file, grid.first_day, grid.last_day)
    else:
        grid = grid_asked(site_file, options)
        forecast, calendar = forecast_of(site_file, grid, options)
    site_file = site_file.with_calendar(calendar)
    forecast = forecast[forecast["start"].isin(slot_starts(grid))]
    staffed = staffed_for(forecast, options.volume)
    if options.safe_days is not None:
        staffed = safe_days(forecast, grid, options.safe_days)
    method = Method(options.method)
    queues = people_by_queue(staffed, site_file, grid, share_quiet_slots=options.quiet_slots, method=method)
    needed, skill = queues, _("queue")
    if options.by == TEAM:
        needed, skill = people_by_team(queues, site_file, grid), _("team")
    elif options.by == SKILL_SET:
        needed, skill = pooled_people(staffed, queues, site_file, grid, console), _("skill set")
    title = _("people needed by day and {skill}").format(skill=skill)
    columns = [_("day"), skill, _("people at the peak"), _("from"), _("hours to roster")]
    console.table(title, columns, day_rows(needed, grid))
    if options.by == SKILL_SET:
        say_saved(needed, queues, site_file, grid, console)
    say_unserved(forecast, site_file, grid, console)
    tell(staffed, site_file.site, grid, options, console)
    if options.out is not None:
        write_requirement(needed, options.out, grid.zone)
        console.say(_("{count} rows written to {file}").format(count=len(needed), file=options.out))
    return 0


def grid_of(forecast: pd.DataFrame, site_file: SiteFile, options: argparse.Namespace) -> TimeGrid:
    """Return the slots of the local days that *forecast* touches, or of those asked for among them."""
    zone = site_file.site.zone
    days = forecast["start"].dt.tz_convert(str(zone)).dt.date
    first = options.first or days.min()
    count = options.days or (days.max() - first).days + 1
    if first < days.min() or count < 1 or first + timedelta(days=count - 1) > days.max():
        reason = N_("the days asked for are not all in the forecast")
        raise InputError(
            [
                Fault(
                    str(options.forecast),
                    reason,
                    value=str(first),
                    expected=Sentence(N_("{first} to {last}"), first=days.min(), last=days.max()),
                )
            ]
        )
    return TimeGrid(zone, first, count, site_file.site.slot_minutes)


def grid_asked(site_file: SiteFile, options: argparse.Namespace) -> TimeGrid:
    """Return the slots of the days asked for; raise InputError naming each option that is missing or cannot be meant."""
    check_days(options)
    return TimeGrid(site_file.site.zone, options.first, options.days, site_file.site.slot_minutes)


def forecast_of(site_file: SiteFile, grid: TimeGrid, options: argparse.Namespace) -> tuple[pd.DataFrame, EventCalendar]:
    """Return a forecast for *grid* from the exports named in *options*, and the calendar that it rests on."""
    read = read_history(options.history, history_options(options, site_file.history))
    history = known_history(read.complete(), grid, options.history[0])
    calendar = site_calendar(site_file, began(history, grid), grid.last_day)
    site = site_file.with_calendar(calendar).site
    moves, model = WhatIf(containment=site_file.containment), LogLinear(read.step_minutes)
    return planned_forecast(history, site, calendar, grid, moves, model), calendar


def day_rows(needed: pd.DataFrame, grid: TimeGrid) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield by day and skill: the most people to roster, when they are first needed, and the hours to roster."""
    slots_an_hour = pd.Timedelta(hours=1) / pd.Timedelta(grid.slot_length)
    local = needed["start"].dt.tz_convert(str(grid.zone))
    table = needed.assign(day=local.dt.date, clock=local.dt.strftime("%H:%M"))
    for (day, skill), rows in table.groupby(["day", "skill"], sort=True):
        heads = rows["scheduled"].to_numpy(float)
        peak = rows["clock"].to_list()[int(heads.argmax())] if heads.any() else ""
        yield str(day), str(skill), f"{heads.max():.1f}", peak, f"{heads.sum() / slots_an_hour:.1f}"


def say_unserved(forecast: pd.DataFrame, site_file: SiteFile, grid: TimeGrid, console: "Console") -> None:
    """Say how much is forecast for hours in which nobody answers; what joins a backlog is served later."""
    starts = slot_starts(grid)
    for queue in (queue for queue in site_file.site.queues if not queue.channel.is_backlog):
        served = starts[open_in(queue, grid)]
        mine = forecast[forecast["queue"] == queue.name]
        outside = mine.loc[~mine["start"].isin(served), "mean"].sum()
        if outside >= 1:
            sentence = console.translate(
                "{queue}: {count:.0f} contacts are forecast while it is closed; no people are planned for them"
            )
            console.say(sentence.format(queue=queue.name, count=outside))
