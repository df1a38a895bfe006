"""The conclusion, put together from facts; praise only where something was met."""

from collections.abc import Iterator

from drills.exercise import ClockStatus
from drills.rating import Rating
from drills.report.basis import PLANNED, Basis
from drills.report.front import counts, headline, live_sentence, practice_sentence
from drills.report.items import Code, Item, Label, Listing, Number, Told, Unit
from drills.report.layout import Paragraph, Section
from drills.report.measures import must_be_mended
from forecasting.messages import N_


def conclusion(basis: Basis) -> Section:
    """Return the conclusion."""
    return Section("conclusion", Label(N_("Conclusion")), (Paragraph(tuple(_sentences(basis))),))


def _sentences(basis: Basis) -> Iterator[Item]:
    yield headline(basis)
    if basis.state.started_at is None:
        return
    yield from _objectives(basis)
    met, counted = counts(basis)
    if counted.value:
        yield Told(N_("Of the targets that count, {met} of {counted} were met."), {"met": met, "counted": counted})
    yield from _against_prediction(basis)
    yield from _unseen(basis)
    yield practice_sentence() if basis.is_practice else live_sentence(basis)
    yield from _wrong_levels(basis)
    yield from _next(basis)


def _objectives(basis: Basis) -> Iterator[Item]:
    shown = (
        (frozenset({Rating.P}), N_("Shown in full: {objectives}.")),
        (frozenset({Rating.S}), N_("Shown, with something to improve: {objectives}.")),
        (frozenset({Rating.M}), N_("Shown, but at the cost of other work: {objectives}.")),
        (frozenset({Rating.U}), N_("Not shown: {objectives}.")),
    )
    for ratings, template in shown:
        mine = tuple(Code(basis.sign("O", item.objective)) for item in basis.score.objectives if item.rating in ratings)
        if mine:
            yield Told(template, {"objectives": Listing(mine)})


def _against_prediction(basis: Basis) -> Iterator[Item]:
    told = [target for target in basis.score.targets if target.met is not None and target.predicted is not None]
    if not told:
        return
    lines = tuple(sorted({*PLANNED, *(line for target in told for line in target.lines)}))
    expected = sum(target.predicted or 0.0 for target in told)
    met = sum(1 for target in told if target.met)
    values = {"expected": Number(expected, Unit.TENTHS, lines), "met": Number(met, Unit.COUNT, lines)}
    yield Told(N_("Before the drill {expected} of them were expected to be met; {met} were."), values)


_UNSEEN = frozenset({ClockStatus.NOT_OBSERVED, ClockStatus.PROJECTED, ClockStatus.STOPPED, ClockStatus.NOT_STARTED})


def _unseen(basis: Basis) -> Iterator[Item]:
    unseen = [target for target in basis.score.targets if target.status in _UNSEEN]
    if unseen:
        lines = tuple(sorted({*PLANNED, *(line for target in unseen for line in target.lines)}))
        count = Number(len(unseen), Unit.COUNT, lines)
        yield Told(N_("The drill says nothing of whether {count} other targets would be met."), {"count": count})


def _wrong_levels(basis: Basis) -> Iterator[Item]:
    titles = {item.id: item.title for item in basis.scenario.incidents}
    for item in basis.score.times:
        wrong = item.graded_right is False and bool(item.incident) is (len(titles) > 1)
        if not wrong or item.level is None:
            continue
        values: dict[str, Item] = {"level": Label(item.level.label), "called": Label(item.called_for.label)}
        if not item.incident:
            yield Told(N_("The incident was graded {level} in the end, while the facts called for {called}."), values)
            continue
        values["incident"] = basis.planned_text(titles[item.incident])
        yield Told(N_("“{incident}” was graded {level} in the end, while the facts called for {called}."), values)


def _next(basis: Basis) -> Iterator[Item]:
    needed = [finding for finding in basis.findings if finding.must_be_mended]
    if not needed:
        if basis.findings:
            values = {"count": Number(len(basis.findings), Unit.COUNT, _lines(basis))}
            yield Told(N_("There is something to look at, but nothing that must be mended: findings: {count}."), values)
        return
    lines = must_be_mended(basis) or PLANNED
    count = Number(len(needed), Unit.COUNT, lines)
    missing = basis.unowned
    if missing:
        values = {"count": count, "missing": Number(len(missing), Unit.COUNT, lines)}
        yield Told(
            N_("Findings that must be mended and tested again: {count}; without a measure so far: {missing}."), values
        )
    else:
        yield Told(
            N_("Findings that must be mended and tested again: {count}; each has a measure with owner and date."),
            {"count": count},
        )


def _lines(basis: Basis) -> tuple[int, ...]:
    return tuple(sorted({line for finding in basis.findings for line in finding.lines})) or PLANNED
