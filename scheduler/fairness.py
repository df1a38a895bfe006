"""What is a burden that people share, how much of it each had, and the ledger of past months."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forecasting.messages import N_
from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.sequence import monday_of, months_of
from scheduler.shifts import DayPart
from scheduler.worked import Line, lines_of_roster

SATURDAY = 5
MONTHS_A_YEAR = 12


class Burden(StrEnum):
    """What is counted: shifts of a part of the day, weekends with a shift, shifts on statutory holidays."""

    NIGHTS = "nights"
    WEEKENDS = "weekends"
    EARLY = "early"
    LATE = "late"
    HOLIDAYS = "holidays"

    @property
    def label(self) -> str:
        """The burden in words, to be translated."""
        return _LABELS[self]


_LABELS = {
    Burden.NIGHTS: N_("night shifts"),
    Burden.WEEKENDS: N_("weekends with a shift"),
    Burden.EARLY: N_("early shifts"),
    Burden.LATE: N_("late shifts"),
    Burden.HOLIDAYS: N_("shifts on statutory holidays"),
}
PARTS: Mapping[Burden, DayPart] = {
    Burden.NIGHTS: DayPart.NIGHT,
    Burden.EARLY: DayPart.EARLY,
    Burden.LATE: DayPart.LATE,
}


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """How much of each burden *agent* had in *month*, which is its first day.

    *days* tells on how many of the days that were planned of it the agent was there, not on leave; None where it is not
    known.
    """

    agent: AgentId
    month: date
    counts: Mapping[Burden, int]
    days: int | None = None

    def __post_init__(self) -> None:
        if self.month.day != 1:
            raise ValueError(f"ledger of {self.agent}: month {self.month}; expected the first day of a month")
        for burden, count in self.counts.items():
            if count < 0:
                raise ValueError(f"ledger of {self.agent}, {self.month}: {burden} {count}; expected 0 or more")
        if self.days is not None and self.days < 0:
            raise ValueError(f"ledger of {self.agent}, {self.month}: {self.days} days; expected 0 or more")


@dataclass(frozen=True, slots=True)
class Ledger:
    """What people had in past months, one row an agent and month."""

    rows: tuple[LedgerRow, ...] = ()

    def before(self, day: date, months: int) -> dict[AgentId, dict[Burden, int]]:
        """Return by agent the sums over the *months* whole calendar months before that of *day*."""
        totals: dict[AgentId, dict[Burden, int]] = {}
        for row in self._rows_before(day, months):
            mine = totals.setdefault(row.agent, dict.fromkeys(Burden, 0))
            for burden, count in row.counts.items():
                mine[burden] += count
        return totals

    def days_before(self, day: date, months: int) -> dict[AgentId, int]:
        """Return on how many days of those months people were there, of whom every row tells it."""
        rows = self._rows_before(day, months)
        unknown = {row.agent for row in rows if row.days is None}
        totals: dict[AgentId, int] = {}
        for row in rows:
            if row.agent not in unknown:
                totals[row.agent] = totals.get(row.agent, 0) + (row.days or 0)
        return totals

    def _rows_before(self, day: date, months: int) -> list[LedgerRow]:
        end = day.replace(day=1)
        first = _months_earlier(end, months)
        return [row for row in self.rows if first <= row.month < end]


def burden_of(line: Line, burden: Burden, statutory_holidays: frozenset[date]) -> int:
    """Count *burden* in *line*; a weekend counts once when its Saturday or its Sunday is worked."""
    if burden is Burden.WEEKENDS:
        return len({monday_of(shift.day) for shift in line if shift.day.weekday() >= SATURDAY})
    if burden is Burden.HOLIDAYS:
        return sum(shift.day in statutory_holidays for shift in line)
    return sum(shift.part is PARTS[burden] for shift in line)


def ledger_of(roster: Roster, instance: Instance) -> Ledger:
    """Return the ledger that *roster* leaves behind: a row for every agent and month of its days, zeros included.

    A shift counts in the month of its day, a weekend in each month in which a day of it is worked.
    """
    lines = lines_of_roster(roster, instance)
    rows = []
    for month in months_of(roster.grid):
        for agent, line in lines.items():
            inside = [shift for shift in line if shift.day in month]
            counts = {burden: burden_of(inside, burden, instance.statutory_holidays) for burden in Burden}
            days = len(set(month) - instance.agent_by_id[agent].leave)
            rows.append(LedgerRow(agent, month[0].replace(day=1), counts, days))
    return Ledger(tuple(rows))


def merged(ledgers: Iterable[Ledger]) -> Ledger:
    """Return one ledger in which the rows of one agent and month, from rosters of parts of it, are added up."""
    counts: dict[tuple[date, AgentId], dict[Burden, int]] = {}
    days: dict[tuple[date, AgentId], int | None] = {}
    for row in (row for ledger in ledgers for row in ledger.rows):
        key = row.month, row.agent
        mine = counts.setdefault(key, dict.fromkeys(Burden, 0))
        for burden, count in row.counts.items():
            mine[burden] += count
        known = days.get(key, 0)
        days[key] = None if row.days is None or known is None else known + row.days
    return Ledger(tuple(LedgerRow(key[1], key[0], mine, days[key]) for key, mine in sorted(counts.items())))


def _months_earlier(month: date, months: int) -> date:
    index = month.year * MONTHS_A_YEAR + month.month - 1 - months
    return date(index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1, 1)
