"""Named stretches of time (holidays, make-up days, phases of events) as shading behind a chart."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from unicodedata import east_asian_width

from api.charts.figure import COLOURS, plain, wall_text
from forecasting.calendar import EventCalendar, Phase
from forecasting.calendar.events import CLOSED_NAME, MAKE_UP_NAME, PHASE_NAMES
from forecasting.messages import Translate, listed
from forecasting.timegrid import TimeGrid, local_instant

LABEL_ROWS = 3
CHARACTERS_ACROSS = 160  # of narrow letters over a plot on a desk


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A stretch of time with a name, half-open [start, end), on the site's clock; *kind* picks the colour."""

    name: str
    kind: str
    start: datetime
    end: datetime


def named_spans(calendar: EventCalendar, grid: TimeGrid, _: Translate) -> tuple[NamedSpan, ...]:
    """Return the holidays, make-up days, closed days and event phases of *calendar* that touch *grid*, in time order."""
    spans = [
        *_day_spans(calendar.holidays.items(), "holiday", grid, _),
        *_day_spans(((day, MAKE_UP_NAME) for day in calendar.make_up), "make-up", grid, _),
        *_day_spans(((day, CLOSED_NAME) for day in calendar.closed), "make-up", grid, _),
        *(_phase_span(phase, grid, _) for phase in calendar.phases),
    ]
    touching = [_clipped(span, grid) for span in spans if span.start < grid.end and span.end > grid.origin]
    return tuple(sorted(touching, key=lambda span: (span.start, span.kind, span.name)))


def _phase_span(phase: Phase, grid: TimeGrid, _: Translate) -> NamedSpan:
    name = _(phase.event)
    if phase.phase in PHASE_NAMES:
        name = _("{event}: {phase}").format(event=name, phase=_(PHASE_NAMES[phase.phase]))
    return NamedSpan(name, "phase", phase.start.astimezone(grid.zone), phase.end.astimezone(grid.zone))


def _day_spans(named: Iterable[tuple[date, str]], kind: str, grid: TimeGrid, _: Translate) -> Iterator[NamedSpan]:
    for (name, _run), members in groupby(enumerate(sorted(named)), key=_name_and_run):
        days = [day for _index, (day, _name) in members]
        start = local_instant(days[0], 0, grid.zone).astimezone(grid.zone)
        end = local_instant(days[-1] + timedelta(days=1), 0, grid.zone).astimezone(grid.zone)
        yield NamedSpan(listed((_(part) for part in name.split("; ")), _), kind, start, end)


def _name_and_run(item: tuple[int, tuple[date, str]]) -> tuple[str, int]:
    index, (day, name) = item
    return name, day.toordinal() - index  # the same for days in a row


def _clipped(span: NamedSpan, grid: TimeGrid) -> NamedSpan:
    start = max(span.start, grid.origin.astimezone(grid.zone))
    return NamedSpan(span.name, span.kind, start, min(span.end, grid.end.astimezone(grid.zone)))


def shading(spans: Sequence[NamedSpan], first: datetime, last: datetime) -> dict[str, object]:
    """Return the layout parts that shade *spans* over an axis from *first* to *last* and name them at the top.

    A name that would run into another goes a row lower; one for which no row is left is not written. Names of spans
    that start in the last quarter stand at the spans' ends, to stay in sight.
    """
    rows: list[list[tuple[datetime, datetime]]] = [[] for _row in range(LABEL_ROWS)]
    notes: list[object] = []
    for span in spans:
        at_end = span.start > last - (last - first) / 4
        width = (last - first) * min(1.0, _text_width(span.name))
        taken = (span.end - width, span.end) if at_end else (span.start, span.start + width)
        for number, row in enumerate(rows):
            if all(end <= taken[0] or taken[1] <= start for start, end in row):
                row.append(taken)
                notes.append(_note(span, number, at_end=at_end))
                break
    return {"shapes": [_rectangle(span) for span in spans], "annotations": notes}


def _text_width(text: str) -> float:
    """Return about which share of the plot *text* takes: Chinese characters are twice as wide."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text) / CHARACTERS_ACROSS


def _rectangle(span: NamedSpan) -> dict[str, object]:
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": wall_text(span.start),
        "x1": wall_text(span.end),
        "y0": 0,
        "y1": 1,
        "fillcolor": COLOURS[span.kind],
        "line": {"width": 0},
        "layer": "below",
    }


def _note(span: NamedSpan, row: int, *, at_end: bool) -> dict[str, object]:
    return {
        "x": wall_text(span.end if at_end else span.start),
        "xref": "x",
        "xanchor": "right" if at_end else "left",
        "y": 1,
        "yref": "paper",
        "yanchor": "top",
        "yshift": -15 * row,
        "text": plain(span.name),
        "showarrow": False,
        "font": {"size": 11},
    }
