"""What planners wish of a drill's people, as options: who had drills before, who is left out, and how far service may fall."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.drill_past import past_read
from api.usecases.drill_wishes import wishes_of
from drills.incidents import Family
from drills.windows import DrillHistory, PastDrill, Retest, Wishes, history_of
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Translate
from scheduler.instance import Instance

if TYPE_CHECKING:
    from collections.abc import Sequence

BELOW_TARGET_POINTS = 10.0


def add_wishes(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Add to *parser* what ``wishes_asked`` reads."""
    parser.add_argument(
        "--past", metavar="PATH", type=Path, help=_("records of earlier drills: a .json file, or a folder of them")
    )
    parser.add_argument(
        "--retest",
        metavar="FAMILY=DAY",
        action="append",
        default=[],
        help=_("a finding that is to be tested again by that day; may be given again"),
    )
    parser.add_argument(
        "--without",
        metavar="AGENT",
        action="append",
        default=[],
        help=_("somebody who takes no part and takes over from nobody; may be given again"),
    )
    parser.add_argument(
        "--never-both",
        metavar=("AGENT", "AGENT"),
        nargs=2,
        action="append",
        default=[],
        help=_("a primary and a backup of whom one stays on live work; may be given again"),
    )


def add_below_target(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Add to *parser* what ``below_target`` reads."""
    parser.add_argument(
        "--below-target",
        metavar="POINTS",
        type=float,
        default=BELOW_TARGET_POINTS,
        help=_("how far under its target a queue may fall during the drill (default 10 percentage points)"),
    )


def below_target(options: argparse.Namespace) -> float:
    """Return, as a share, how far a queue may fall under its target; raise InputError for what is no percentage."""
    if not 0 <= options.below_target <= 100:
        given = f"{options.below_target:g}"
        raise InputError([Fault("--below-target", N_("is out of range"), value=given, expected="0 … 100")])
    return float(options.below_target) / 100


def wishes_asked(options: argparse.Namespace, instance: Instance) -> Wishes:
    """Return the wishes in *options*; raise InputError naming everybody whom *instance* does not have and all that cannot be read."""
    pairs = [(one, other) for one, other in options.never_both]
    return wishes_of(instance, _history(options), options.without, pairs, "--without, --never-both")


def _history(options: argparse.Namespace) -> DrillHistory:
    retests, faults = [], []
    for claim in options.retest:
        try:
            retests.append(_retest(claim))
        except ValueError:
            expected = N_("a kind of incident and a day, such as system-outage=2026-11-30")
            faults.append(Fault("--retest", N_("cannot be read"), value=claim, expected=expected))
    if faults:
        raise InputError(faults)
    past = [] if options.past is None else past_read(options.past, _past)
    return DrillHistory(tuple(past), tuple(retests))


def _past(records: "Sequence[object]", file: str) -> "tuple[PastDrill, ...]":
    return history_of(records, source=file).drills


def _retest(claim: str) -> Retest:
    family, _sign, day = claim.partition("=")
    return Retest(Family(family.strip()), date.fromisoformat(day.strip()))
