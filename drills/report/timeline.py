"""What happened when: the plot, the time points t0 to t9, and the course in a table."""

from collections.abc import Iterator

from drills.exercise import ClockStatus, LineKind
from drills.report.basis import PLANNED, Basis
from drills.report.items import Code, Item, Label, Number, Told, Unit
from drills.report.layout import Block, Paragraph, Row, Section, Table, Tone
from drills.report.plotting import plot
from drills.report.points import POINT_NAMES
from drills.report.telling import told
from drills.scoring.drill_score import IncidentTimes
from forecasting.messages import N_

# What the course tells; clocks stand in the plot and in the table of targets, live service in its own section.
COURSE = (
    LineKind.STARTED,
    LineKind.PAUSED,
    LineKind.RESUMED,
    LineKind.ENDED,
    LineKind.ABORTED,
    LineKind.INJECT,
    LineKind.STAMP,
    LineKind.JUDGED,
    LineKind.RAN_OUT,
    LineKind.NOTED,
    LineKind.CHAT_OPENED,
    LineKind.CHAT_CLOSED,
)
_TONES = {
    LineKind.RAN_OUT: Tone.BAD,
    LineKind.ABORTED: Tone.BAD,
    LineKind.PAUSED: Tone.QUIET,
    LineKind.RESUMED: Tone.QUIET,
}


def timeline(basis: Basis) -> Section:
    """Return the section; where the drill never started it says so."""
    heading = Label(N_("Timeline"))
    if not basis.stretches:
        return Section("timeline", heading, (Paragraph((Label(N_("The drill did not start.")),)),))
    return Section("timeline", heading, tuple(_blocks(basis)))


def _blocks(basis: Basis) -> Iterator[Block]:
    yield plot(basis)
    yield _points(basis)
    yield _course(basis)


def _points(basis: Basis) -> Table:
    times = basis.score.times
    columns = (Label(N_("Key time point")), *(_whose(basis, item) for item in times))
    rows = tuple(Row((_point(name), *(_moment(item, name) for item in times))) for name in POINT_NAMES)
    share = (100 - 34) // max(len(times), 1)
    widths = (34, *(share for _ in times))
    return Table("time-points", columns, rows, widths)


def _whose(basis: Basis, times: IncidentTimes) -> Label:
    if not times.incident:
        return Label(N_("Exercise time of the drill"))
    incident = next(item for item in basis.scenario.incidents if item.id == times.incident)
    return Label(incident.family.label)


def _point(name: str) -> Item:
    return Told("{code} {name}", {"code": Code(name), "name": Label(POINT_NAMES[name])})


def _moment(times: IncidentTimes, name: str) -> Item:
    point = times.points.get(name)
    if point is None:
        return Label(N_("not reached"))
    return Number(point.value, Unit.EXERCISE_SECOND, point.lines or PLANNED)


def _course(basis: Basis) -> Table:
    late = {target.expectation for target in basis.score.targets if target.status is ClockStatus.LATE}
    rows = []
    for line in sorted(basis.kinds(*COURSE), key=lambda line: (line.ms, line.number)):
        tone = _TONES.get(line.kind, Tone.PLAIN)
        if line.kind is LineKind.STAMP and line.data.get("expectation") in late:
            tone = Tone.FAIR
        if line.kind is LineKind.JUDGED and line.data["met"] is not True:
            tone = Tone.BAD
        cells = (
            basis.moment(line),
            basis.second(line.ms, line.number),
            Label(line.kind.label),
            told(basis, line),
        )
        rows.append(Row(cells, tone))
    columns = (Label(N_("Time")), Label(N_("Exercise time")), Label(N_("What")), Label(N_("Told")))
    return Table("course", columns, tuple(rows), (10, 12, 14, 64), frozenset({0, 1}), Label(N_("The course in words")))
