"""``watchbill drill place``: the windows of the next weeks in which a drill fits, with people and price, best first."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from api.cli.drill_place_told import show_search
from api.cli.drill_wishes import add_below_target, add_wishes, below_target, wishes_asked
from api.usecases.basis import peaks_around, people_by_queue, people_by_team, site_calendar
from api.usecases.drill_forecast import forecast_for
from api.usecases.drill_windows import (
    WindowQuestion,
    live_of,
    search_windows,
    within_weeks,
)
from drills import Family, Form, Level, Timing
from drills.errors import TemplateError
from drills.planning import scenario_of
from drills.scenario.files import parse_template
from drills.scenario.frozen import Scenario
from drills.scenario.record import read_scenario
from drills.windows.record import search_record
from forecasting.calendar import EventCalendar
from forecasting.errors import Fault, InputError
from forecasting.files import write_together
from forecasting.messages import N_, Sentence, Translate
from forecasting.staffing.requirement_file import read_requirement
from forecasting.timegrid import TimeGrid
from scheduler.formats import SiteFile, read_roster, read_site, roster_days
from scheduler.instance import Instance

if TYPE_CHECKING:
    from api.cli.console import Console

WEEKS, TOP = 5, 10


def add_place(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the verb to *verbs*."""
    place = verbs.add_parser("place", help=_("rank the windows of the next weeks in which a drill fits"))
    what = place.add_mutually_exclusive_group(required=True)
    what.add_argument("--family", choices=[item.value for item in Family], help=_("kind of incident"))
    what.add_argument(
        "--scenario",
        metavar="FILE",
        type=Path,
        help=_("template of the incident, or a scenario that was drawn (.json)"),
    )
    place.add_argument("--seed", type=int, default=1, help=_("whole number; the same one gives the same answer"))
    place.add_argument("--form", choices=[item.value for item in Form], default=Form.TABLETOP.value, help=_("form"))
    place.add_argument("--level", choices=list(Level.__members__), help=_("level at worst; drawn when not given"))
    place.add_argument("--site", type=Path, required=True, help=_("site file"))
    place.add_argument("--roster", type=Path, required=True, help=_("roster file: .csv, .xlsx or .json"))
    place.add_argument("--requirement", type=Path, help=_("people needed, by team; from the forecast when not given"))
    place.add_argument("--forecast", type=Path, help=_("forecast; without it nothing is said of live service"))
    _add_wishes(place, _)
    place.add_argument("--top", type=int, default=TOP, help=_("windows to show and to simulate (default 10)"))
    place.add_argument("--json", metavar="FILE", type=Path, help=_("file for all of it"))
    place.set_defaults(run=run)


def _add_wishes(place: argparse.ArgumentParser, _: Translate) -> None:
    place.add_argument("--from", dest="first", type=date.fromisoformat, help=_("first day, such as 2026-10-26"))
    place.add_argument("--weeks", type=int, default=WEEKS, help=_("how many weeks (default 5)"))
    place.add_argument("--near-peaks", action="store_true", help=_("allow days just before and after a promotion"))
    place.add_argument(
        "--rehearses", metavar="DAY", type=date.fromisoformat, help=_("the peak that the drill rehearses, by its day")
    )
    add_wishes(place, _)
    add_below_target(place, _)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Search the windows that *options* ask for, show the best and write them where asked for."""
    _refuse_unclear(options)
    question = read_question(options)
    search = search_windows(question)
    show_search(search, question, console)
    if options.json is not None:
        record = {"scenario": question.scenario.digest, **search_record(search, options.top, every_refusal=True)}
        text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        write_together({options.json: text.encode()})
        console.say(console.translate("wrote {file}").format(file=options.json))
    return 0


def _refuse_unclear(options: argparse.Namespace) -> None:
    """Raise InputError naming each number that cannot be meant, and what is missing."""
    numbers = (("--weeks", options.weeks, 1, 53), ("--top", options.top, 1, 100), ("--seed", options.seed, 0, 2**53))
    faults = [
        Fault(name, N_("is out of range"), value=str(value), expected=f"{least} … {most}")
        for name, value, least, most in numbers
        if not least <= value <= most
    ]
    if options.requirement is None and options.forecast is None:
        reason, expected = N_("is missing"), N_("--requirement, --forecast or both")
        faults.append(Fault("--requirement", reason, expected=expected))
    if faults:
        raise InputError(faults)


def read_question(options: argparse.Namespace) -> WindowQuestion:
    """Return what *options* ask, read from their files."""
    floor_below = below_target(options)
    site_file = read_site(options.site)
    first, last = roster_days(options.roster)
    grid = TimeGrid(site_file.site.zone, first, (last - first).days + 1, site_file.site.slot_minutes)
    calendar = site_calendar(site_file, grid.first_day, grid.last_day)
    dated = site_file.with_calendar(calendar)
    forecast = None if options.forecast is None else forecast_for(options.forecast, dated.site, grid)
    instance = _instance(options, site_file, calendar, forecast, grid)
    roster = read_roster(options.roster, instance)
    peaks: frozenset[date] = frozenset() if options.near_peaks else peaks_around(site_file, grid)
    timing = Timing(peaks=peaks, rehearses=options.rehearses)
    live = None
    if forecast is not None:
        live = live_of(dated.site, forecast, instance, roster, floor_below, options.seed)
    return WindowQuestion(
        scenario=_scenario(options),
        roster=roster,
        instance=instance,
        timing=within_weeks(timing, options.first or grid.first_day, options.weeks),
        wishes=wishes_asked(options, instance),
        live=live,
        top=options.top,
    )


def _instance(
    options: argparse.Namespace,
    site_file: SiteFile,
    calendar: EventCalendar,
    forecast: pd.DataFrame | None,
    grid: TimeGrid,
) -> Instance:
    """Return what the roster is measured against: the requirement as given, else the people that the forecast takes."""
    needed = _needed(options, site_file.with_calendar(calendar), forecast, grid)
    _refuse_missing_days(needed, options, grid)
    return site_file.instance(grid, needed, calendar, must_be_possible=False)


def _needed(
    options: argparse.Namespace, dated: SiteFile, forecast: pd.DataFrame | None, grid: TimeGrid
) -> pd.DataFrame:
    if options.requirement is not None or forecast is None:
        return read_requirement(options.requirement)
    starts = pd.DatetimeIndex([grid.instant(slot) for slot in range(grid.n_slots)]).as_unit("us")
    inside = forecast[forecast["start"].isin(starts)]
    return people_by_team(people_by_queue(inside, dated, grid), dated, grid)


def _refuse_missing_days(needed: pd.DataFrame, options: argparse.Namespace, grid: TimeGrid) -> None:
    known = set(needed["start"].dt.tz_convert(str(grid.zone)).dt.date)
    missing = [day for day in grid.dates() if day not in known]
    if missing:
        source, reason = options.requirement or options.forecast, N_("lacks days of the roster")
        raise InputError([Fault(str(source), reason, value=", ".join(day.isoformat() for day in missing[:10]))])


def _scenario(options: argparse.Namespace) -> Scenario:
    level = None if options.level is None else Level[options.level]
    form = Form(options.form)
    if options.scenario is None:
        return scenario_of(Family(options.family), options.seed, form, level)
    try:
        source = options.scenario.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        reason = Sentence(N_("not UTF-8: {reason} at byte {byte}"), reason=error.reason, byte=error.start)
        raise TemplateError([Fault(str(options.scenario), reason)]) from error
    if options.scenario.suffix == ".json":
        return read_scenario(source)
    template = parse_template(source, str(options.scenario))
    return scenario_of(template.family, options.seed, form, level, [template])
