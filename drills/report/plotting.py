"""The plot of a drill's course, from its basis."""

from collections.abc import Iterator
from datetime import timedelta

from drills.exercise import LineKind, standing_of
from drills.incidents import Level
from drills.report.basis import Basis
from drills.report.plot import MarkKind, Plot, PlotBar, PlotLevels, PlotMark, PlotPause, PlotStep
from drills.report.telling import expected, told
from drills.scenario.frozen import Incident, Standing

_MILLISECOND = timedelta(milliseconds=1)


def plot(basis: Basis) -> Plot:
    """Return the plot of a drill that has started."""
    first = basis.stretches[0][0]
    last = next((line for line in basis.log if line.kind in {LineKind.ENDED, LineKind.ABORTED}), basis.log.last)
    aborted = (last.at - first.at) // _MILLISECOND if last.kind is LineKind.ABORTED else None
    return Plot(
        length_ms=max((last.at - first.at) // _MILLISECOND, 1),
        marks=tuple(_marks(basis)),
        bars=tuple(_bars(basis)),
        pauses=tuple(
            PlotPause((closes.at - first.at) // _MILLISECOND, (opens.at - first.at) // _MILLISECOND, closes.number)
            for closes, opens in basis.pauses
        ),
        levels=tuple(_levels(basis, item) for item in basis.scenario.incidents),
        aborted_ms=aborted,
        first_line=first.number,
        last_line=last.number,
    )


def _wall_ms(basis: Basis, ms: int) -> int:
    return (basis.wall(ms) - basis.stretches[0][0].at) // _MILLISECOND


def _marks(basis: Basis) -> Iterator[PlotMark]:
    wrong = {name for name, judgement in basis.state.judged.items() if not judgement.met}
    for line in basis.kinds(LineKind.INJECT, LineKind.STAMP):
        at = _wall_ms(basis, line.ms)
        if line.kind is LineKind.INJECT:
            yield PlotMark(
                at, MarkKind.INJECT, basis.sign("I", str(line.data["inject"])), told(basis, line), line.number
            )
            continue
        name = line.data.get("expectation")
        kind = MarkKind.WRONG if name in wrong else MarkKind.STAMP
        sign = "" if name is None else basis.sign("E", str(name))
        yield PlotMark(at, kind, sign, told(basis, line), line.number)


def _bars(basis: Basis) -> Iterator[PlotBar]:
    state = basis.state
    clocks = sorted(state.clocks.items(), key=lambda pair: (pair[1].started_ms, pair[1].due_ms, pair[0]))
    for name, clock in clocks:
        if clock.standing is Standing.NOT_OBSERVED:
            continue
        seen = state.seen(name)
        item = basis.expectation(name)
        yield PlotBar(
            sign=basis.sign("E", name),
            says=expected(basis, name),
            start_ms=_wall_ms(basis, clock.started_ms),
            due_ms=_wall_ms(basis, clock.due_ms),
            seen_ms=None if seen is None else _wall_ms(basis, seen.ms),
            status=standing_of(item, state, state.elapsed_ms).status,
            critical=item.critical,
            line=clock.line,
            seen_line=None if seen is None else seen.line,
        )


def _levels(basis: Basis, incident: Incident) -> PlotLevels:
    name = basis.planned_text(incident.title) if len(basis.scenario.incidents) > 1 else None
    return PlotLevels(name, tuple(_called(basis, incident)), tuple(_graded(basis, incident)))


def _called(basis: Basis, incident: Incident) -> Iterator[PlotStep]:
    """Yield what the facts call for: the opening level with the incident's first inject, then each change."""
    mine = {"", incident.id} if len(basis.scenario.incidents) == 1 else {incident.id}
    opened = False
    for line in basis.kinds(LineKind.INJECT):
        inject = basis.inject(str(line.data["inject"]))
        if inject.incident not in mine:
            continue
        at = _wall_ms(basis, line.ms)
        if not opened:
            opened = True
            yield PlotStep(at, incident.opening_level, line.number)
        if inject.new_level is not None:
            yield PlotStep(at, inject.new_level, line.number)


def _graded(basis: Basis, incident: Incident) -> Iterator[PlotStep]:
    for stamp in basis.state.stamps:
        if stamp.level is not None and stamp.incident in {incident.id, ""}:
            yield PlotStep(_wall_ms(basis, stamp.ms), Level(stamp.level), stamp.line)
