"""``watchbill drill actions``: what is done about what drills showed, by whom, until when, and whether it helped."""

import argparse
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.drill_action_orders import add_orders
from api.cli.drill_actions_told import tell_standing, tell_trends, tell_year
from api.usecases.book_file import book_at
from api.usecases.drill_logs import drills_in
from drills.improvement import (
    Credit,
    ScoredDrill,
    credits_json,
    credits_of,
    standing,
    training_csv,
    training_year,
    trends,
    trends_svg,
)
from drills.programme.retests import RETEST_WEEKS
from forecasting.errors import Fault, InputError
from forecasting.files import write_together
from forecasting.messages import N_, Translate
from scheduler.formats import read_site

if TYPE_CHECKING:
    from api.cli.console import Console

IN_ORDER, LACKING = 0, 1


def add_actions(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the verb to *verbs*."""
    parser = verbs.add_parser("actions", help=_("keep the book of what is done about what drills showed"))
    parser.add_argument("book", metavar="BOOK", type=Path, help=_("the book of actions, such as actions.jsonl"))
    parser.add_argument("--logs", metavar="FOLDER", type=Path, help=_("folder with the logs of drills, *.jsonl"))
    today = _("the day to look at it on; the clock's when not given")
    parser.add_argument("--today", metavar="DAY", type=date.fromisoformat, help=today)
    weeks = _("weeks within which M and U are tested again (default 6)")
    parser.add_argument("--retest-weeks", type=int, default=RETEST_WEEKS, help=weeks)
    check = _("end with 1 where something rated M or U has no owner, is late or came back")
    parser.add_argument("--check", action="store_true", help=check)
    training = _("write the training credit of the drills: a training record as .csv, everything as .json")
    parser.add_argument("--training", metavar="FILE", type=Path, action="append", default=[], help=training)
    site = _("site file; shows how the year's training stands by person")
    parser.add_argument("--site", type=Path, help=site)
    parser.add_argument("--year", type=int, help=_("the year of training to show; that of today when not given"))
    parser.add_argument("--trends", action="store_true", help=_("show how often targets are met, by capability"))
    parser.add_argument("--plot", metavar="FILE", type=Path, help=_("write the trends as a picture, .svg"))
    parser.set_defaults(run=run)
    orders = parser.add_subparsers(metavar=_("ORDER"), required=False)
    orders.add_parser(
        "list", help=_("show the actions, what nobody sees to and what is late; done when no order is given")
    )
    add_orders(orders, _)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Show how the book stands, write what was asked for, and return 1 where ``--check`` finds something lacking."""
    _refuse_unclear(options)
    drills = () if options.logs is None else drills_in(options.logs)
    today = options.today or datetime.now(UTC).astimezone().date()
    found = standing(book_at(options.book), drills, today, options.retest_weeks)
    given = [credit for drill in drills for credit in credits_of(drill.log, drill.score)]
    _write(options, drills, given, console)
    tell_standing(found, console)
    if options.site is not None:
        _tell_year(options, given, today, console)
    if options.trends:
        tell_trends(trends(drills), console)
    return LACKING if options.check and not found.is_in_order else IN_ORDER


def _refuse_unclear(options: argparse.Namespace) -> None:
    faults = [
        Fault("--training", N_("is no kind of file for it"), value=path.name, expected=".csv / .json")
        for path in options.training
        if path.suffix.lower() not in {".csv", ".json"}
    ]
    needing = {
        "--check": options.check,
        "--training": options.training,
        "--trends": options.trends,
        "--plot": options.plot,
        "--site": options.site,
    }
    if options.logs is None:
        faults += [Fault(name, N_("needs --logs")) for name, value in needing.items() if value]
    if options.retest_weeks < 1:
        faults.append(Fault("--retest-weeks", N_("is out of range"), value=str(options.retest_weeks), expected="1 …"))
    if faults:
        raise InputError(faults)


def _write(
    options: argparse.Namespace, drills: tuple[ScoredDrill, ...], given: list[Credit], console: "Console"
) -> None:
    files: dict[Path, bytes] = {}
    for path in options.training:
        files[path] = (training_csv(given) if path.suffix.lower() == ".csv" else credits_json(given)).encode()
    if options.plot is not None:
        files[options.plot] = trends_svg(trends(drills), console.translate).encode()
    write_together(files)
    for path in files:
        console.say(console.translate("wrote {file}").format(file=path))


def _tell_year(options: argparse.Namespace, given: list[Credit], today: date, console: "Console") -> None:
    site_file = read_site(options.site)
    names = {str(agent.id): agent.name for agent in site_file.agents}
    year = training_year(given, options.year or today.year, names, site_file.curriculum.record)
    tell_year(year, names, console)
