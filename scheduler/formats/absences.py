"""Absences as people tell them: ``A012:2026-11-12..2026-11-14`` on the command line, or rows of a CSV or workbook."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from forecasting.messages import N_
from forecasting.timegrid import local_instant
from scheduler.agents import AgentId
from scheduler.formats.cell_rows import cell_rows
from scheduler.formats.moments import day, whole_minute
from scheduler.formats.sections import FaultReport, Section
from scheduler.formats.values import one_of, wrong
from scheduler.repair import Absence

COLUMNS = ("agent", "from", "to", "why")
REQUIRED = COLUMNS[:2]
ABSENT, LEAVE, LEFT = "absent", "leave", "left"
REASONS = (ABSENT, LEAVE, LEFT)
SPAN_FORM = N_(
    "a day or a local time, or two as first..last, such as 2026-11-12..2026-11-14 or 2026-11-12T13:00..2026-11-12T17:00"
)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    """Who is away, and from which day on people are there no more."""

    absences: tuple[Absence, ...] = ()
    left: Mapping[AgentId, date] = field(default_factory=dict)


@dataclass
class AbsenceReader:
    """Reads absences of the people of *zones*, the clock of each by id; faults are noted in *report*."""

    zones: Mapping[str, ZoneInfo]
    report: FaultReport
    absences: list[Absence] = field(default_factory=list)
    left: dict[AgentId, date] = field(default_factory=dict)

    def words(self, texts: Iterable[str], why: str) -> None:
        """Read *texts* such as ``A012:2026-11-12..2026-11-14``, all for the reason *why*."""
        for text in texts:
            agent, _colon, span = text.partition(":")
            first, dots, last = span.partition("..")
            cells: dict[str, object] = {"agent": agent, "from": first, "why": why}
            self._read(Section(cells | ({"to": last} if dots else {}), self.report))

    def file(self, path: Path) -> None:
        """Read the table at *path*: agent, from, to, why."""
        report = FaultReport(path.name)
        for section in cell_rows(path, report, COLUMNS, REQUIRED):
            self._read(section)
        self.report.faults += report.faults

    def told(self) -> Told:
        """Return what was read; raises SiteFileError naming every fault."""
        self.report.raise_any()
        return Told(tuple(self.absences), dict(self.left))

    def _read(self, section: Section) -> None:
        agent = section.need("agent", one_of(self.zones), N_("the id of an agent"))
        why = section.read("why", one_of(REASONS), ABSENT)
        first = section.need("from", _moment, SPAN_FORM)
        last = section.read("to", _moment, None)
        if agent is None or first is None or not section.sound:
            return
        if why == LEFT:
            self._leaves(section, AgentId(agent), first, last)
            return
        start, end = _start(first, self.zones[agent]), _end(first if last is None else last, self.zones[agent])
        if not start < end:
            section.note("to", N_("ends before it starts"), value=section.values.get("to", ""), expected=SPAN_FORM)
            return
        self.absences.append(Absence(AgentId(agent), start, end, planned=why == LEAVE))

    def _leaves(self, section: Section, agent: AgentId, first: date | datetime, last: date | datetime | None) -> None:
        if isinstance(first, datetime) or last is not None:
            expected = N_("the first day on which the person is there no more")
            section.note("from", N_("is no single day"), value=str(first), expected=expected)
            return
        self.left[agent] = min(first, self.left.get(agent, first))


def _moment(value: object) -> date | datetime:
    """Read a day, or a time on the person's clock."""
    if isinstance(value, str) and "T" in value:
        try:
            moment = whole_minute(datetime.fromisoformat(value.strip()))
        except ValueError as error:
            raise wrong(SPAN_FORM, N_("is no day and no time")) from error
        if moment.tzinfo is not None:
            raise wrong(N_("a time on the person's clock, without an offset"), N_("names an offset"))
        return moment
    return day(value)


def _start(moment: date | datetime, zone: ZoneInfo) -> datetime:
    if isinstance(moment, datetime):
        return local_instant(moment.date(), 60 * moment.hour + moment.minute, zone)
    return local_instant(moment, 0, zone)


def _end(moment: date | datetime, zone: ZoneInfo) -> datetime:
    """Return when an absence up to *moment* ends: a day counts whole."""
    return _start(moment, zone) if isinstance(moment, datetime) else local_instant(moment + ONE_DAY, 0, zone)
