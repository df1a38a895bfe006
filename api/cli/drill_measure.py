"""``watchbill drill measure``: rows of live service for a drill's log, made of the day's export, and what the drill has cost."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from api.usecases.drill_log_file import floor_at, log_at
from drills.exercise import run_of
from drills.scoring.actuals import read_actuals
from drills.scoring.live import points_lost
from drills.scoring.live_rows import TAIL_MINUTES, live_rows
from forecasting.errors import Fault, InputError
from forecasting.files import write_together
from forecasting.history import HistoryOptions
from forecasting.messages import N_, Translate

if TYPE_CHECKING:
    from api.cli.console import Console

LONGEST_TAIL_MINUTES = 240


def add_measure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the verb to *verbs*."""
    parser = verbs.add_parser("measure", help=_("measure what a drill cost live service, from the day's export"))
    parser.add_argument("log", metavar="LOG", type=Path, help=_("log of a drill that has started"))
    export = _("export with contacts offered and answered within the target's time, by queue and interval")
    parser.add_argument("export", metavar="EXPORT", type=Path, help=export)
    parser.add_argument("--site", type=Path, required=True, help=_("site file"))
    parser.add_argument("--roster", type=Path, required=True, help=_("roster file: .csv, .xlsx or .json"))
    parser.add_argument("--forecast", type=Path, required=True, help=_("forecast of the day"))
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help=_("file for the rows, .json"))
    within = _("column of contacts answered in time, where its name does not say so")
    parser.add_argument("--within", metavar="COLUMN", help=within)
    tail = _("minutes after the drill that are measured, too (default 60)")
    parser.add_argument("--tail", metavar="MINUTES", type=int, default=TAIL_MINUTES, help=tail)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Write the rows and tell the points of service that the drill has cost."""
    if not 0 <= options.tail <= LONGEST_TAIL_MINUTES:
        expected = f"0 … {LONGEST_TAIL_MINUTES}"
        raise InputError([Fault("--tail", N_("is out of range"), value=str(options.tail), expected=expected)])
    drill = run_of(log_at(options.log))
    asked, floor = floor_at(options.site, options.roster, options.forecast, drill.drill)
    actuals = read_actuals(options.export, HistoryOptions(zone=asked.site.zone), options.within)
    rows = live_rows(drill, actuals, floor, tail_minutes=options.tail)
    write_together({options.out: (json.dumps(list(rows), ensure_ascii=False, indent=1) + "\n").encode()})
    _ = console.translate
    lost = points_lost(rows)
    if lost is None:
        console.say(_("nobody came of whom service was expected: there is no loss to tell"))
    else:
        told = _("{count} rows; the drill cost {lost:.2f} points of service level, {budget:g} were its budget")
        console.say(told.format(count=len(rows), lost=lost, budget=float(drill.planned["budget_points"])))
    console.say(_("wrote {file}").format(file=options.out))
    return 0
