"""What evaluators fill in: one sheet each, every expectation of the scenario a line, every role play five items."""

from dataclasses import dataclass
from datetime import datetime

from drills.drill import Drill
from drills.drill import Seat as DrillSeat
from drills.roles import Role
from drills.scenario.acts import Act, Element
from drills.scenario.frozen import Measure, Standing
from drills.scenario.text import Text
from drills.standards import ROLE_PLAY_ITEMS
from scheduler.agents import AgentId


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One thing to look for. *basis* starts its clock; *due* is on the site's clock, at the latest.

    The evaluator notes yes or no, 1 to 5, or the time taken (*measure*), a rating and a remark.
    """

    number: int
    expectation: str
    seat: Text
    item: Text
    basis: str
    due: datetime
    measure: Measure
    standing: Standing
    act: Act
    element: Element
    critical: bool


@dataclass(frozen=True, slots=True)
class PlayLine:
    """One item of a role play: what the judge looks for, worth *points*. *label* is a marked sentence."""

    roleplay: str
    item: str
    label: str
    looked_for: Text
    points: int


@dataclass(frozen=True, slots=True)
class EvaluatorSheet:
    """What one evaluator fills in. Each has every line, so that disagreement can be seen."""

    evaluator: AgentId
    name: str
    lines: tuple[SheetLine, ...]
    plays: tuple[PlayLine, ...]

    @property
    def play_points(self) -> int:
        """The most points that the role plays can bring."""
        return sum(line.points for line in self.plays)


def evaluator_sheets(drill: Drill) -> tuple[EvaluatorSheet, ...]:
    """Return one sheet for each evaluator of *drill*; what cannot be observed in it has no line."""
    evaluators = [seat for seat in drill.seats if seat.role is Role.EVALUATOR]
    return tuple(_sheet(drill, seat) for seat in evaluators)


def _sheet(drill: Drill, seat: DrillSeat) -> EvaluatorSheet:
    scenario = drill.scenario
    lines = tuple(
        SheetLine(
            number=number,
            expectation=item.id,
            seat=scenario.seat(item.seat).name,
            item=item.text,
            basis=item.clock.basis,
            due=drill.time_of(item.clock.due_minutes),
            measure=item.measure,
            standing=item.clock.standing,
            act=item.act,
            element=item.element,
            critical=item.critical,
        )
        for number, item in enumerate(scenario.expectations, start=1)
        if item.clock.standing is not Standing.NOT_OBSERVED
    )
    plays = tuple(
        PlayLine(play.id, item.id, item.label, getattr(play.sheet, item.id), item.points)
        for play in scenario.roleplays
        for item in ROLE_PLAY_ITEMS
    )
    return EvaluatorSheet(seat.agent, seat.name, lines, plays)
