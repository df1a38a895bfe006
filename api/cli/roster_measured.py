"""``watchbill roster check`` shows what a roster costs by term, ``watchbill roster ledger`` what it leaves to share."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.roster_options import add_roster_options, roster_source
from api.cli.seniority import show_seniority
from api.usecases.rostered import Rostered
from forecasting.files import write_together
from forecasting.messages import Translate, said
from scheduler.fairness import Burden, Ledger, ledger_of, merged
from scheduler.formats.ledger import ledger_csv, read_ledger
from scheduler.objective import roster_terms, term_label
from scheduler.objective.cover import EXCESS, SHORTAGE

if TYPE_CHECKING:
    from api.cli.console import Console


def add_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the verb to *verbs*."""
    ledger = verbs.add_parser(
        "ledger", help=_("count who has how many nights, weekends and holidays, for later rosters to share by")
    )
    add_roster_options(ledger, _)
    ledger.add_argument("--add-to", type=Path, metavar="LEDGER", help=_("ledger of the months before, to go on with"))
    ledger.add_argument("--out", type=Path, metavar="CSV", help=_("ledger to write"))
    ledger.set_defaults(run=run_ledger)


def run_ledger(options: argparse.Namespace, console: "Console") -> int:
    """Print the ledger that the roster named in *options* leaves, and write it where asked."""
    _, rostered = console.translate, Rostered.read(roster_source(options))
    found = ledger_of(rostered.roster, rostered.instance)
    earlier = Ledger() if options.add_to is None else read_ledger(options.add_to)
    columns = [_("agent"), _("month"), *(_(burden.label) for burden in Burden), _("days there")]
    rows = [
        (row.agent, f"{row.month:%Y-%m}", *(row.counts[burden] for burden in Burden), row.days) for row in found.rows
    ]
    console.table(_("who had what"), columns, rows)
    show_seniority(rostered, console)
    if options.out is not None:
        ledger = merged([earlier, found])
        write_together({options.out: ledger_csv(ledger).encode()})
        console.say(_("{count} rows written to {file}").format(count=len(ledger.rows), file=options.out))
    return 0


def show_terms(rostered: Rostered, console: "Console", *, need_known: bool) -> None:
    """Print what the roster costs by each term of the site's objective; cover only where the need is known."""
    _ = console.translate
    terms = roster_terms(rostered.roster, rostered.instance, rostered.objective)
    shown = {name: points for name, points in terms.items() if need_known or name not in {SHORTAGE, EXCESS}}
    if shown:
        points_of = _("{points:.2f} points")
        rows = [(said(term_label(name), _), points_of.format(points=points)) for name, points in shown.items()]
        console.table(_("what the roster costs"), [_("what"), _("value")], rows)
