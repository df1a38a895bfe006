"""``watchbill calendar``: holidays, festivals with their phases, half-days of a year; written as a table to change."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from forecasting.calendar import EventCalendar, EventTable, Phase, event_calendar, read_events
from forecasting.calendar.doubts import doubts
from forecasting.calendar.events import MAKE_UP_NAME, PHASE_NAMES
from forecasting.calendar.export import AROUND, calendar_rows, day_runs, events_csv, whole_events
from forecasting.calendar.public import CHINA, NOWHERE
from forecasting.calendar.schools import regions
from forecasting.calendar.table import DAY
from forecasting.errors import Fault, InputError
from forecasting.files import write_atomically
from forecasting.history import named_zone
from forecasting.messages import N_, Translate, listed
from forecasting.timegrid import TimeGrid
from scheduler.formats import read_site

if TYPE_CHECKING:
    from api.cli.console import Console

CHINA_CLOCK = ZoneInfo("Asia/Shanghai")
FIRST_YEAR, LAST_YEAR = 1990, 2099
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Asked:
    """The days from *first* to *last* of *calendar*, which reaches farther, so that festivals are whole."""

    calendar: EventCalendar
    first: date
    last: date


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the command to *commands*."""
    parser = commands.add_parser("calendar", help=_("show holidays, festivals and half-days of a year, or write them"))
    parser.add_argument("--year", type=int, required=True, help=_("the year to show, such as 2026"))
    parser.add_argument("--years", type=int, default=1, help=_("how many years from then on (default 1)"))
    parser.add_argument("--site", type=Path, help=_("site file: its holidays, schools, closed days and own events"))
    parser.add_argument("--events", type=Path, help=_("CSV of events: date, cls, name"))
    parser.add_argument("--holidays", metavar="CODE", help=_("whose public holidays: CN, GB, GB-SCT, ... or none"))
    parser.add_argument("--schools", choices=(*regions(), NOWHERE), help=_("the region whose school vacations count"))
    parser.add_argument("--zone", metavar="NAME", help=_("time zone of the local times, such as Asia/Shanghai"))
    parser.add_argument("--out", type=Path, help=_("CSV to write, in the form that --events reads"))
    parser.add_argument("--bom", action="store_true", help=_("begin the CSV with a byte order mark, as Excel wants it"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Show the calendar and write it where asked for."""
    _ = console.translate
    asked = ask(options)
    occasion, begins, ends, status = _("occasion"), _("begins"), _("ends"), _("status")
    columns = [occasion, begins, ends, _("number of days"), _("days that pay 300 %"), status]
    console.table(_("days off and working weekends"), columns, holiday_rows(asked, _))
    events = whole_events(asked.calendar, asked.first, asked.last)
    columns = [_("event"), _("phase"), begins, ends, status]
    console.table(_("events"), columns, phase_rows(asked, events, _))
    if asked.calendar.closed or asked.calendar.part_days:
        console.table(_("closed"), [_("day"), _("service")], closed_rows(asked, _))
    for line in [*notes(asked, events, _), *(doubt.say(_) for doubt in doubts(events))]:
        console.say(line)
    if options.out is not None:
        text = events_csv(calendar_rows(asked.calendar, asked.first, asked.last), _)
        write_atomically(options.out, BOM + text if options.bom else text)
        console.say(_("wrote {file}").format(file=options.out))
    return 0


def ask(options: argparse.Namespace) -> Asked:
    """Read what *options* name; raise InputError naming what cannot be used."""
    _check(options)
    first, last = date(options.year, 1, 1), date(options.year + options.years - 1, 12, 31)
    known = read_site(options.site) if options.site else None
    holidays = options.holidays or (known.site.holidays if known else CHINA)
    zone = named_zone(options.zone, "--zone") if options.zone else known.site.zone if known else CHINA_CLOCK
    table = read_events(options.events, zone) if options.events else known.table if known else EventTable()
    calendar = event_calendar(
        holidays,
        zone,
        first - AROUND,
        last + AROUND,
        known.phases if known else (),
        known.closed if known else frozenset(),
        table,
        known.yearly if known else (),
        options.schools or (known.schools if known else NOWHERE),
    )
    return Asked(calendar, first, last)


def _check(options: argparse.Namespace) -> None:
    faults = []
    if not FIRST_YEAR < options.year < LAST_YEAR:
        expected = f"{FIRST_YEAR + 1}..{LAST_YEAR - 1}"
        faults.append(Fault("--year", N_("is no year that calendars know"), value=str(options.year), expected=expected))
    if not 1 <= options.years <= LAST_YEAR - max(options.year, FIRST_YEAR):
        faults.append(Fault("--years", N_("is no number of years"), value=str(options.years), expected=N_("1 or more")))
    if options.bom and options.out is None:
        faults.append(Fault("--bom", N_("has no file to begin"), expected="--out"))
    zone_needed = options.holidays not in {None, CHINA} and options.site is None and options.zone is None
    if zone_needed:
        faults.append(Fault("--zone", N_("is missing"), expected=N_("an IANA name such as Asia/Shanghai")))
    if faults:
        raise InputError(faults)


def holiday_rows(asked: Asked, _: Translate) -> Iterator[tuple[str, ...]]:
    """Yield the days off in runs of one name and the working weekends, earliest first."""
    calendar = asked.calendar
    named = {day: name for day, name in calendar.holidays.items() if asked.first <= day <= asked.last}
    named |= {day: MAKE_UP_NAME for day in calendar.make_up if asked.first <= day <= asked.last}
    for first, last in day_runs(named):
        names = [_(name) for name in named[first].split("; ")]
        days = list(TimeGrid(calendar.zone, first, (last - first).days + 1).dates())
        paid = sum(day in calendar.statutory for day in days)
        dates = _("provisional") if first.year in calendar.provisional_years else _("published")
        yield listed(names, _), _day_text(first, _), _day_text(last, _), str(len(days)), str(paid or ""), dates


def phase_rows(asked: Asked, events: tuple[Phase, ...], _: Translate) -> Iterator[tuple[str, ...]]:
    """Yield the phases of *events*, earliest first."""
    for phase in events:
        name = _(PHASE_NAMES[phase.phase]) if phase.phase in PHASE_NAMES else phase.phase.removeprefix(DAY)
        opening = asked.calendar.opening_of(phase)
        start, end = (moment.astimezone(asked.calendar.zone) for moment in (phase.start, phase.end))
        if opening:
            name = _("{first}, {rest}").format(first=name, rest=_(opening).format(time=f"{start:%H:%M}"))
        dates = _("provisional") if phase.provisional else _("firm")
        yield _(phase.event), name, _moment_text(start, _), _moment_text(end, _), dates


def closed_rows(asked: Asked, _: Translate) -> Iterator[tuple[str, str]]:
    """Yield the days without service and the half-days."""
    calendar = asked.calendar
    for day in sorted({*calendar.closed, *calendar.part_days}):
        if asked.first <= day <= asked.last:
            yield _day_text(day, _), calendar.service_name(day, _)


def notes(asked: Asked, events: tuple[Phase, ...], _: Translate) -> Iterator[str]:
    """Yield what is to be known of dates: where provisional ones come from, which holidays are predicted."""
    told: dict[str, list[str]] = {}
    for phase in events:
        if phase.note and phase.provisional:
            told.setdefault(phase.note, []).append(_(phase.event))
    for note, names in told.items():
        yield _("{place}: {reason}").format(place=listed(dict.fromkeys(names), _), reason=_(note))
    for year in sorted(asked.calendar.provisional_years):
        if asked.first.year <= year <= asked.last.year:
            yield _("the public holidays of {year} are predicted, nobody has published them yet").format(year=year)


def _day_text(day: date, _: Translate) -> str:
    return _("{weekday} {day}").format(weekday=_(WEEKDAYS[day.weekday()]), day=day.isoformat())


def _moment_text(moment: datetime, _: Translate) -> str:
    return _("{weekday} {day}").format(weekday=_(WEEKDAYS[moment.weekday()]), day=f"{moment:%Y-%m-%d %H:%M}")
