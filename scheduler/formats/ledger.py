"""The ledger of past months as a CSV: who had how many nights, weekends, early and late shifts, holidays."""

import csv
import io
import re
from datetime import date
from pathlib import Path

from forecasting.messages import N_
from scheduler.agents import AgentId
from scheduler.fairness import Burden, Ledger, LedgerRow
from scheduler.formats.cell_rows import cell_rows, numeric
from scheduler.formats.sections import FaultReport, Section
from scheduler.formats.values import text, whole, wrong

DAYS = "days"
COLUMNS = ("agent", "month", *(burden.value for burden in Burden), DAYS)
REQUIRED = ("agent", "month")
MOST, DAYS_A_MONTH = 10_000, 31
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def read_ledger(path: Path) -> Ledger:
    """Read the ledger at *path*; raises SiteFileError naming every fault. Rows of people who have left are kept."""
    report = FaultReport(path.name)
    ledger = ledger_rows(path, report)
    report.raise_any()
    return ledger


def ledger_rows(path: Path, report: FaultReport) -> Ledger:
    """Read the ledger at *path*, faults noted in *report*; a file that is not there is one."""
    if not path.is_file():
        report.add(None, N_("there is no such file"), expected=N_("a CSV beside the site file"))
        return Ledger()
    rows: dict[tuple[AgentId, date], LedgerRow] = {}
    for section in cell_rows(path, report, COLUMNS, REQUIRED):
        row = _row(section)
        if row is not None and (row.agent, row.month) in rows:
            section.refuse("month", N_("is there more than once for this agent"), N_("one row an agent and month"))
        elif row is not None:
            rows[row.agent, row.month] = row
    return Ledger(tuple(rows.values()))


def _row(section: Section) -> LedgerRow | None:
    agent = section.need("agent", text, N_("the id of an agent"))
    month = section.need("month", _month, N_("a month as YYYY-MM"))
    counts = {burden: int(section.read(burden.value, numeric(whole(least=0, most=MOST)), 0)) for burden in Burden}
    days = section.read(DAYS, numeric(whole(least=0, most=DAYS_A_MONTH)), None)
    if agent is None or month is None or not section.sound:
        return None
    return LedgerRow(AgentId(agent), month, counts, None if days is None else int(days))


def _month(value: object) -> date:
    match = MONTH.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise wrong(N_("a month as YYYY-MM"), N_("is no month"))
    return date(int(match[1]), int(match[2]), 1)


def ledger_csv(ledger: Ledger) -> str:
    """Return *ledger* as CSV, sorted by month and agent; :func:`read_ledger` reads it back."""
    content = io.StringIO(newline="")
    rows = csv.writer(content, lineterminator="\n")
    rows.writerow(COLUMNS)
    for row in sorted(ledger.rows, key=lambda row: (row.month, row.agent)):
        days = "" if row.days is None else row.days
        rows.writerow([row.agent, f"{row.month:%Y-%m}", *(row.counts.get(burden, 0) for burden in Burden), days])
    return content.getvalue()
