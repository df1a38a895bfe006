"""``watchbill roster check``: applies every rule to any roster file."""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from api.usecases.basis import site_calendar
from api.usecases.before import roster_before
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Translate
from forecasting.staffing.requirement_file import read_requirement
from forecasting.timegrid import TimeGrid
from scheduler.checking import check_roster, is_lawful
from scheduler.formats import SiteFile, read_roster, read_site, roster_days
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation

if TYPE_CHECKING:
    from api.cli.console import Console

LAWFUL, BROKEN = 0, 1
SHOWN_VIOLATIONS = 100
SEVERITIES = {Severity.HARD: N_("must not be"), Severity.SOFT: N_("should not be"), Severity.NOTE: N_("to be known")}


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the command to *commands*."""
    parser = commands.add_parser("roster", help=_("check rosters"))
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    check = verbs.add_parser(
        "check",
        help=_("apply every rule of law, contract and site to a roster"),
        description=_(
            "Exit code: 0 when every rule that must hold is kept, 1 when one is broken, 2 when a file cannot be used."
        ),
    )
    check.add_argument("roster", metavar=_("ROSTER"), type=Path, help=_("roster as CSV, XLSX or JSON"))
    check.add_argument("--site", type=Path, required=True, help=_("site file"))
    check.add_argument(
        "--from",
        dest="first",
        type=date.fromisoformat,
        help=_("first day of the roster, by default that of its first shift"),
    )
    check.add_argument("--days", type=int, help=_("how many days, by default up to the last shift"))
    check.add_argument("--after", type=Path, metavar="ROSTER", help=_("roster of the days before, to go on from"))
    check.add_argument("--requirement", type=Path, help=_("people needed by team, as watchbill people writes them"))
    check.add_argument("--all", action="store_true", help=_("show every violation, not only the first hundred"))
    check.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Check the roster named in *options* and print what it breaks."""
    site = read_site(options.site)
    grid = _grid(site, options)
    instance = _instance(site, grid, options.requirement, options.after)
    roster = read_roster(options.roster, instance)
    violations = check_roster(roster, instance, site.rules)
    _show(violations if options.all else violations[:SHOWN_VIOLATIONS], console)
    _summarise(violations, roster, site, console, shown=len(violations) if options.all else SHOWN_VIOLATIONS)
    return LAWFUL if is_lawful(violations) else BROKEN


def _grid(site: SiteFile, options: argparse.Namespace) -> TimeGrid:
    first, last = roster_days(options.roster)
    first = options.first or first
    days = (last - first).days + 1 if options.days is None else options.days
    if days < 1:
        field, value = ("--from", str(first)) if options.days is None else ("--days", str(days))
        fault = Fault(
            str(options.roster), N_("no day is left to check"), field=field, value=value, expected=N_("1 day or more")
        )
        raise InputError([fault])
    return TimeGrid(site.site.zone, first, days, site.site.slot_minutes)


def _instance(site: SiteFile, grid: TimeGrid, requirement: Path | None, after: Path | None) -> Instance:
    calendar = site_calendar(site, grid.first_day, grid.last_day)
    needed = None if requirement is None else read_requirement(requirement)
    before = None if after is None else roster_before(after, site, grid)
    return site.instance(grid, needed, calendar, before=before, must_be_possible=False)


def _show(violations: Sequence[Violation], console: "Console") -> None:
    if not violations:
        return
    _ = console.translate
    columns = [_("weight"), _("rule"), _("source"), _("agent"), _("day"), _("what is wrong")]
    console.table(_("What the roster breaks"), columns, _rows(violations, _))


def _rows(violations: Sequence[Violation], _: Translate) -> Iterator[tuple[str, str, str, str, str, str]]:
    for violation in violations:
        yield (
            _(SEVERITIES[violation.severity]),
            violation.rule,
            _(violation.citation),
            violation.agent or "",
            "" if violation.day is None else violation.day.isoformat(),
            _(violation.template).format(**violation.values),
        )


def _summarise(violations: Sequence[Violation], roster: Roster, site: SiteFile, console: "Console", shown: int) -> None:
    _ = console.translate
    if len(violations) > shown:
        console.say(_("and {count} more; --all shows them").format(count=len(violations) - shown))
    grid = roster.grid
    console.say(
        _(
            "{shifts} shifts of {agents} agents from {first} to {last} checked against {rules} rules, law pack {law}"
        ).format(
            shifts=len(roster.assignments),
            agents=len(roster.by_agent()),
            first=grid.first_day,
            last=grid.last_day,
            rules=len(site.rules),
            law=site.law,
        )
    )
    counts = Counter(violation.severity for violation in violations)
    for severity, sentence in (
        (Severity.HARD, N_("{count} violations of rules that must hold")),
        (Severity.SOFT, N_("{count} violations of rules that should hold")),
        (Severity.NOTE, N_("{count} notes")),
    ):
        if counts[severity]:
            console.say(_(sentence).format(count=counts[severity]))
    if is_lawful(violations):
        console.say(_("The roster keeps every rule that must hold."))
