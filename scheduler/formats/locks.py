"""Locks of people's days, in the site file, in a CSV beside it or in one given for a single plan."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from forecasting.messages import N_, Sentence
from forecasting.site import clock
from scheduler.agents import Agent, AgentId, Lock
from scheduler.formats.cell_rows import cell_rows
from scheduler.formats.moments import days
from scheduler.formats.sections import FaultReport, Section
from scheduler.formats.values import Reader, clock_minute, one_of, wrong
from scheduler.objective.requests import OFF
from scheduler.shifts import ShiftKind

COLUMNS = ("agent", "day", "kind", "start")
REQUIRED = ("agent", "day", "kind")


@dataclass(frozen=True, slots=True)
class PlacedLock:
    """A *lock* of *agent* as read from *section*."""

    section: Section
    agent: AgentId
    lock: Lock


@dataclass(frozen=True, slots=True)
class Lockable:
    """Whose days may be locked and to what: *agents* by id, *kinds* by name; *planned* days, None where any will do."""

    agents: Mapping[str, Agent]
    kinds: Mapping[str, ShiftKind]
    planned: tuple[date, date] | None = None

    def read(self, section: Section) -> list[PlacedLock]:
        """Read one lock, or one a day where its days are several; none where it has faults."""
        section.only(COLUMNS)
        name = section.need("agent", one_of(self.agents), N_("the id of an agent"))
        wanted = section.need("day", self._days, N_("a day, or days as first..last"))
        agent = self.agents.get(name or "")
        allowed = (OFF, *(self.kinds if agent is None else agent.contract.kinds))
        kind = section.need("kind", one_of(allowed), N_("a shift kind, or off"))
        start = section.read("start", self._start_of(kind), None)
        if agent is None or wanted is None or kind is None or not section.sound:
            return []
        locked = None if kind == OFF else kind
        return [PlacedLock(section, agent.id, Lock(day, locked, start)) for day in sorted(wanted)]

    def _days(self, value: object) -> frozenset[date]:
        found = days([value] if isinstance(value, date) else value)
        if not found:
            raise wrong(N_("a day, or days as first..last"), N_("names no day"))
        if self.planned is not None:
            first, last = self.planned
            if min(found) < first or max(found) > last:
                expected = Sentence(N_("{first} to {last}"), first=first, last=last)
                raise wrong(expected, N_("lies outside the planned days"))
        return found

    def _start_of(self, kind: str | None) -> Reader[int]:
        def read(value: object) -> int:
            minute = clock_minute(value)
            if kind == OFF:
                raise wrong(N_("no start of a day off"), N_("stands beside a day off"))
            known = self.kinds.get(kind or "")
            if known is not None and minute not in known.starts():
                first, last = clock(known.earliest_start), clock(known.latest_start)
                template = N_("{first} to {last}, every {minutes} minutes")
                expected = Sentence(template, first=first, last=last, minutes=known.step_minutes)
                raise wrong(clock(known.earliest_start) if first == last else expected, N_("is no start of the kind"))
            return minute

        return read


def lock_sections(root: Section, folder: Path, reports: list[FaultReport], name: Reader[str]) -> Iterator[Section]:
    """Yield the locks of the site file *root*, or of the CSV in *folder* that it names by *name*, which gets a report of its own."""
    if not isinstance(root.values.get("locked"), Mapping):
        yield from root.tables("locked")
        return
    section = root.table("locked")
    section.only(("file",))
    file = section.need("file", name, N_("the name of a CSV beside the site file"))
    if file is not None:
        report = FaultReport(file)
        reports.append(report)
        yield from cell_rows(folder / file, report, COLUMNS, REQUIRED)


def locked_agents(agents: Iterable[Agent], placed: Iterable[PlacedLock]) -> tuple[Agent, ...]:
    """Return *agents* with the locks of *placed*; those that clash with an earlier one of the day are refused in their sections.

    The same lock may be there more than once.
    """
    everybody = tuple(agents)
    found = {agent.id: {lock.day: lock for lock in agent.locked} for agent in everybody}
    origins: dict[tuple[AgentId, date], Section] = {}
    for each in placed:
        known = found[each.agent].setdefault(each.lock.day, each.lock)
        if known != each.lock:
            _refuse_clash(each, known, origins.get((each.agent, each.lock.day)))
        origins.setdefault((each.agent, each.lock.day), each.section)
    return tuple(replace(agent, locked=frozenset(found[agent.id].values())) for agent in everybody)


def _refuse_clash(each: PlacedLock, known: Lock, origin: Section | None) -> None:
    where = N_("the site file")
    if origin is not None:
        where = origin.path if origin.row is None else f"{origin.report.file} {origin.row}"
    first = known.kind or OFF
    if known.start_minute is not None:
        first = f"{first} {clock(known.start_minute)}"
    expected = Sentence(N_("{lock} on {day}, as {where} says"), lock=first, day=each.lock.day, where=Sentence(where))
    each.section.refuse("kind", N_("clashes with another lock of this day"), expected)


def lock_file(
    path: Path, agents: Iterable[Agent], kinds: Iterable[ShiftKind], planned: tuple[date, date] | None
) -> tuple[Agent, ...]:
    """Return *agents* with the locks of the table at *path* too; raises SiteFileError naming every fault.

    Days outside the *planned* ones, first and last, are refused, unless they are None.
    """
    report = FaultReport(path.name)
    everybody = tuple(agents)
    reading = Lockable({str(agent.id): agent for agent in everybody}, {kind.name: kind for kind in kinds}, planned)
    placed = [lock for section in cell_rows(path, report, COLUMNS, REQUIRED) for lock in reading.read(section)]
    locked = locked_agents(everybody, placed)
    report.raise_any()
    return locked
