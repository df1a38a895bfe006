"""What would have followed had the worst miss been done in half of its time: the drill played anew with that one act moved."""

from collections.abc import Iterator

from drills.errors import RequestError
from drills.report.basis import PLANNED, Basis
from drills.report.items import Code, Item, Label, Listing, Number, Told, Unit
from drills.report.layout import Block, Bullets, Paragraph, Row, Section, Table
from drills.report.misses import measured, missed, name_of
from drills.report.points import POINT_NAMES
from drills.report.ratings import letter
from drills.scoring.counterfactual import Change, Counterfactual, TimeShift, counterfactual
from drills.scoring.drill_score import DrillScore, TargetScore
from forecasting.messages import N_

MINUTE_MS, MINUTE = 60_000, 60
SHARE = 0.5  # of the time allowed: our figure for a response that is plainly in time


def what_if(basis: Basis) -> Section:
    """Return the section; it says so where nothing was missed that another minute would have mended."""
    heading = Label(N_("What would have followed"))
    target = next((item for item in missed(basis) if _too_late(item)), None)
    if not basis.state.phase.over or basis.state.abort_cause is not None or target is None:
        nothing = Label(
            N_("No target was missed by time alone in a drill that was played to its end; there is nothing to replay.")
        )
        return Section("what-if", heading, (Paragraph((nothing,)),))
    ms = _instead_ms(basis, target)
    try:
        found = counterfactual(basis.log, Change(target.expectation, ms / MINUTE_MS))
    except RequestError:
        return Section("what-if", heading, (Paragraph((Label(N_("The worst miss cannot be replayed.")),)),))
    return Section("what-if", heading, tuple(_blocks(basis, target, ms, found)))


def _too_late(target: TargetScore) -> bool:
    return target.response is None or target.response.value > MINUTE * target.within_minutes


def _instead_ms(basis: Basis, target: TargetScore) -> int:
    clock = basis.state.clocks[target.expectation]
    return min(clock.started_ms + round(SHARE * target.within_minutes * MINUTE_MS), basis.state.elapsed_ms)


def _blocks(basis: Basis, target: TargetScore, ms: int, found: Counterfactual) -> Iterator[Block]:
    lines = target.lines or PLANNED
    question: dict[str, Item] = {
        "target": name_of(basis, target),
        "moment": Number(ms / 1000, Unit.EXERCISE_SECOND, lines),
        "measured": measured(target),
    }
    asked = Told(
        N_("Asked was: had this been done at {moment}, in half of its time? {target} (in the drill: {measured})."),
        question,
    )
    how = Label(
        N_(
            "Everybody else answers as fast as they did; what they were not asked for in the drill takes its usual time."
        )
    )
    yield Paragraph((asked, how))
    columns = (Label(N_("What")), Label(N_("In the drill")), Label(N_("Then")))
    yield Table("what-if", columns, tuple(_rows(basis, found, lines)), (50, 25, 25))
    changes = tuple(_changes(basis, found))
    if changes:
        yield Bullets(changes)


def _rows(basis: Basis, found: Counterfactual, lines: tuple[int, ...]) -> Iterator[Row]:
    true, then = found.true, found.what_if
    yield Row((Label(N_("Rating")), letter(true.rating), letter(then.rating)))
    yield Row((Label(N_("Points reached")), _points(true, lines), _points(then, lines)))
    yield Row((Label(N_("Targets met")), _met(true, lines), _met(then, lines)))
    for shift in found.times:
        several = len(basis.scenario.incidents) > 1
        if shift.true != shift.what_if and bool(shift.incident) is several:
            yield Row((_point(basis, shift), _moment(shift.true, lines), _moment(shift.what_if, lines)))


def _points(score: DrillScore, lines: tuple[int, ...]) -> Item:
    if score.points is None:
        return Label(N_("none"))
    return Number(score.points.value, Unit.POINTS, lines)


def _met(score: DrillScore, lines: tuple[int, ...]) -> Item:
    counted = [item for item in score.targets if item.met is not None]
    met = Number(sum(1 for item in counted if item.met), Unit.COUNT, lines)
    return Told("{met} / {counted}", {"met": met, "counted": Number(len(counted), Unit.COUNT, lines)})


def _point(basis: Basis, shift: TimeShift) -> Item:
    named: dict[str, Item] = {"code": Code(shift.point), "name": Label(POINT_NAMES[shift.point])}
    item: Item = Told("{code} {name}", named)
    incident = next((known for known in basis.scenario.incidents if known.id == shift.incident), None)
    if incident is None:
        return item
    return Told(N_("{what} ({remark})"), {"what": item, "remark": Label(incident.family.label)})


def _moment(seconds: float | None, lines: tuple[int, ...]) -> Item:
    return Label(N_("not reached")) if seconds is None else Number(seconds, Unit.EXERCISE_SECOND, lines)


def _changes(basis: Basis, found: Counterfactual) -> Iterator[Item]:
    others = tuple(Code(basis.sign("E", name)) for name in found.otherwise if name != found.change.expectation)
    for template, items in (
        (N_("Would have gone otherwise, too: {names}."), others),
        (N_("Would not have come: {names}."), tuple(Code(basis.sign("I", name)) for name in found.gone)),
        (N_("Would have come instead: {names}."), tuple(Code(basis.sign("I", name)) for name in found.new)),
    ):
        if items:
            yield Told(template, {"names": Listing(items)})
    low, high = found.points.p10, found.points.p90
    if low is not None and high is not None and round(low) != round(high):
        span: dict[str, Item] = {
            "low": Number(low, Unit.SIGNED, PLANNED),
            "high": Number(high, Unit.SIGNED, PLANNED),
        }
        yield Told(
            N_(
                "Depending on how long people take for what is new, points change by {low} to {high} (in eight cases of ten)."
            ),
            span,
        )
