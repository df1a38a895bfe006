"""``watchbill drill programme``: the drills of a year, with every obligation that they meet, planned anew when the calendar moves."""

import argparse
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from api.cli.drill_past import json_in, past_read
from api.cli.drill_wishes import add_below_target, below_target
from api.usecases.basis import people_by_queue, people_by_team, site_calendar
from api.usecases.drill_logs import drills_in
from api.usecases.drill_programme import (
    ProgrammeOrder,
    Rostered,
    day_loads,
    planned_programme,
    programme_files,
    programme_question,
)
from api.usecases.drill_windows import live_of
from drills.finding import Finding
from drills.held import is_record
from drills.improvement import with_held, with_owed
from drills.notes import Note
from drills.programme.entry import Entry
from drills.programme.programme import Programme
from drills.programme.question import MOST_MONTHS, Policy
from drills.programme.reading import is_programme, read_findings, read_held, read_programme
from drills.programme.retests import RETEST_WEEKS
from drills.programme.year_view import YearView, year_view
from drills.scenario.catalogue import catalogue
from forecasting.calendar import read_events
from forecasting.errors import Fault, InputError
from forecasting.files import write_together
from forecasting.messages import N_, Translate
from forecasting.staffing.forecast_file import read_forecast
from forecasting.staffing.requirement_file import read_requirement
from forecasting.timegrid import TimeGrid
from scheduler.formats import SiteFile, read_roster, read_site, roster_days

if TYPE_CHECKING:
    from api.cli.console import Console

MONTHS, FROZEN_DAYS = 12, 14
OPTIONS = {"key_people": "--key-person", "months": "--months", "cancelled": "--cancel"}
GIVEN = N_("{reason}")


def add_programme(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the verb to *verbs*."""
    parser = verbs.add_parser("programme", help=_("plan the drills of a year, or plan them anew"))
    parser.add_argument("--site", type=Path, required=True, help=_("site file"))
    parser.add_argument("--from", dest="first", type=date.fromisoformat, help=_("first day, such as 2026-12-01"))
    parser.add_argument("--months", type=int, default=MONTHS, help=_("how many months (default 12)"))
    parser.add_argument("--out", type=Path, required=True, help=_("folder for the programme's files"))
    parser.add_argument("--past", type=Path, help=_("records of earlier drills: a .json file, or a folder of them"))
    parser.add_argument(
        "--findings", type=Path, help=_("what was rated M or U: .csv with id, family, found, rating, capability")
    )
    logs = _("folder with the logs of drills: held ones are of the past, what they show is tested again")
    parser.add_argument("--logs", metavar="FOLDER", type=Path, help=logs)
    _add_rules(parser, _)
    _add_told(parser, _)
    parser.add_argument("--events", type=Path, help=_("CSV of events: date, cls, name"))
    parser.add_argument("--roster", type=Path, help=_("roster file; its days get exact times"))
    parser.add_argument("--requirement", type=Path, help=_("people needed, by team; from the forecast when not given"))
    parser.add_argument(
        "--forecast", type=Path, help=_("forecast: how busy days are, and what drills cost live service")
    )
    add_below_target(parser, _)
    parser.set_defaults(run=run)


def _add_rules(parser: argparse.ArgumentParser, _: Translate) -> None:
    usual = Policy()
    parser.add_argument(
        "--key-person",
        metavar="AGENT",
        action="append",
        default=[],
        help=_("somebody whom a drill leaves out once a year; may be given again"),
    )
    parser.add_argument("--budget", type=float, help=_("point minutes of service that all drills together may cost"))
    parser.add_argument(
        "--retest-weeks",
        type=int,
        default=RETEST_WEEKS,
        help=_("weeks within which M and U are tested again (default 6)"),
    )
    parser.add_argument(
        "--days-apart", type=int, default=usual.days_apart, help=_("least days from drill to drill (default 6)")
    )
    parser.add_argument(
        "--most-a-quarter",
        type=int,
        default=usual.most_a_quarter,
        help=_("most drills a person and quarter (default 2)"),
    )
    parser.add_argument("--days-off", action="store_true", help=_("allow weekends and public holidays"))
    parser.add_argument("--seed", type=int, default=1, help=_("whole number; the same one gives the same programme"))


def _add_told(parser: argparse.ArgumentParser, _: Translate) -> None:
    parser.add_argument(
        "--begin-with", metavar="FILE", type=Path, help=_("programme that was told; as little as can be is changed")
    )
    parser.add_argument("--today", type=date.fromisoformat, help=_("the day to plan on; the clock's when not given"))
    parser.add_argument(
        "--frozen",
        metavar="DAYS",
        type=int,
        default=FROZEN_DAYS,
        help=_("days from today on that stay as they were told (default 14)"),
    )
    parser.add_argument(
        "--cancel",
        metavar="DRILL=REASON",
        action="append",
        default=[],
        help=_("a drill that is called off; may be given again"),
    )


def run(options: argparse.Namespace, console: "Console") -> int:
    """Plan the programme that *options* ask for, show it and write its files, all or none."""
    _refuse_unclear(options)
    site_file = _site_file(options)
    zone = site_file.site.zone
    today = options.today or datetime.now(zone).date()
    order = _order(options, site_file, today)
    forecast = None if options.forecast is None else read_forecast(options.forecast)
    loads = {} if forecast is None else day_loads(forecast, zone.key)
    rostered = _rostered(options, site_file, forecast)
    known = catalogue()
    console.left_out(known.faults)
    question = programme_question(order, site_file, known, loads, rostered, OPTIONS)
    programme = planned_programme(order, question, datetime.combine(today, time(), tzinfo=zone))
    files = programme_files(programme, question, console.language, console.translate)
    write_together({options.out / name: content for name, content in files.items()})
    _show(year_view(programme, question, console.translate), console)
    for name in files:
        console.say(console.translate("wrote {file}").format(file=options.out / name))
    return 0


def _site_file(options: argparse.Namespace) -> SiteFile:
    found = read_site(options.site)
    return found if options.events is None else replace(found, table=read_events(options.events, found.site.zone))


def _refuse_unclear(options: argparse.Namespace) -> None:
    numbers = (
        ("--months", options.months, 1, MOST_MONTHS),
        ("--retest-weeks", options.retest_weeks, 1, 52),
        ("--days-apart", options.days_apart, 1, 60),
        ("--most-a-quarter", options.most_a_quarter, 1, 20),
        ("--frozen", options.frozen, 0, 366),
        ("--seed", options.seed, 0, 2**53),
    )
    faults = [
        Fault(name, N_("is out of range"), value=str(value), expected=f"{least} … {most}")
        for name, value, least, most in numbers
        if not least <= value <= most
    ]
    if options.budget is not None and not options.budget >= 0:
        faults.append(Fault("--budget", N_("is out of range"), value=str(options.budget), expected="0 …"))
    if options.first is None and options.begin_with is None:
        faults.append(Fault("--from", N_("is missing"), expected=N_("--from or --begin-with")))
    if options.roster is not None and options.requirement is None and options.forecast is None:
        faults.append(Fault("--requirement", N_("is missing"), expected=N_("--requirement, --forecast or both")))
    if options.cancel and options.begin_with is None:
        faults.append(Fault("--begin-with", N_("is missing"), expected=N_("the programme whose drill is called off")))
    if faults:
        raise InputError(faults)


def _order(options: argparse.Namespace, site_file: SiteFile, today: date) -> ProgrammeOrder:
    told = None if options.begin_with is None else _told(options.begin_with)
    first = options.first or (told.first if told is not None else today)
    policy = Policy(
        days_apart=options.days_apart,
        most_a_quarter=options.most_a_quarter,
        budget=options.budget,
        retest_weeks=options.retest_weeks,
        days_off=options.days_off,
    )
    logged = () if options.logs is None else drills_in(options.logs)
    return ProgrammeOrder(
        first=first,
        months=options.months,
        past=with_held(_past(options.past, site_file), logged),
        findings=with_owed(_findings(options.findings), logged),
        key_people=tuple(options.key_person),
        policy=policy,
        seed=options.seed,
        begin_with=told,
        since=date.fromordinal(today.toordinal() + options.frozen),
        cancelled=dict(_cancelled(options.cancel)),
    )


def _told(path: Path) -> Programme:
    return read_programme(json_in(path), str(path))


def _past(path: Path | None, site_file: SiteFile) -> tuple[Entry, ...]:
    if path is None:
        return ()

    def read(records: Sequence[object], file: str) -> tuple[Entry, ...]:
        return read_held(records, site_file.site.zone, file)

    return tuple(past_read(path, read, lambda record: is_record(record) or is_programme(record)))


def _findings(path: Path | None) -> tuple[Finding, ...]:
    if path is None:
        return ()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError([Fault(str(path), N_("is not UTF-8"), value=error.reason)]) from error
    rows = csv.DictReader(io.StringIO(text))
    missing = [name for name in ("id", "family", "found", "rating") if name not in (rows.fieldnames or ())]
    if missing:
        raise InputError([Fault(str(path), N_("is missing"), row=1, field=name) for name in missing])
    return read_findings([{key: value or "" for key, value in row.items() if key} for row in rows], str(path))


def _cancelled(claims: list[str]) -> Iterator[tuple[str, Note]]:
    for claim in claims:
        name, _sign, reason = claim.partition("=")
        yield name.strip(), Note(GIVEN, {"reason": reason.strip() or "-"})


def _rostered(options: argparse.Namespace, site_file: SiteFile, forecast: pd.DataFrame | None) -> Rostered | None:
    if options.roster is None:
        return None
    first, last = roster_days(options.roster)
    grid = TimeGrid(site_file.site.zone, first, (last - first).days + 1, site_file.site.slot_minutes)
    calendar = site_calendar(site_file, grid.first_day, grid.last_day)
    dated = site_file.with_calendar(calendar)
    if options.requirement is not None or forecast is None:
        needed = read_requirement(options.requirement)
    else:
        starts = pd.DatetimeIndex([grid.instant(slot) for slot in range(grid.n_slots)]).as_unit("us")
        needed = people_by_team(people_by_queue(forecast[forecast["start"].isin(starts)], dated, grid), dated, grid)
    instance = site_file.instance(grid, needed, calendar, must_be_possible=False)
    roster = read_roster(options.roster, instance)
    live = None
    if forecast is not None:
        live = live_of(dated.site, forecast, instance, roster, below_target(options), options.seed)
    return Rostered(roster, instance, live)


def _show(view: YearView, console: "Console") -> None:
    _ = console.translate
    heads = [_("drill"), _("when"), _("form"), _("about"), _("commander"), _("point minutes"), _("why")]
    rows = [
        (_told_id(row.entry, row.told, row.state), row.when, row.form, row.what, row.commander, row.loss, row.why)
        for row in view.drills
    ]
    console.table(view.title, heads, rows)
    if view.changes:
        console.table(_("What changed"), [_("change"), _("drill"), _("day"), _("reason")], view.changes)
    lacking = [row for row in view.duties if not row.met]
    for row in lacking:
        console.say(_("{what}: {how}").format(what=row.label, how=row.how))
    met = _("{met} of {all} obligations are met").format(met=len(view.duties) - len(lacking), all=len(view.duties))
    console.say(met)
    planned, granted = view.budget
    budget = _("{planned} of {granted} point minutes are planned to be lost.").format(planned=planned, granted=granted)
    console.say(budget)


def _told_id(entry: Entry, told: str, state: str) -> str:
    return " · ".join(part for part in (entry.id, state, "" if entry.announced else told) if part)
