"""``watchbill roster check``: applies every rule to any roster file; the verbs that explain one stand beside it."""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from api.cli import roster_explained, roster_measured, roster_repair, roster_wheel
from api.cli.leavers import say_left
from api.cli.roster_options import add_roster_options, roster_source
from api.cli.training import say_training
from api.usecases.rostered import Rostered
from api.usecases.training import training_of
from forecasting.messages import N_, Translate
from scheduler.checking import check_roster, is_lawful
from scheduler.formats import SiteFile
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation

if TYPE_CHECKING:
    from api.cli.console import Console

LAWFUL, BROKEN = 0, 1
SHOWN_VIOLATIONS = 100
SEVERITIES = {Severity.HARD: N_("must not be"), Severity.SOFT: N_("should not be"), Severity.NOTE: N_("to be known")}


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the command to *commands*."""
    parser = commands.add_parser("roster", help=_("check and explain rosters"))
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    check = verbs.add_parser(
        "check",
        help=_("apply every rule of law, contract and site to a roster"),
        description=_(
            "Exit code: 0 when every rule that must hold is kept, 1 when one is broken, 2 when a file cannot be used."
        ),
    )
    add_roster_options(check, _)
    check.add_argument("--all", action="store_true", help=_("show every violation, not only the first hundred"))
    check.set_defaults(run=run)
    roster_explained.add_verbs(verbs, _)
    roster_measured.add_verbs(verbs, _)
    roster_repair.add_verbs(verbs, _)
    roster_wheel.add_verbs(verbs, _)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Check the roster named in *options* and print what it breaks."""
    rostered = Rostered.read(roster_source(options))
    site, instance, roster = rostered.site_file, rostered.instance, rostered.roster
    violations = check_roster(roster, instance, site.rules)
    _show(violations if options.all else violations[:SHOWN_VIOLATIONS], console)
    roster_measured.show_terms(rostered, console, need_known=options.requirement is not None)
    say_left(instance, console)
    say_training(training_of(roster, instance, site.rules), console)
    _summarise(violations, roster, site, console, shown=len(violations) if options.all else SHOWN_VIOLATIONS)
    return LAWFUL if is_lawful(violations) else BROKEN


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
