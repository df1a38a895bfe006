"""The shapes of a drill's run: orders and what is seen, as they are asked; the lines and the board that answer them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

import pandas as pd
from pydantic import AwareDatetime, Field

from api.routes.shapes import Asked, Id, Name, Told
from api.routes.window_shapes import Moment
from api.usecases.drill_rehearsal import REHEARSALS, SERVICE_REHEARSALS, RehearsalOrder
from api.usecases.drill_run import Act, Carried, Planning
from api.usecases.drill_run_clone import Cloning
from api.usecases.drill_run_lookout import Lookout
from api.usecases.drill_run_orders import Ordered, Turn
from api.usecases.drill_run_service import Breach, Measured
from drills.exercise import (
    AbortCause,
    Line,
    Mark,
    Order,
    Run,
    Sheet,
    board,
    close_chat,
    correct,
    give,
    hand_in,
    judge,
    note,
    say,
    stamp,
)
from drills.incidents import Level
from drills.rating import Rating
from drills.scenario.acts import Act as Stamped
from drills.scenario.canonical import Plain, plain
from drills.scoring import LIVE_BUDGET_POINTS
from forecasting.frames import HISTORY
from forecasting.messages import Translate

Said = Annotated[str, Field(max_length=4_000)]
Key = Annotated[str, Field(max_length=100)]
LevelName = Literal["I", "II", "III", "IV"]
BoardTold = dict[str, object]  # drills.exercise.Board in plain values
Count = Annotated[float, Field(ge=0, le=1e9)]
MOST_ROWS = 10_000


class Commanded(Asked):
    """Who gives an order, and its *key*: an order sent again with the same key counts once."""

    by: Name
    key: Key = ""

    def order(self, now: datetime) -> Order:
        """Return it as an order given at *now*."""
        return Order(now, self.by, self.key)


class PlanAsked(Commanded):
    """A run to be planned: what it may cost live service, in points of service level, and how often it is rehearsed before.

    Without *rehearsals* nothing is foretold, and the score is held against nothing.
    """

    budget_points: Annotated[float, Field(ge=0, le=100)] = LIVE_BUDGET_POINTS
    rehearsals: Annotated[int, Field(ge=0, le=5_000)] = REHEARSALS
    service_rehearsals: Annotated[int, Field(ge=1, le=500)] = SERVICE_REHEARSALS
    seed: Annotated[int, Field(ge=0, le=2**53)] = 0

    def planning(self) -> Planning:
        """Return what is asked."""
        rehearsal = RehearsalOrder(self.rehearsals, min(self.service_rehearsals, self.rehearsals), self.seed)
        return Planning(self.by, self.key, self.budget_points, rehearsal if self.rehearsals else None)


class ActualAsked(Asked):
    """What came in a slot of the day so far; a row laid out as HISTORY."""

    queue: Name
    start: Moment
    offered: Annotated[int, Field(ge=0, le=10**9)]
    aht_seconds: Count | None = None


class OrderAsked(Commanded):
    """An order that leads to another phase, as ``go`` or ``pause``; *cause* belongs to ``abort``.

    *absent* are people who have not come today (``approve``, ``go``, ``start``), *actuals* what came of the day so far (``approve``,
    ``go``); without them those count that the store has. A *text* is kept with the order.
    """

    order_: Annotated[Turn, Field(strict=False, alias="order")]
    text: Said = ""
    cause: Annotated[AbortCause, Field(strict=False)] | None = None
    absent: Annotated[list[Name], Field(default_factory=list, max_length=10_000)]
    actuals: Annotated[list[ActualAsked], Field(min_length=1, max_length=MOST_ROWS)] | None = None

    def ordered(self) -> Ordered:
        """Return what is asked."""
        actuals = None if self.actuals is None else _history(self.actuals)
        return Ordered(self.order_, self.text, self.cause, Lookout(tuple(self.absent), actuals))


def _history(rows: Sequence[ActualAsked]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "queue": pd.Series([row.queue for row in rows], dtype="str"),
            "start": pd.to_datetime([row.start for row in rows], utc=True).as_unit("us"),
            "offered": pd.Series([row.offered for row in rows], dtype="int64"),
            "aht_seconds": pd.Series([row.aht_seconds for row in rows], dtype="float64"),
        }
    )
    return HISTORY.check(frame)


class InjectAsked(Commanded):
    """Who gives an inject by hand."""

    def act(self, inject: str) -> Act:
        """Return what it does to a run."""
        return lambda run, order: give(run, order, inject)


class StampAsked(Commanded):
    """An act of a player, seen now. *level* belongs to ``graded``; where it goes down, *text* says why.

    Without *expectation* the act is taken for the running clock that waits for it and is due first.
    """

    act_: Annotated[Stamped, Field(strict=False, alias="act")]
    agent: Name
    incident: Name | None = None
    expectation: Name | None = None
    level: LevelName | None = None
    text: Said = ""

    def act(self) -> Act:
        """Return what it does to a run."""
        level = None if self.level is None else Level[self.level]
        return lambda run, order: stamp(
            run,
            order,
            self.act_,
            self.agent,
            incident=self.incident,
            expectation=self.expectation,
            level=level,
            text=self.text,
        )


class JudgementAsked(Commanded):
    """What an evaluator says at once of an expectation."""

    expectation: Name
    met: bool
    text: Said = ""

    def act(self) -> Act:
        """Return what it does to a run."""
        return lambda run, order: judge(run, order, self.expectation, self.text, met=self.met)


class MarkAsked(Asked):
    """What an evaluator saw of one expectation: *met* or not (none: not seen), a *scale* from 1 to 5, *minutes* measured."""

    met: bool | None = None
    scale: Annotated[int, Field(ge=1, le=5)] | None = None
    minutes: Annotated[float, Field(ge=0, le=1e6)] | None = None
    text: Said = ""

    def mark(self) -> Mark:
        """Return it as a mark."""
        return Mark(self.met, self.scale, self.minutes, self.text)


Letter = Annotated[Rating, Field(strict=False)]
Points = Annotated[int, Field(ge=0, le=1_000)]


class SheetAsked(Commanded):
    """An evaluator's sheet: *marks* by expectation, *ratings* by objective, *points* by role play and item."""

    marks: Annotated[dict[str, MarkAsked], Field(default_factory=dict, max_length=500)]
    ratings: Annotated[dict[str, Letter], Field(default_factory=dict, max_length=100)]
    points: Annotated[dict[str, dict[str, Points]], Field(default_factory=dict, max_length=100)]
    strengths: Said = ""
    problems: Said = ""

    def act(self) -> Act:
        """Return what it does to a run."""
        marks = {name: mark.mark() for name, mark in self.marks.items()}
        sheet = Sheet(marks, self.ratings, self.points, self.strengths, self.problems)
        return lambda run, order: hand_in(run, order, sheet)


class NoteAsked(Commanded):
    """An observation in words."""

    text: Said

    def act(self) -> Act:
        """Return what it does to a run."""
        return lambda run, order: note(run, order, self.text)


class AttendanceAsked(Commanded):
    """Whether somebody who has a seat is there."""

    agent: Name
    present: bool


class CorrectionAsked(Commanded):
    """A line that was wrong: *void*, or with other *data* or another exercise *second*; and why."""

    line: Id
    text: Said
    void: bool = False
    data: dict[str, str | bool | int | float | None] | None = None
    second: Annotated[float, Field(ge=0, le=1e7)] | None = None

    def act(self) -> Act:
        """Return what it does to a run."""
        data: dict[str, Plain] | None = None if self.data is None else dict(self.data)
        return lambda run, order: correct(
            run, order, self.line, self.text, void=self.void, data=data, second=self.second
        )


class ChatLineAsked(Commanded):
    """Something said in a role play: by *agent*, else by the customer, whose scripted line is named by *cue*, from 0."""

    agent: Name | None = None
    text: Said = ""
    cue: Annotated[int, Field(ge=0, le=1_000)] | None = None

    def act(self, roleplay: str) -> Act:
        """Return what it does to a run."""
        return lambda run, order: say(run, order, roleplay, agent=self.agent, text=self.text, cue=self.cue)


class ClosingAsked(Commanded):
    """The end of a role play, the customer *satisfied* or not (none: not known)."""

    satisfied: bool | None = None

    def act(self, roleplay: str) -> Act:
        """Return what it does to a run."""
        return lambda run, order: close_chat(run, order, roleplay, satisfied=self.satisfied)


class LiveRowAsked(Asked):
    """What a live queue did in a span: contacts that *came*, *within* of them in time, the percentage expected without a drill."""

    queue: Name
    start: Moment
    end: Moment
    came: Count
    within: Count
    expected_percent: Annotated[float, Field(ge=0, le=100)] | None = None

    def row(self) -> dict[str, Plain]:
        """Return it as a line's data."""
        told = plain(self.model_dump())
        assert isinstance(told, dict)  # noqa: S101  # a model is an object
        return told


class LiveAsked(Commanded):
    """Rows of live service during the drill and its tail.

    With *aborts* a queue under its floor for half an hour breaks the drill off; otherwise the breach is told alone.
    """

    rows: Annotated[list[LiveRowAsked], Field(min_length=1, max_length=MOST_ROWS)]
    aborts: bool = True


class CloneAsked(Asked):
    """Where the same scenario is run again: in another roster, from a time of its own, announced or not; as before where left out.

    *without* are agents who take no part and take over from nobody. *service*: where a forecast is known, queues have to stay above
    their floors.
    """

    roster_id: Id | None = None
    start: Moment | None = None
    announced: bool | None = None
    without: Annotated[list[Name], Field(default_factory=list, max_length=50)]
    service: bool = True

    def cloning(self) -> Cloning:
        """Return what is asked."""
        return Cloning(self.roster_id, self.start, self.announced, tuple(self.without), self.service)


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
