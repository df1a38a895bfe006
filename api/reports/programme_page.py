"""The year of drills as one page: twelve months as calendars, then every table; it asks no network."""

from calendar import Calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.reports.embedding import static_text
from drills.programme.basis import Basis
from drills.programme.months import months_after
from drills.programme.year_view import WEEKDAYS, DrillRow, YearView
from drills.scenario.text import DRILL_MARK
from forecasting.messages import Translate


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of a month's table; *number* is 0 outside of the month, *mark* a class, *title* what a pointer shows."""

    number: int
    mark: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class MonthTable:
    """One month: its name and weeks of seven days."""

    name: str
    weeks: tuple[tuple[DayCell, ...], ...]


def programme_page(view: YearView, basis: Basis, language: str, translate: Translate) -> str:
    """Return *view* as one HTML page. For planners alone: it shows drills that are not announced."""
    environment = Environment(
        loader=PackageLoader("api"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("programme.html").render(
        _=translate,
        lang=language.replace("_", "-"),
        view=view,
        mark=DRILL_MARK,
        months=list(_months(view, basis, translate)),
        weekdays=[translate(name)[:2] if language == "en" else translate(name)[-1:] for name in WEEKDAYS],
        static=static_text,
    )


def _months(view: YearView, basis: Basis, _: Translate) -> Iterator[MonthTable]:
    rows = {row.entry.day: row for row in view.drills}
    month = view.programme.first.replace(day=1)
    while month <= view.programme.last:
        weeks = Calendar().monthdatescalendar(month.year, month.month)
        cells = tuple(tuple(_cell(day, month, rows.get(day), basis, _) for day in week) for week in weeks)
        yield MonthTable(f"{month:%Y-%m}", cells)
        month = months_after(month, 1)


def _cell(day: date, month: date, row: DrillRow | None, basis: Basis, _: Translate) -> DayCell:
    if day.month != month.month:
        return DayCell(0)
    if row is not None:
        mark = row.entry.form.value if row.entry.counts else "cancelled"
        return DayCell(day.day, mark, f"{row.entry.id} · {row.form} · {row.what}")
    occasion = next((one for one in basis.occasions if one.day == day), None)
    if occasion is not None:
        return DayCell(day.day, "occasion", _(occasion.name))
    closed = basis.closed.get(day)
    return DayCell(day.day) if closed is None else DayCell(day.day, "closed", closed.say(_))
