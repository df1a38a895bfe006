"""Hours worked before the plan that no known shift shows: in the site file, in a CSV beside it or in one given for a single plan."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from forecasting.messages import N_, Sentence
from scheduler.agents import AgentId
from scheduler.formats.cell_rows import cell_rows, numeric
from scheduler.formats.moments import day
from scheduler.formats.sections import FaultReport, Section
from scheduler.formats.values import Reader, one_of, whole, wrong
from scheduler.instance import Instance, Tally
from scheduler.rules.base import Rule
from scheduler.rules.comprehensive import ComprehensiveHours
from scheduler.rules.overtime import Overtime
from scheduler.rules.scope import Scoped
from scheduler.rules.sequence import monday_of

COLUMNS = ("agent", "since", "minutes", "overtime_minutes")
REQUIRED = COLUMNS[:3]
SECTION, KEYS = "worked", ("until", "period_from", "file")
MOST_MINUTES = 366 * 24 * 60
OVERTIME = "overtime_minutes"
MOST_NAMED = 5
ONE_DAY = timedelta(days=1)
BY_WEEK = frozenset({"weekly-hours", "average-weekly-hours", "hours-of-week"})
BY_MONTH = frozenset({"hours-of-month"})


@dataclass(frozen=True, slots=True)
class WorkedBefore:
    """Paid time up to *until*, that day included: *tallies* by agent and first day; it counts in plans from the day after.

    The period of the contracts' hours began on *period_from*, None where it begins with the planned days.
    """

    until: date | None = None
    period_from: date | None = None
    tallies: tuple[Tally, ...] = ()

    def __post_init__(self) -> None:
        if self.until is None and (self.period_from is not None or self.tallies):
            raise ValueError("worked before: no last day; expected the day up to which hours are told")

    def leads_to(self, first_day: date) -> bool:
        """Tell whether this is told up to the day before *first_day*."""
        return self.until is not None and self.until + ONE_DAY == first_day

    def period_days(self, first_day: date) -> int:
        """Return how many days of the contracts' period lie before *first_day*."""
        return (first_day - self.period_from).days if self.period_from is not None and self.leads_to(first_day) else 0


def read_worked(
    root: Section, folder: Path, reports: list[FaultReport], name: Reader[str], site: "Counting"
) -> WorkedBefore:
    """Read the section ``worked`` of *root*, of the site file in *folder*, with the CSV that it names."""
    section = root.table(SECTION)
    section.only(KEYS)
    if not section.values:
        return WorkedBefore()
    until = section.need("until", day, N_("the last day that is told, such as 2026-10-31"))
    if until is None:
        return WorkedBefore()
    began = section.read("period_from", _up_to(until), None)
    file = section.read("file", name, None)
    if file is None:
        return WorkedBefore(until, began)
    report = FaultReport(file)
    reports.append(report)
    return WorkedBefore(until, began, tuple(site.tallies(folder / file, report, until, began)))


@dataclass(frozen=True, slots=True)
class Counting:
    """Who there is and which *rules* count hours: what the rows of a CSV of hours worked may speak of."""

    agents: Collection[str]
    rules: tuple[Rule, ...]

    def read(self, path: Path, until: date, period_from: date | None) -> WorkedBefore:
        """Return what the CSV at *path* tells up to *until*; raises SiteFileError naming every fault."""
        report = FaultReport(path.name)
        told = WorkedBefore(until, period_from, tuple(self.tallies(path, report, until, period_from)))
        report.raise_any()
        return told

    def tallies(self, path: Path, report: FaultReport, until: date, period_from: date | None) -> Iterator[Tally]:
        """Yield the rows of the CSV at *path*, faults noted in *report*; a file that is not there is one."""
        if not path.is_file():
            report.add(None, N_("there is no such file"), expected=N_("a CSV of agent, since and minutes"))
            return
        starts, month = (
            counted_from(self.rules, until + ONE_DAY, period_from),
            overtime_from(self.rules, until + ONE_DAY),
        )
        seen: set[tuple[AgentId, date]] = set()
        for section in cell_rows(path, report, COLUMNS, REQUIRED):
            tally = self._tally(section, starts, month)
            if tally is not None and (tally.agent, tally.since) in seen:
                section.refuse("since", N_("is there more than once for this agent"), N_("one row an agent and day"))
            elif tally is not None:
                seen.add((tally.agent, tally.since))
                yield tally

    def _tally(self, section: Section, starts: Collection[date], month: date | None) -> Tally | None:
        overtime = section.has(OVERTIME)
        allowed = [*starts, month] if overtime and month is not None else starts
        agent = section.need("agent", one_of(self.agents), N_("the id of an agent"))
        since = section.need("since", _one_of_days(sorted(set(allowed))), N_("a day as YYYY-MM-DD"))
        minutes = section.need("minutes", numeric(whole(least=0, most=MOST_MINUTES)), N_("paid minutes"))
        if overtime and since is not None and since != month:
            expected = N_("no overtime: no rule counts it before the plan") if month is None else str(month)
            section.refuse("since", N_("is no day from which overtime counts"), expected)
        if agent is None or since is None or minutes is None or not section.sound:
            return None
        extra = section.read(OVERTIME, numeric(whole(least=0, most=int(minutes))), None)
        return (
            None
            if overtime and extra is None
            else Tally(AgentId(agent), since, int(minutes), None if extra is None else int(extra))
        )


def counted_from(rules: Iterable[Rule], first_day: date, period_from: date | None) -> tuple[date, ...]:
    """Return the days before *first_day* from which *rules* or the contracts' period count hours."""
    found = {first_day if period_from is None else period_from}
    for rule in rules:
        inner = rule.rule if isinstance(rule, Scoped) else rule
        if rule.name in BY_WEEK:
            found.add(monday_of(first_day))
        if rule.name in BY_MONTH:
            found.add(first_day.replace(day=1))
        if isinstance(inner, ComprehensiveHours):
            found.add(inner.start_of(first_day))
    return tuple(sorted(day for day in found if day < first_day))


def overtime_from(rules: Iterable[Rule], first_day: date) -> date | None:
    """Return the first day of the month of *first_day* where *rules* bound its overtime and days of it lie before; else None."""
    month = first_day.replace(day=1)
    return month if month < first_day and any(rule.name == Overtime.name for rule in rules) else None


def people_untold(instance: Instance) -> Sentence | None:
    """Return whose hours since the contracts' period began are not known, None where everybody's are."""
    since = instance.period_from
    if since is None or since >= instance.grid.first_day:
        return None
    names = [str(agent.id) for agent in instance.agents if instance.known_since(agent.id, since) > since]
    if not names:
        return None
    told = ", ".join(names[:MOST_NAMED])
    if len(names) <= MOST_NAMED:
        return Sentence(N_("nothing tells what {names} worked since {day}"), names=told, day=since)
    template = N_("nothing tells what {names} and {count} more worked since {day}")
    return Sentence(template, names=told, count=len(names) - MOST_NAMED, day=since)


def _up_to(until: date) -> Reader[date]:
    def read(value: object) -> date:
        found = day(value)
        if found > until + ONE_DAY:
            raise wrong(Sentence(N_("{day} or earlier"), day=until + ONE_DAY), N_("lies after the hours that are told"))
        return found

    return read


def _one_of_days(starts: Collection[date]) -> Reader[date]:
    def read(value: object) -> date:
        found = day(value)
        if found not in starts:
            expected = ", ".join(str(start) for start in starts)
            raise wrong(
                expected or N_("no row: no rule counts hours before the plan"), N_("is no day from which hours count")
            )
        return found

    return read
