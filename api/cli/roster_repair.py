"""``watchbill roster repair``: mends a published roster by the fewest and mildest changes, each with its reason."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.roster_options import add_roster_options, roster_source
from api.usecases.repair import Repaired, RepairOrder, notice_of, repair_roster
from forecasting.errors import Fault, InputError
from forecasting.files import write_together
from forecasting.messages import N_, Translate, said
from scheduler.repair import Repair
from scheduler.roster import Assignment
from scheduler.rules.base import Severity
from scheduler.solution import Limits

if TYPE_CHECKING:
    from api.cli.console import Console

DEFAULT_SECONDS, MOST_SECONDS = 60.0, 86_400.0
MOST_SHOWN = 100
MOST_PERCENT = 10_000.0
MOST_SHORTAGES = 10
LAWFUL, BROKEN = 0, 1


def add_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the verb to *verbs*."""
    parser = verbs.add_parser(
        "repair",
        help=_("mend a published roster after absences by the fewest and mildest changes"),
        description=_(
            "Exit code: 0 when every rule that must hold is kept, 1 when one is broken, 2 when a file cannot be used."
        ),
    )
    add_roster_options(parser, _)
    parser.add_argument(
        "--absent",
        action="append",
        default=[],
        metavar="ID:FIRST..LAST",
        help=_("somebody who is away, such as A012:2026-11-12..2026-11-14 or A012:2026-11-12T13:00..2026-11-12T17:00"),
    )
    parser.add_argument(
        "--leave", action="append", default=[], metavar="ID:FIRST..LAST", help=_("leave granted since, told likewise")
    )
    parser.add_argument(
        "--left", action="append", default=[], metavar="ID:DAY", help=_("somebody who is there no more from a day on")
    )
    parser.add_argument(
        "--absences", type=Path, metavar="FILE", help=_("table of the same: agent, from, to, why (absent, leave, left)")
    )
    parser.add_argument(
        "--requirement-before",
        type=Path,
        metavar="FILE",
        help=_("people needed that the roster was made for, where --requirement has changed since"),
    )
    parser.add_argument(
        "--now", type=datetime.fromisoformat, metavar="TIME", help=_("the time that counts as now, with its offset")
    )
    parser.add_argument("--notice", default="24h", help=_("no shift that starts sooner is changed (default 24h)"))
    parser.add_argument(
        "--most-changes", type=int, metavar="N", help=_("most changed shifts, by default as many as pay")
    )
    parser.add_argument(
        "--changed-before",
        type=Path,
        nargs="+",
        default=[],
        metavar="CSV",
        help=_("lists of changes of earlier repairs: who has many of late is asked last"),
    )
    parser.add_argument(
        "--price-percent",
        type=float,
        default=100.0,
        help=_("what changes weigh against missing people; with less more is mended by more changes (default 100)"),
    )
    parser.add_argument("--seconds", type=float, default=DEFAULT_SECONDS, help=_("time for the repair (default 60)"))
    parser.add_argument(
        "--out", type=Path, required=True, metavar=_("FOLDER"), help=_("folder for the repaired roster")
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Repair the roster named in *options*, write it and show what changes and why."""
    done = repair_roster(_order(options))
    _, found = console.translate, done.repair
    files = {options.out / name: content for name, content in done.files(_).items()}
    write_together(files)
    _show_changes(found, console)
    _show_left(done, console)
    _summarise(found, console)
    console.say(_("{count} files written to {folder}").format(count=len(files), folder=options.out))
    return LAWFUL if found.is_lawful else BROKEN


def _order(options: argparse.Namespace) -> RepairOrder:
    now = options.now or datetime.now(UTC)
    faults = []
    if now.tzinfo is None:
        expected = N_("a date-time with its offset, such as 2026-11-02T08:00+08:00")
        faults.append(Fault("--now", N_("names no offset"), value=now.isoformat(), expected=expected))
    if not 0 < options.seconds <= MOST_SECONDS:
        expected = f"above 0, at most {MOST_SECONDS:.0f}"
        faults.append(Fault("--seconds", N_("is no time to work in"), value=str(options.seconds), expected=expected))
    if options.most_changes is not None and options.most_changes < 0:
        value = str(options.most_changes)
        faults.append(Fault("--most-changes", N_("is no number of changes"), value=value, expected=N_("0 or more")))
    if not 0 <= options.price_percent <= MOST_PERCENT:
        value, expected = str(options.price_percent), f"0 to {MOST_PERCENT:.0f}"
        faults.append(Fault("--price-percent", N_("is no weight of changes"), value=value, expected=expected))
    if faults:
        raise InputError(faults)
    return RepairOrder(
        roster_source(options),
        notice_of(options.notice, now),
        Limits(options.seconds),
        tuple(options.absent),
        tuple(options.leave),
        tuple(options.left),
        options.absences,
        options.requirement_before,
        tuple(options.changed_before),
        options.most_changes,
        options.price_percent,
    )


def _show_changes(found: Repair, console: "Console") -> None:
    _ = console.translate
    if not found.changes:
        console.say(_("Nobody's shifts change."))
        return
    columns = [_("agent"), _("day"), _("change"), _("before"), _("after"), _("points"), _("why this person")]
    console.table(_("What changes for whom"), columns, list(_rows(found, _))[:MOST_SHOWN])
    if len(found.changes) > MOST_SHOWN:
        console.say(_("and {count} more; changes.csv has them all").format(count=len(found.changes) - MOST_SHOWN))


def _rows(found: Repair, _: Translate) -> Iterator[tuple[str, ...]]:
    for change in found.changes:
        yield (
            change.agent,
            change.day.isoformat(),
            _(change.mildness.label),
            _shift(change.before, _),
            _shift(change.after, _),
            f"{change.points:.0f}",
            said(change.reason, _),
        )


def _shift(shift: Assignment | None, _: Translate) -> str:
    return _("a day off") if shift is None else f"{shift.kind} {shift.start:%H:%M}-{shift.end:%H:%M}"


def _show_left(done: Repaired, console: "Console") -> None:
    """Print what is still missing where shifts were lost, and where the team's people are instead."""
    _, grid = console.translate, done.repair.instance.grid
    told = done.open_shortages(MOST_SHORTAGES)
    if told:
        columns = [_("team"), _("when"), _("needed"), _("on duty"), _("why, at the worst time")]
        rows = [
            (
                each.run.team,
                f"{grid.local(each.run.first):%Y-%m-%d %H:%M}-{grid.local(each.run.end):%H:%M}",
                f"{each.run.required:.1f}",
                str(each.run.rostered),
                each.sentence(_),
            )
            for each in told
        ]
        console.table(_("What is still missing"), columns, rows)


def _summarise(found: Repair, console: "Console") -> None:
    _ = console.translate
    told = _("{lost} shifts lost, {cut} in part; {changes} shifts changed").format(
        lost=len(found.lost), cut=len(found.cut), changes=len(found.changes)
    )
    console.say(told)
    hours = _("hours missing: {published:.1f} as published, {before:.1f} without the repair, {after:.1f} now").format(
        published=found.published_missing_hours, before=found.before_missing_hours, after=found.after_missing_hours
    )
    console.say(hours)
    if found.stopped_early:
        console.say(_("stopped early: this is the best roster found until then"))
    for violation in found.violations:
        if violation.severity is Severity.HARD:
            said_so = _(violation.template).format(**violation.values)
            console.say(
                _("still broken: {rule} [{citation}]: {sentence}").format(
                    rule=violation.rule, citation=_(violation.citation), sentence=said_so
                )
            )
    if found.is_lawful:
        console.say(_("The roster keeps every rule that must hold."))
