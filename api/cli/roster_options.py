"""The options that say which roster is meant and what it answers."""

import argparse
from datetime import date
from pathlib import Path

from api.usecases.rostered import RosterSource
from forecasting.messages import Translate


def add_roster_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Add them to *parser*."""
    parser.add_argument("roster", metavar=_("ROSTER"), type=Path, help=_("roster as CSV, XLSX or JSON"))
    parser.add_argument("--site", type=Path, required=True, help=_("site file"))
    parser.add_argument(
        "--from",
        dest="first",
        type=date.fromisoformat,
        help=_("first day of the roster, by default that of its first shift"),
    )
    parser.add_argument("--days", type=int, help=_("how many days, by default up to the last shift"))
    parser.add_argument("--after", type=Path, metavar="ROSTER", help=_("roster of the days before, to go on from"))
    add_known_of_people(parser, _)
    parser.add_argument("--requirement", type=Path, help=_("people needed by team, as watchbill people writes them"))


def add_known_of_people(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Add what is known of people beside the site file: hours worked before, training attended, days that are fixed."""
    parser.add_argument(
        "--worked",
        type=Path,
        metavar="CSV",
        help=_("paid minutes of people before the first day: agent, since, minutes"),
    )
    parser.add_argument(
        "--period-from",
        type=date.fromisoformat,
        metavar="DAY",
        help=_("day on which the period of the contracts' hours began, by default the first day"),
    )
    parser.add_argument(
        "--training-record",
        type=Path,
        metavar="CSV",
        help=_("courses that people attended this year, in the place of the site file's"),
    )
    parser.add_argument(
        "--lock",
        type=Path,
        metavar="FILE",
        help=_("table of shifts and days off that are fixed: agent, day, kind, start"),
    )


def roster_source(options: argparse.Namespace) -> RosterSource:
    """Return what *options* say."""
    return RosterSource(
        options.roster,
        options.site,
        options.requirement,
        options.after,
        options.first,
        options.days,
        options.worked,
        options.period_from,
        options.training_record,
        options.lock,
    )
