"""``watchbill drill new``: a seeded drill in a quiet window of a roster, as Markdown, JSON and calendar invitation."""

import argparse
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from api.cli.drill_actions import add_actions
from api.cli.drill_measure import add_measure
from api.cli.drill_msel import add_msel
from api.cli.drill_place import add_place
from api.cli.drill_programme import add_programme
from api.cli.drill_recheck import add_recheck
from api.cli.drill_rehearse import add_rehearse
from api.cli.drill_report import add_report
from api.cli.drill_run import add_run
from api.cli.drill_scenarios import add_scenarios
from api.cli.drill_what_if import add_what_if
from api.cli.drill_wishes import add_below_target, add_wishes, below_target, wishes_asked
from api.usecases.basis import peaks_around, site_calendar
from api.usecases.drill_files import drill_files, drill_stem
from api.usecases.drill_forecast import forecast_for
from api.usecases.drill_windows import served_windows
from drills import Drill, Family, Form, Level, Timing, published_roster
from drills.planning import FindWindows, placed_drill, scenario_of
from drills.scenario.catalogue import catalogue
from drills.scenario.frozen import Scenario
from drills.windows import find_windows
from forecasting.errors import Fault, InputError
from forecasting.files import write_together
from forecasting.messages import N_, Translate
from forecasting.staffing.requirement_file import read_requirement
from forecasting.timegrid import TimeGrid
from scheduler.formats import SiteFile, read_roster, read_site, roster_csv
from scheduler.instance import Instance
from scheduler.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.cli.console import Console


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the command to *commands*."""
    parser = commands.add_parser("drill", help=_("make incident drills that leave the service its people"))
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    new = verbs.add_parser("new", help=_("draw a drill from a seed and place it in a quiet window of a roster"))
    what = new.add_mutually_exclusive_group(required=True)
    what.add_argument("--family", choices=[item.value for item in Family], help=_("kind of incident"))
    what.add_argument("--scenario", metavar="NAME", help=_("a scenario by name, or a combination of several incidents"))
    own = _("folder with templates of one's own; may be given again")
    new.add_argument("--templates", metavar="FOLDER", type=Path, action="append", default=[], help=own)
    new.add_argument("--seed", required=True, type=int, help=_("whole number; the same one gives the same drill"))
    new.add_argument("--site", type=Path, required=True, help=_("site file"))
    new.add_argument("--roster", type=Path, required=True, help=_("roster file: .csv, .xlsx or .json"))
    new.add_argument("--requirement", type=Path, required=True, help=_("people needed, by team"))
    new.add_argument("--out", type=Path, required=True, help=_("folder for the drill's files"))
    new.add_argument("--form", choices=[item.value for item in Form], default=Form.TABLETOP.value, help=_("form"))
    new.add_argument("--level", choices=list(Level.__members__), help=_("level at worst; drawn when not given"))
    new.add_argument("--unannounced", action="store_true", help=_("participants are not told; the roster stays as is"))
    new.add_argument("--near-peaks", action="store_true", help=_("allow days just before and after a promotion"))
    at = _("begin then, on the site's clock, such as 2026-04-28T14:00; the best time when not given")
    new.add_argument("--at", metavar="TIME", type=datetime.fromisoformat, help=at)
    served = _("forecast: service is simulated, too, and has to stay above its floor")
    new.add_argument("--forecast", type=Path, help=served)
    add_below_target(new, _)
    add_wishes(new, _)
    new.set_defaults(run=run)
    add_place(verbs, _)
    add_rehearse(verbs, _)
    add_programme(verbs, _)
    add_actions(verbs, _)
    add_recheck(verbs, _)
    add_run(verbs, _)
    add_report(verbs, _)
    add_measure(verbs, _)
    add_what_if(verbs, _)
    add_msel(verbs, _)
    add_scenarios(verbs, _)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Make the drill that *options* ask for and write its files, all or none."""
    site_file = read_site(options.site)
    instance = _instance(options.requirement, site_file)
    roster = read_roster(options.roster, instance)
    drill = placed_drill(
        _scenario(options, console),
        f"{options.scenario or options.family}-{options.seed}",
        roster,
        instance,
        announced=not options.unannounced,
        timing=_timing(options, site_file, instance),
        find=_find(options, site_file, instance),
        wishes=wishes_asked(options, instance),
    )
    contents = _contents(drill, roster, instance, site_file, options, console)
    write_together(contents)
    _show(drill, console)
    for path in contents:
        console.say(console.translate("wrote {file}").format(file=path))
    return 0


def _scenario(options: argparse.Namespace, console: "Console") -> Scenario:
    known, form = catalogue(options.templates), Form(options.form)
    console.left_out(known.faults)
    level = None if options.level is None else Level[options.level]
    if options.scenario is not None:
        return known.draw(options.scenario, options.seed, form, level)
    return scenario_of(Family(options.family), options.seed, form, level, known.templates)


def _timing(options: argparse.Namespace, site_file: SiteFile, instance: Instance) -> Timing:
    peaks: frozenset[date] = frozenset() if options.near_peaks else peaks_around(site_file, instance.grid)
    at = options.at
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=site_file.site.zone)
    return Timing(peaks=peaks, starts=at)


def _find(options: argparse.Namespace, site_file: SiteFile, instance: Instance) -> FindWindows:
    """Return how windows are searched: by heads, and by service, too, where there is a forecast."""
    if options.forecast is None:
        return find_windows
    calendar = site_calendar(site_file, instance.grid.first_day, instance.grid.last_day)
    site = site_file.with_calendar(calendar).site
    forecast = forecast_for(options.forecast, site, instance.grid)
    return served_windows(site, forecast, below_target(options), options.seed)


def _instance(requirement: Path, site_file: SiteFile) -> Instance:
    needed = read_requirement(requirement)
    if needed.empty:
        raise InputError(
            [Fault(str(requirement), N_("no people are needed in it"), expected=N_("one row a slot and team"))]
        )
    grid = _grid(needed, site_file)
    return site_file.instance(grid, needed, site_calendar(site_file, grid.first_day, grid.last_day))


def _grid(needed: pd.DataFrame, site_file: SiteFile) -> TimeGrid:
    site = site_file.site
    days = needed["start"].dt.tz_convert(str(site.zone)).dt.date
    return TimeGrid(site.zone, days.min(), (days.max() - days.min()).days + 1, site.slot_minutes)


def _contents(
    drill: Drill,
    roster: Roster,
    instance: Instance,
    site_file: SiteFile,
    options: argparse.Namespace,
    console: "Console",
) -> "Mapping[Path, bytes]":
    # As old as the roster it rests on: the same files give the same invitation, whenever the command runs.
    made = datetime.fromtimestamp(options.roster.stat().st_mtime, UTC)
    files = drill_files(drill, made, site_file.site.name, console.language, console.translate)
    if drill.announced:
        files[f"{drill_stem(drill)}-roster.csv"] = roster_csv(published_roster(roster, drill), instance).encode()
    return {options.out / name: content for name, content in files.items()}


def _show(drill: Drill, console: "Console") -> None:
    _, window = console.translate, drill.window
    console.say(drill.title.in_language(console.language))
    when = f"{window.local_start:%Y-%m-%d %H:%M}-{window.local_end:%H:%M}"
    when = _("{text} ({remark})").format(text=when, remark=window.zone.key)
    console.say(_("{first}, {rest}").format(first=when, rest=_(drill.scenario.level.label)))
    rows = [(_(seat.role.label), seat.name, seat.team, seat.backup_name or "-") for seat in drill.seats]
    console.table(_("People and roles"), [_("role"), _("name"), _("team"), _("backup")], rows)
    cover = [(team.team, team.away, f"{team.least_spare:.1f}") for team in drill.cover]
    console.table(_("live cover"), [_("team"), _("people away"), _("least to spare in any slot")], cover)
    for note in drill.notes:
        console.say(note.say(_))
