"""What is told of a drill's run: its lines, its board, the breaches of its cover."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from pydantic import AwareDatetime

from api.routes.asking import Language, Now
from api.routes.shapes import Told
from api.translation import translator
from api.usecases.drill_run import Carried
from api.usecases.drill_run_service import Breach, Measured
from drills.exercise import Line, Run, board
from drills.scenario.canonical import plain
from forecasting.messages import Translate, said

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
    """What rows of live service did: also the *breaches* that they show."""

    breaches: list[BreachTold]


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells of a run at *now*, in the language of *translate*."""

    now: datetime
    translate: Translate

    def carried(self, carried: Carried) -> CarriedTold:
        """Shape *carried*."""
        return CarriedTold(lines=[line_told(line) for line in carried.lines], board=self.board(carried.run))

    def measured(self, measured: Measured) -> LiveTold:
        """Shape *measured*."""
        told = self.carried(measured.carried)
        breaches = [BreachTold.of(breach, self.translate) for breach in measured.breaches]
        return LiveTold(lines=told.lines, board=told.board, breaches=breaches)

    def board(self, run: Run) -> BoardTold:
        """Shape the board of *run*."""
        shown = board(run, self.now)
        told = plain(shown)
        assert isinstance(told, dict)  # noqa: S101  # a dataclass is an object
        look = told["look"]
        if shown.look is not None and isinstance(look, dict):
            look["reasons"] = [said(reason, self.translate) for reason in shown.look.reasons]
        return dict(told)


def _teller(now: Now, language: Language) -> Teller:
    return Teller(now, translator(language))


Telling = Annotated[Teller, Depends(_teller)]
