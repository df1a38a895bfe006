"""What is told of a drill's run: its lines, its board, the breaches of its cover."""

from datetime import datetime

from pydantic import AwareDatetime

from api.routes.shapes import Told
from api.usecases.drill_run import Carried
from api.usecases.drill_run_service import Breach, Measured
from drills.exercise import Line, Run, board
from drills.scenario.canonical import plain
from forecasting.messages import Translate

BoardTold = dict[str, object]  # drills.exercise.Board in plain values


def line_told(line: Line) -> dict[str, object]:
    """Shape *line* as it stands in the log, the drill's record left out of the first one."""
    told: dict[str, object] = {**line.record(), "digest": line.digest}
    told["data"] = {name: value for name, value in line.data.items() if name != "drill"}
    return told


class CarriedTold(Told):
    """What an order did: the *lines* that it added, the same ones when it comes again, and the *board* as it is now."""

    lines: list[dict[str, object]]
    board: BoardTold

    @staticmethod
    def of(carried: Carried, now: datetime) -> "CarriedTold":
        """Shape *carried*."""
        return CarriedTold(lines=[line_told(line) for line in carried.lines], board=board_told(carried.run, now))


def board_told(run: Run, now: datetime) -> BoardTold:
    """Shape the board of *run*."""
    told = plain(board(run, now))
    assert isinstance(told, dict)  # noqa: S101  # a dataclass is an object
    return dict(told)


class BreachTold(Told):
    """A queue under its floor: *share* of *came* contacts in time. *aborted*: it broke the drill off.

    Where it did not, ``{"order": "abort", "cause": "cover-breach"}`` does.
    """

    queue: str
    start: AwareDatetime
    end: AwareDatetime
    came: float
    share: float
    floor: float
    says: str

    @staticmethod
    def of(breach: Breach, translate: Translate) -> "BreachTold":
        """Shape *breach*."""
        return BreachTold(
            queue=breach.queue,
            start=breach.start,
            end=breach.end,
            came=breach.came,
            share=breach.share,
            floor=breach.floor,
            says=breach.sentence.say(translate),
        )


class LiveTold(CarriedTold):
    """What rows of live service did: also the *breaches* that they show, and whether the drill was broken off."""

    breaches: list[BreachTold]

    @staticmethod
    def of_measured(measured: Measured, now: datetime, translate: Translate) -> "LiveTold":
        """Shape *measured*."""
        told = CarriedTold.of(measured.carried, now)
        breaches = [BreachTold.of(breach, translate) for breach in measured.breaches]
        return LiveTold(lines=told.lines, board=told.board, breaches=breaches)
