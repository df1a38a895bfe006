"""The record of who attended which course when, as a CSV."""

from collections.abc import Collection
from pathlib import Path

from forecasting.messages import N_
from scheduler.agents import AgentId
from scheduler.formats.cell_rows import cell_rows, numeric
from scheduler.formats.moments import day
from scheduler.formats.sections import FaultReport, Section
from scheduler.formats.values import number, one_of, text
from scheduler.training.courses import Attended, Curriculum

COLUMNS = ("agent", "date", "course", "hours")
REQUIRED = ("agent", "date", "course")
LEAST_HOURS, MOST_HOURS = 0.01, 2_000.0


def read_training_record(path: Path, curriculum: Curriculum) -> tuple[Attended, ...]:
    """Read the training record at *path*; raises SiteFileError naming every fault. Rows of people who have left are kept."""
    report = FaultReport(path.name)
    names = [*(course.name for course in curriculum.courses), *curriculum.others]
    rows = record_rows(path, report, curriculum, names)
    report.raise_any()
    return rows


def record_rows(
    path: Path, report: FaultReport, curriculum: Curriculum, names: Collection[str]
) -> tuple[Attended, ...]:
    """Read the training record at *path*, faults noted in *report*; *names* are those that courses may have."""
    if not path.is_file():
        report.add(None, N_("there is no such file"), expected=N_("a CSV of agent, date, course and hours"))
        return ()
    rows: dict[tuple[object, ...], Attended] = {}
    for section in cell_rows(path, report, COLUMNS, REQUIRED):
        row = _row(section, curriculum, names)
        if row is not None and (row.agent, row.day, row.course) in rows:
            section.refuse("course", N_("is there more than once for this agent and day"), N_("one row a session"))
        elif row is not None:
            rows[row.agent, row.day, row.course] = row
    return tuple(rows.values())


def _row(section: Section, curriculum: Curriculum, names: Collection[str]) -> Attended | None:
    agent = section.need("agent", text, N_("the id of an agent"))
    on = section.need("date", day, "YYYY-MM-DD")
    name = section.need("course", one_of(names), N_("the name of a course"))
    course = curriculum.course(name or "")
    hours: float | None = section.read("hours", numeric(number(LEAST_HOURS, MOST_HOURS)), None)
    if hours is None and not section.has("hours"):
        hours = None if course is None else course.hours
        if name is not None and course is None:
            section.refuse("hours", N_("is missing"), N_("the class hours of a course that is held elsewhere"))
    if agent is None or on is None or name is None or hours is None or not section.sound:
        return None
    return Attended(AgentId(agent), on, name, hours)
