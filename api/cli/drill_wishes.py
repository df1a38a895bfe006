"""What planners wish of a drill's people, as options: who had drills before, who is left out, and how far service may fall."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from api.usecases.drill_wishes import wishes_of
from drills.incidents import Family
from drills.windows import DrillHistory, Retest, Wishes, history_of
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Translate
from scheduler.instance import Instance

if TYPE_CHECKING:
    from collections.abc import Iterator

BELOW_TARGET_POINTS = 10.0


def add_wishes(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Add to *parser* what ``wishes_asked`` reads."""
    parser.add_argument("--past", metavar="DIR", type=Path, help=_("folder with the records of earlier drills"))
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
    return history_of(_records(options.past), retests)


def _retest(claim: str) -> Retest:
    family, _sign, day = claim.partition("=")
    return Retest(Family(family.strip()), date.fromisoformat(day.strip()))


def _records(folder: Path | None) -> "Iterator[dict[str, object]]":
    """Yield the drill records in *folder*, in the order of their names; raise InputError naming each that is none."""
    faults = []
    for path in [] if folder is None else sorted(folder.glob("*.json")):
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            faults.append(Fault(str(path), N_("is no JSON"), value=str(error)))
            continue
        if isinstance(record, dict) and "window" in record and "seats" in record:
            yield record
    if faults:
        raise InputError(faults)
