"""The report as sentences: what a planner should look at, each a marked template with values."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from forecasting.history.report import Cut, HistoryReport, Outlier, RepeatedHour
from forecasting.messages import N_, Translate, english


class Topic(StrEnum):
    """What a finding is about."""

    COLUMNS = "columns"
    CUT_DAY = "half-filled last day"
    GAP = "gap"
    DUPLICATE = "duplicate"
    CLOCK_CHANGE = "clock change"
    OUTSIDE = "outside opening hours"
    OUTLIER = "unusual volume"
    HANDLING = "handling time"


TOPICS: Mapping[Topic, str] = {
    Topic.COLUMNS: N_("columns"),
    Topic.CUT_DAY: N_("half-filled last day"),
    Topic.GAP: N_("missing"),
    Topic.DUPLICATE: N_("duplicate"),
    Topic.CLOCK_CHANGE: N_("clock change"),
    Topic.OUTSIDE: N_("outside opening hours"),
    Topic.OUTLIER: N_("unusual volume"),
    Topic.HANDLING: N_("handling time"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. *template* is a marked sentence with *values* for its places; times are local texts."""

    topic: Topic
    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    queue: str | None = None

    def sentence(self, translate: Translate = english) -> str:
        """Return the sentence in the language of *translate*."""
        return translate(self.template).format(**self.values)


def findings(report: HistoryReport) -> tuple[Finding, ...]:
    """Return every finding of *report*, by topic; the longest gaps and the most unusual volumes go first."""
    zone = ZoneInfo(report.zone)
    return (
        *_columns(report),
        *_cut_days(report, zone),
        *_gaps(report, zone),
        *_repeats(report),
        *_clock_changes(report),
        *_outside(report, zone),
        *_outliers(report, zone),
        *_handling(report, zone),
    )


def local_text(moment: datetime, zone: ZoneInfo) -> str:
    """Write *moment* as the site's clock shows it."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def _columns(report: HistoryReport) -> Iterator[Finding]:
    if report.unnamed_queue is not None:
        template = N_("no column names a queue; everything is read as one queue called {queue}")
        yield Finding(Topic.COLUMNS, template, {"queue": report.unnamed_queue})
    for column in report.dropped_columns:
        template = N_("{column} is left aside, because some intervals have no figure there")
        yield Finding(Topic.COLUMNS, template, {"column": column})
    for queue, rows in report.overhandled.items():
        template = N_("intervals with more contacts handled than arrived: {rows}")
        yield Finding(Topic.COLUMNS, template, {"rows": rows}, queue)


_CUTS: Mapping[Cut, str] = {
    Cut.ROWS_END: N_("{day} ends at {since}; the day is left out of fitting"),
    Cut.ONLY_ZEROS: N_("{day} has only zeros from {since} on; the day is left out of fitting"),
    Cut.LOW_TOTAL: N_("{day} has less than half of what the same weekday had before; it is left out of fitting"),
}


def _cut_days(report: HistoryReport, zone: ZoneInfo) -> Iterator[Finding]:
    for cut in report.cut_days:
        since = f"{cut.since.astimezone(zone):%H:%M}"
        yield Finding(Topic.CUT_DAY, _CUTS[cut.how], {"day": cut.day.isoformat(), "since": since}, cut.queue)


def _gaps(report: HistoryReport, zone: ZoneInfo) -> Iterator[Finding]:
    if report.empty_rows:
        template = N_("rows without a volume: {rows}; their intervals are missing, not zero")
        yield Finding(Topic.GAP, template, {"rows": report.empty_rows})
    for gap in sorted(report.gaps, key=lambda gap: -gap.intervals):
        template = N_("{start} to {end}: {intervals} intervals are missing")
        if gap.intervals == 1:
            template = N_("{start} to {end}: one interval is missing")
        values = {
            "start": local_text(gap.start, zone),
            "end": local_text(gap.end, zone),
            "intervals": gap.intervals,
        }
        yield Finding(Topic.GAP, template, values, gap.queue)


def _repeats(report: HistoryReport) -> Iterator[Finding]:
    if report.sum_rows:
        template = N_("rows of totals that are left aside: {rows}")
        yield Finding(Topic.DUPLICATE, template, {"rows": report.sum_rows})
    for repeat in report.repeats:
        template = N_("{file}: repeated rows that are dropped: {rows}, the first of them in row {row}")
        values = {"file": repeat.file, "rows": repeat.rows, "row": repeat.first_row}
        yield Finding(Topic.DUPLICATE, template, values)


_CLOCK_CHANGES: Mapping[RepeatedHour, str] = {
    RepeatedHour.TOLD_APART: N_("{day} has {hours} hours; the repeated times are told apart by their order"),
    RepeatedHour.FIRST_ONLY: N_(
        "{day} has {hours} hours, but a repeated time stands there once; it is read as the first of the two"
    ),
    RepeatedHour.SKIPPED_EMPTY: N_("{day} has {hours} hours; empty rows at times that the clock skipped are dropped"),
    RepeatedHour.NOTHING: N_("{day} has {hours} hours"),
}


def _clock_changes(report: HistoryReport) -> Iterator[Finding]:
    for change in report.clock_changes:
        values = {"day": change.day.isoformat(), "hours": f"{change.minutes / 60:g}"}
        yield Finding(Topic.CLOCK_CHANGE, _CLOCK_CHANGES[change.outcome], values)


def _outside(report: HistoryReport, zone: ZoneInfo) -> Iterator[Finding]:
    given = {pattern.queue for pattern in report.opening if pattern.given}
    for outside in report.outside:
        template = N_("{contacts} contacts in {intervals} intervals outside the hours inferred, first at {first}")
        if outside.queue in given:
            template = N_("{contacts} contacts in {intervals} intervals outside the opening hours, first at {first}")
        values = {
            "contacts": outside.contacts,
            "intervals": outside.intervals,
            "first": local_text(outside.first, zone),
        }
        yield Finding(Topic.OUTSIDE, template, values, outside.queue)


def _outliers(report: HistoryReport, zone: ZoneInfo) -> Iterator[Finding]:
    for outlier in sorted(report.outliers, key=_nearness):
        template = N_("{start} to {end}: up to {worst} contacts where about {usual} are usual")
        if outlier.worst < outlier.usual:
            template = N_("{start} to {end}: only {worst} contacts where about {usual} are usual")
        values = {
            "start": local_text(outlier.start, zone),
            "end": local_text(outlier.end, zone),
            "worst": outlier.worst,
            "usual": f"{outlier.usual:.0f}",
        }
        yield Finding(Topic.OUTLIER, template, values, outlier.queue)


def _nearness(outlier: Outlier) -> float:
    """Return what is least for the volume farthest from the usual one."""
    return -abs(math.log((outlier.worst + 1) / (outlier.usual + 1)))


def _handling(report: HistoryReport, zone: ZoneInfo) -> Iterator[Finding]:
    for odd in report.odd_handling:
        template = N_("handling times below 10 s or above 4 h: {rows}, first {seconds} s at {first}")
        values = {"rows": odd.rows, "seconds": f"{odd.aht_seconds:g}", "first": local_text(odd.first, zone)}
        yield Finding(Topic.HANDLING, template, values, odd.queue)
