"""The changes of a repair as a table, and how often people were changed by earlier ones."""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from forecasting.messages import Translate, said
from scheduler.agents import AgentId
from scheduler.formats.cell_rows import cell_rows
from scheduler.formats.sections import FaultReport
from scheduler.formats.spreadsheet_text import guarded
from scheduler.repair import Change
from scheduler.roster import Assignment

COLUMNS = ("agent", "date", "change", "before", "after", "moved_minutes", "points", "reason")


def changes_csv(changes: Iterable[Change], translate: Translate) -> str:
    """Return *changes* as CSV, one row each; *before* and *after* as ``kind start/end`` with offsets, empty for a day off."""
    rows = [
        (
            change.agent,
            change.day.isoformat(),
            translate(change.mildness.label),
            shift_text(change.before),
            shift_text(change.after),
            str(int(change.moved.total_seconds() // 60)),
            f"{change.points:.2f}",
            said(change.reason, translate),
        )
        for change in changes
    ]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([COLUMNS, *([guarded(cell) for cell in row] for row in rows)])
    return out.getvalue()


def shift_text(shift: Assignment | None) -> str:
    """Return *shift* as kind, start and end with offsets; the empty text without one."""
    if shift is None:
        return ""
    return f"{shift.kind} {shift.start.isoformat(timespec='minutes')}/{shift.end.isoformat(timespec='minutes')}"


def changes_of_late(paths: Iterable[Path]) -> dict[AgentId, int]:
    """Return how many changes each person has in the tables at *paths*; raises SiteFileError naming every fault."""
    counts: Counter[AgentId] = Counter()
    faults = FaultReport("")
    for path in paths:
        report = FaultReport(path.name)
        sections = cell_rows(path, report, COLUMNS, COLUMNS[:1])
        counts.update(
            AgentId(str(section.values["agent"]).strip()) for section in sections if "agent" in section.values
        )
        faults.faults += report.faults
    faults.raise_any()
    return dict(counts)
