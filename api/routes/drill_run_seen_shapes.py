"""The shapes of what is seen in a drill: acts, judgements, sheets, observations, talks, corrections; each knows what it does to a run."""

from typing import Annotated, Literal

from pydantic import Field

from api.routes.drill_run_shapes import Commanded, Said
from api.routes.shapes import Asked, Id, Name
from api.usecases.drill_run import Act
from drills.exercise import Mark, Sheet, close_chat, correct, give, hand_in, judge, note, say, stamp
from drills.incidents import Level
from drills.rating import Rating
from drills.scenario.acts import Act as Stamped

LevelName = Literal["I", "II", "III", "IV"]


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
        return lambda run, order: correct(
            run, order, self.line, self.text, void=self.void, data=self.data, second=self.second
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
