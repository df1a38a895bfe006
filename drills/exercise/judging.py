"""What evaluators say: at once of one expectation, and afterwards on their sheets."""

from collections.abc import Iterator

from drills.exercise.log import LineKind
from drills.exercise.orders import Order, once, ordered
from drills.exercise.people import against_watcher
from drills.exercise.phases import OBSERVED_IN
from drills.exercise.run import Run, tick
from drills.exercise.sheet import Sheet
from drills.roles import Role
from drills.scenario.canonical import Plain, plain
from drills.scenario.frozen import Scenario
from drills.standards import ROLE_PLAY_ITEMS
from forecasting.messages import N_, Sentence


@once(LineKind.JUDGED)
def judge(run: Run, order: Order, expectation: str, text: str = "", *, met: bool) -> Run:
    """Return *run* with what an evaluator says at once of an expectation: that what was seen meets it, or does not."""
    reasons = list(against_watcher(run, order.by, Role.EVALUATOR))
    if expectation not in {item.id for item in run.scenario.expectations}:
        reasons.append(Sentence(N_("there is no expectation {expectation}"), expectation=expectation))
    elif expectation not in run.state.clocks:
        reasons.append(Sentence(N_("the clock of {expectation} has not started"), expectation=expectation))
    data: dict[str, Plain] = {"expectation": expectation, "met": met, "text": text}
    return tick(ordered(run, order, LineKind.JUDGED, data, OBSERVED_IN, reasons), order.now)


@once(LineKind.SHEET)
def hand_in(run: Run, order: Order, sheet: Sheet) -> Run:
    """Return *run* with the sheet of the evaluator who gives the order; one handed in before is out."""
    reasons = [
        *against_watcher(run, order.by, Role.EVALUATOR),
        *_unknown_in(sheet, run.scenario),
        *_wrong_points_in(sheet),
    ]
    data = plain(sheet)
    assert isinstance(data, dict)  # noqa: S101  # a dataclass is an object
    return ordered(run, order, LineKind.SHEET, data, OBSERVED_IN, reasons)


def without_sheet(run: Run) -> tuple[str, ...]:
    """Return the names of the evaluators whose sheet is missing; a backup's stands for the one that they came in for."""
    seats = [seat for seat in run.drill.seats if seat.role is Role.EVALUATOR]
    return tuple(sorted({seat.name for seat in seats if not run.state.sheets.keys() & {seat.agent, seat.backup}}))


def _unknown_in(sheet: Sheet, scenario: Scenario) -> Iterator[Sentence]:
    named = {
        N_("there is no expectation {name}"): set(sheet.marks) - {item.id for item in scenario.expectations},
        N_("there is no objective {name}"): set(sheet.ratings) - {item.id for item in scenario.objectives},
        N_("there is no role play {name}"): set(sheet.points) - {item.id for item in scenario.roleplays},
    }
    for template, unknown in named.items():
        for name in sorted(unknown):
            yield Sentence(template, name=name)


def _wrong_points_in(sheet: Sheet) -> Iterator[Sentence]:
    most = {item.id: item.points for item in ROLE_PLAY_ITEMS}
    for play, items in sheet.points.items():
        for name, points in items.items():
            if name not in most:
                template = N_("role play {play} is not judged by {name}: expected {items}")
                yield Sentence(template, play=play, name=name, items=", ".join(most))
            elif not 0 <= points <= most[name]:
                template = N_("role play {play}, {name}: {points} points; expected 0 to {most}")
                yield Sentence(template, play=play, name=name, points=points, most=most[name])
