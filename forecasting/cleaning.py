"""Outages and one-off spikes of a history: found, shown as data, and left out of a fit without changing the history.

A slot is judged by the same slot of the weeks around it. A missing row says nothing and is never taken for a zero.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from forecasting.calendar import EventCalendar
from forecasting.frames import HISTORY
from forecasting.models.days import Floats
from forecasting.neighbours import expected_by_slot
from forecasting.site import OpeningHours

Flags = npt.NDArray[np.bool_]
LOW_SHARE = 0.25  # of what was expected: below it a slot may be part of an outage
LEAST_MISSING = 20.0  # contacts; fewer that stayed away or came too many are nobody's incident
CHANCE = 1e-6
SPIKE_TIMES, SPIKE_SDS = 2.5, 8.0
LONGEST_SPIKE = timedelta(days=1)  # what lasts longer is an event that somebody should name
NEUTRAL_CONTACTS = 0.5


class Kind(StrEnum):
    """What a finding is."""

    OUTAGE = "outage"
    SPIKE = "spike"


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of one *queue*, half-open [start, end) in UTC, in which far fewer or more contacts came than expected.

    *observed* and *expected* are contacts of the whole stretch.
    """

    queue: str
    start: datetime
    end: datetime
    kind: Kind
    observed: float
    expected: float

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None or self.start >= self.end:
            raise ValueError(f"finding {self.queue}: {self.start} to {self.end}; expected aware times in order")

    @property
    def key(self) -> str:
        """What the planner calls it by: queue and start in UTC, such as ``chat@2026-03-02T08:00Z``."""
        return f"{self.queue}@{self.start.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


@dataclass(frozen=True, slots=True)
class Cleaning:
    """The *findings* of a history and the keys of those that the planner *rejected*: these stay in."""

    findings: tuple[Finding, ...] = ()
    rejected: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        unknown = self.rejected - {finding.key for finding in self.findings}
        if unknown:
            raise ValueError(f"no finding is called {sorted(unknown)}")

    @property
    def accepted(self) -> tuple[Finding, ...]:
        """The findings that are left out of a fit."""
        return tuple(finding for finding in self.findings if finding.key not in self.rejected)

    def reject(self, keys: Iterable[str]) -> "Cleaning":
        """Return this with the findings called *keys* left in the history."""
        return replace(self, rejected=self.rejected | frozenset(keys))

    def accept(self, keys: Iterable[str]) -> "Cleaning":
        """Return this with the findings called *keys* left out again."""
        return replace(self, rejected=self.rejected - frozenset(keys))

    def applied(self, history: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of *history*, laid out as HISTORY, that a fit should see; *history* itself stays as it is.

        An export that leaves zeros out would have a row that is gone read as a zero: there the expected number stands
        instead.
        """
        hidden = np.zeros(len(history), dtype=bool)
        offered = history["offered"].to_numpy().copy()
        for finding in self.accepted:
            mine = (history["queue"] == finding.queue).to_numpy()
            inside = mine & ((history["start"] >= finding.start) & (history["start"] < finding.end)).to_numpy()
            if bool((offered[mine] == 0).any()) or finding.observed == 0:
                hidden |= inside
            else:
                offered[inside] = np.maximum(1, np.round(offered[inside] * finding.expected / finding.observed))
        return history.assign(offered=offered)[~hidden].reset_index(drop=True)


def find_anomalies(
    history: pd.DataFrame, calendar: EventCalendar, step_minutes: int, opening: Mapping[str, OpeningHours] | None = None
) -> Cleaning:
    """Return the outages and one-off spikes of *history*, laid out as HISTORY in steps of *step_minutes*, none rejected.

    Days of holidays and events are judged by their own level for outages and not at all for spikes. What lasts longer
    than a day is no spike. Queues with less than three weeks have no findings. Closed hours, by queue in *opening*, are not
    judged.
    """
    HISTORY.check(history)
    found: list[Finding] = []
    for name, rows in history.groupby("queue", sort=True):
        ordered = rows.sort_values("start")
        hours = (opening or {}).get(str(name))
        is_open = np.ones(len(rows), dtype=bool) if hours is None else _open_rows(ordered, hours, calendar)
        found += _of_queue(str(name), ordered, calendar, timedelta(minutes=step_minutes), is_open)
    return Cleaning(tuple(found))


def _open_rows(rows: pd.DataFrame, opening: OpeningHours, calendar: EventCalendar) -> Flags:
    local = rows["start"].dt.tz_convert(str(calendar.zone))
    minutes = (local.dt.hour * 60 + local.dt.minute).to_numpy()
    days = local.dt.date
    spans = {day: None if day in calendar.closed else opening.span_on(day) for day in days.unique()}
    opens = np.array([span.opens if (span := spans[day]) else 0 for day in days])
    closes = np.array([span.closes if (span := spans[day]) else 0 for day in days])
    return np.asarray((minutes >= opens) & (minutes < closes))


def _of_queue(
    name: str, rows: pd.DataFrame, calendar: EventCalendar, step: timedelta, is_open: Flags
) -> Iterator[Finding]:
    expected, ordinary = expected_by_slot(rows, calendar)
    offered = rows["offered"].to_numpy(dtype=float)
    known = np.isfinite(expected) & is_open
    if not known.any():
        return
    expected = np.where(known, expected, 0.0)
    scatter = _scatter(offered[known & ordinary], expected[known & ordinary])
    starts = rows["start"].to_numpy(dtype="datetime64[m]").astype(np.int64)
    together = np.diff(starts) <= step.total_seconds() / 60
    low = known & (offered <= LOW_SHARE * expected) & (expected >= NEUTRAL_CONTACTS)
    neutral = ~is_open | (known & (offered + expected < 2 * NEUTRAL_CONTACTS))
    above = offered - expected
    high = known & ordinary & (above > SPIKE_SDS * np.sqrt(scatter * np.maximum(expected, 1.0)))
    high &= (offered > SPIKE_TIMES * expected) & (above >= LEAST_MISSING)
    for kind, flags, between in ((Kind.OUTAGE, low, neutral), (Kind.SPIKE, high, np.zeros_like(low))):
        for first, last in _runs(flags, between, together):
            span = slice(first, last + 1)
            came, usual = float(offered[span].sum()), float(expected[span].sum())
            start, end = (rows["start"].iloc[place].to_pydatetime() for place in (first, last))
            finding = Finding(name, start, end + step, kind, came, usual)
            if _is_real(finding, scatter, step):
                yield finding


def _is_real(finding: Finding, scatter: float, step: timedelta) -> bool:
    if finding.kind is Kind.SPIKE:
        return finding.end - finding.start <= max(LONGEST_SPIKE, step)
    unlikely = stats.poisson.cdf(finding.observed / scatter, finding.expected / scatter) < CHANCE
    return bool(unlikely) and finding.expected - finding.observed >= LEAST_MISSING


def _scatter(offered: Floats, expected: Floats) -> float:
    """Return how much wider than chance slots are around what was expected: the ratio of variances, at least 1."""
    busy = expected >= 1.0
    if not busy.any():
        return 1.0
    ratios = (offered[busy] - expected[busy]) ** 2 / expected[busy]
    return max(1.0, float(np.median(ratios)) / float(stats.chi2.ppf(0.5, 1)))


def _runs(flags: Flags, between: Flags, together: Flags) -> Iterator[tuple[int, int]]:
    """Yield first and last row of each run of *flags*; rows *between* do not end it, a break in time does."""
    first = last = -1
    for place in np.flatnonzero(flags):
        goes_on = last >= 0 and bool(together[last:place].all() and between[last + 1 : place].all())
        if not goes_on:
            if last >= 0:
                yield first, last
            first = int(place)
        last = int(place)
    if last >= 0:
        yield first, last
