"""``watchbill roster wheel``: two- and three-shift wheels, as a list and as rotations for a site file."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from api.usecases.wheels import WheelMade, WheelOrder, make_wheel
from forecasting.errors import Fault, InputError
from forecasting.files import write_together
from forecasting.messages import N_, Translate, listed

if TYPE_CHECKING:
    from api.cli.console import Console

MOST_DAYS, MOST_HOURS = 400, 24.0
WEEK_OF_LAW = 40  # WH-3


def add_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the verb to *verbs*."""
    parser = verbs.add_parser(
        "wheel", help=_("make a wheel of shifts that crews turn through, as rotations for the site file")
    )
    parser.add_argument(
        "shifts", metavar=_("SHIFT"), nargs="+", help=_("shift kinds or early, late, night, in the order of the wheel")
    )
    parser.add_argument(
        "--from", dest="first", type=date.fromisoformat, required=True, help=_("first day of the wheel")
    )
    parser.add_argument("--days-each", type=int, default=2, help=_("days of each shift in a row (default 2)"))
    parser.add_argument("--days-off", type=int, help=_("days off at the end, by default as many as of each shift"))
    parser.add_argument("--crews", type=int, help=_("how many crews, by default one more than shifts"))
    parser.add_argument("--teams", nargs="+", default=(), help=_("names of the crews' teams"))
    parser.add_argument("--site", type=Path, help=_("site file whose people are shared out among the crews"))
    parser.add_argument("--team", help=_("share out the people of this team only"))
    parser.add_argument("--hours", type=float, default=8.0, help=_("paid hours of a shift (default 8)"))
    parser.add_argument("--days", type=int, help=_("how many days to list, by default one turn"))
    parser.add_argument("--out", type=Path, metavar="TOML", help=_("file to write the rotations to"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Print the wheel, what it comes to a week and its tables, or write these where asked."""
    _ = console.translate
    _refuse_impossible(options)
    made = make_wheel(
        WheelOrder(
            tuple(options.shifts),
            options.first,
            options.days_each,
            options.days_off,
            options.crews,
            tuple(options.teams),
            options.site,
            options.team,
        )
    )
    _list(made, options, console)
    hours = made.wheel.weekly_hours(options.hours)
    console.say(
        _("{hours:.1f} hours a week on average with shifts of {shift:g} hours").format(hours=hours, shift=options.hours)
    )
    if hours > WEEK_OF_LAW:
        console.say(
            _(
                "That is above the {most} hours of WH-3: more crews and days off, or the permit for comprehensive hours, are needed."
            ).format(most=WEEK_OF_LAW)
        )
    if options.out is None:
        console.say("\n" + made.tables)
    else:
        write_together({options.out: made.tables.encode()})
        console.say(_("{count} rotations written to {file}").format(count=len(made.wheel.offsets), file=options.out))
    return 0


def _refuse_impossible(options: argparse.Namespace) -> None:
    faults = []
    if options.days is not None and not 1 <= options.days <= MOST_DAYS:
        faults.append(Fault("--days", N_("is out of range"), value=str(options.days), expected=f"1 to {MOST_DAYS}"))
    if not 0 < options.hours <= MOST_HOURS:
        expected = N_("above 0, at most 24")
        faults.append(Fault("--hours", N_("is no length of a shift"), value=str(options.hours), expected=expected))
    if faults:
        raise InputError(faults)


def _list(made: WheelMade, options: argparse.Namespace, console: "Console") -> None:
    _ = console.translate
    numbers = range(1, len(made.wheel.offsets) + 1)
    days = options.days or len(made.wheel.pattern)
    rows = [(day.isoformat(), *places) for day, places in made.wheel.listing(options.first, days)]
    console.table(_("the wheel"), [_("day"), *(_("crew {number}").format(number=number) for number in numbers)], rows)
    for number, crew in zip(numbers, made.crews, strict=False):
        people = listed((f"{agent.name} ({agent.id})" for agent in crew), _)
        console.say(_("crew {number}: {people}").format(number=number, people=people))
