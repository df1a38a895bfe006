"""``watchbill history check``: reads an export and tells what is in it."""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from api.cli.options import add_history_options, history_options
from forecasting.history import Found, HistoryOptions, HistoryRead, read_history
from forecasting.history.document import report_document
from forecasting.history.findings import TOPICS, Finding, findings, local_text
from forecasting.history.report import OpeningPattern
from forecasting.messages import N_, Translate, said
from forecasting.site import Span
from forecasting.timegrid import MINUTES_A_DAY
from scheduler.formats import read_site

if TYPE_CHECKING:
    from api.cli.console import Console

__all__ = ["add_command", "add_history_options", "history_options", "run"]

SHOWN_FINDINGS = 12  # of one topic; all of them are in the JSON file
FOUND = {Found.CLAIMED: N_("as told"), Found.NAME: N_("by its name"), Found.CONTENTS: N_("by its contents")}
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the command to *commands*."""
    parser = commands.add_parser("history", help=_("read and check volume exports"))
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    check = verbs.add_parser("check", help=_("show how exports are read and what is doubtful in them"))
    check.add_argument(
        "files", metavar=_("FILE"), nargs="+", type=Path, help=_("CSV, XLSX or Parquet; several are joined")
    )
    add_history_options(check, _)
    check.add_argument(
        "--site", metavar=_("FILE"), type=Path, help=_("a site file that says how its exports are laid out")
    )
    check.add_argument("--json", metavar=_("FILE"), type=Path, help=_("write the whole report to this file"))
    check.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Check the files named in *options*; findings are warnings, what cannot be read is raised as HistoryError."""
    read = read_history(options.files, history_options(options, _of_site(options.site)))
    show_mapping(read, console)
    _show_queues(read, console)
    _show_opening(read, console)
    _show_findings(findings(read.report), console)
    if options.json is not None:
        document = json.dumps(report_document(read), ensure_ascii=False, indent=1)
        options.json.write_text(document + "\n", encoding="utf-8")
        console.say(console.translate("wrote {file}").format(file=options.json))
    return 0


def _of_site(path: Path | None) -> HistoryOptions | None:
    """Return how the site's exports are laid out, and the hours of its queues; when a backlog fills, the export shows."""
    if path is None:
        return None
    known = read_site(path)
    opening = {queue.name: queue.opening for queue in known.site.queues if not queue.channel.is_backlog}
    return replace(known.history, opening=opening)


def show_mapping(read: HistoryRead, console: "Console") -> None:
    """Print which column of each file was read as what, and how it was found."""
    _ = console.translate
    for mapping in read.mapping:
        rows = [(choice.field, choice.column, _(FOUND[choice.found])) for choice in mapping.choices]
        rows += [(_("volume of a queue"), column, _(FOUND[Found.CLAIMED])) for column in mapping.queue_columns]
        title = _("{text} ({remark})").format(text=mapping.file, remark=said(mapping.kind, _))
        console.table(title, (_("field"), _("column"), _("found")), rows)
        if mapping.ignored:
            console.say(_("not read: {columns}").format(columns=", ".join(mapping.ignored)))


def _show_queues(read: HistoryRead, console: "Console") -> None:
    _ = console.translate
    zone = ZoneInfo(read.report.zone)
    title = _("one row a day") if read.step_minutes == MINUTES_A_DAY else _("steps of {minutes} minutes")
    rows = [
        (
            queue.queue,
            local_text(queue.first, zone),
            local_text(queue.end, zone),
            queue.intervals,
            queue.offered,
            "" if queue.aht_seconds is None else f"{queue.aht_seconds:.0f}",
            local_text(read.report.complete_until[queue.queue], zone),
        )
        for queue in read.report.queues
    ]
    columns = (_("queue"), _("from"), _("until"), _("rows"), _("contacts"), _("AHT, s"), _("complete until"))
    steps = title.format(minutes=read.step_minutes)
    console.table(_("{first}, {rest}").format(first=steps, rest=read.report.zone), columns, rows)


def _show_opening(read: HistoryRead, console: "Console") -> None:
    _ = console.translate
    rows = [
        (pattern.queue, days, _hours(spans, _), _("given") if pattern.given else _("inferred"))
        for pattern in read.report.opening
        for days, spans in _equal_days(pattern, _)
    ]
    console.table(_("opening hours"), (_("queue"), _("days"), _("open"), _("source")), rows)


def _hours(spans: tuple[Span, ...] | None, _: Translate) -> str:
    if spans is None:
        return _("no such day in the history")
    return " ".join(map(str, spans)) or _("closed")


def _equal_days(pattern: OpeningPattern, _: Translate) -> Iterator[tuple[str, tuple[Span, ...] | None]]:
    """Yield runs of weekdays that have the same hours, with these."""
    for spans, days in groupby(range(len(WEEKDAYS)), key=lambda day: pattern.weekdays[day]):
        run = list(days)
        first, last = _(WEEKDAYS[run[0]]), _(WEEKDAYS[run[-1]])
        yield first if len(run) == 1 else f"{first}-{last}", spans


def _show_findings(found: tuple[Finding, ...], console: "Console") -> None:
    _ = console.translate
    if not found:
        console.say(_("nothing doubtful was found"))
        return
    totals = Counter(finding.topic for finding in found)
    rows: list[tuple[str, str, str]] = []
    for topic, group in groupby(found, key=lambda finding: finding.topic):
        some = list(group)[:SHOWN_FINDINGS]
        rows += [(_(TOPICS[topic]), finding.queue or "", finding.sentence(_)) for finding in some]
        if totals[topic] > len(some):
            more = _("and {count} more; --json writes them all").format(count=totals[topic] - len(some))
            rows.append((_(TOPICS[topic]), "", more))
    console.table(_("to look at"), (_("about"), _("queue"), _("finding")), rows)
