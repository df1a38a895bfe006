"""All that the sections of a report rest on: the log, what follows from it, and how things are called in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from drills.drill import Drill
from drills.errors import RequestError
from drills.exercise import Line, LineKind, Log, State, effective, run_of
from drills.finding import Finding
from drills.improvement import Action, Book, findings_of, unowned_of
from drills.report.items import Item, Number, Quoted, Unit, When
from drills.scenario.frozen import Expectation, Inject, Scenario
from drills.scenario.text import Text
from drills.scoring import score
from drills.scoring.counterfactual import is_what_if
from drills.scoring.drill_score import DrillScore, TargetScore
from forecasting.messages import N_, Sentence

PLANNED = (1,)  # the line that holds the drill and its scenario
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Basis:
    """*log* up to the report, its *drill*, *state*, *score* and *findings*; *book* has what is done about them."""

    log: Log
    drill: Drill
    state: State
    score: DrillScore
    findings: tuple[Finding, ...]
    book: Book

    @property
    def scenario(self) -> Scenario:
        """The frozen scenario."""
        return self.drill.scenario

    @property
    def is_practice(self) -> bool:
        """Whether the drill counts for nothing."""
        return self.log.line(1).data.get("practice") is True

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines as corrections leave them."""
        return effective(self.log)

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """Short names: ``I1`` … of injects, ``E1`` … of expectations, ``R1`` … of role plays, ``O1`` … of objectives."""
        scenario = self.scenario
        kinds: dict[str, list[str]] = {
            "I": [item.id for item in scenario.injects],
            "E": [item.id for item in scenario.expectations],
            "R": [item.id for item in scenario.roleplays],
            "O": [item.id for item in scenario.objectives],
        }
        return {f"{sign}:{name}": f"{sign}{count}" for sign in kinds for count, name in enumerate(kinds[sign], start=1)}

    @cached_property
    def people(self) -> Mapping[str, str]:
        """The name of everybody who has a seat, or could take one over, by id."""
        backups = {str(seat.backup): str(seat.backup_name) for seat in self.drill.seats if seat.backup is not None}
        return {**backups, **{str(seat.agent): seat.name for seat in self.drill.seats}}

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """What is done about findings of this drill."""
        mine = {finding.id for finding in self.findings}
        return tuple(action for action in self.book.actions if any(finding.id in mine for finding in action.findings))

    @cached_property
    def unowned(self) -> tuple[Finding, ...]:
        """The findings rated M or U about which nobody has to do anything by a day yet."""
        return unowned_of(self.findings, self.book)

    def kinds(self, *kinds: LineKind) -> tuple[Line, ...]:
        """Return the lines of these *kinds*, corrections applied."""
        return tuple(line for line in self.lines if line.kind in kinds)

    @property
    def attendance(self) -> tuple[Line, ...]:
        """The lines that say who was there."""
        return self.kinds(LineKind.ATTENDED)

    def sign(self, kind: str, name: str) -> str:
        """Return the short name of what is called *name* and of *kind* I, E, R or O."""
        return self.numbers[f"{kind}:{name}"]

    def person(self, agent: str, *lines: int) -> Item:
        """Return who *agent* is; whoever gives an order need not have a seat."""
        return Quoted(self.people.get(agent, agent), (*PLANNED, *lines) if lines else PLANNED)

    def seat(self, seat: str) -> Item:
        """Return the name of a player seat."""
        return self.planned_text(self.scenario.seat(seat).name)

    @staticmethod
    def planned_text(text: Text | str) -> Quoted:
        """Return words of the plan."""
        return Quoted(text, PLANNED)

    @staticmethod
    def inline(text: Text) -> Quoted:
        """Return words of the plan without the full stop at their end, for use within a sentence or a cell."""
        return Quoted(Text(text.en.removesuffix("."), text.zh.removesuffix("。")), PLANNED)

    def expectation(self, name: str) -> Expectation:
        """Return the expectation called *name*."""
        return self.scenario.expectation(name)

    def inject(self, name: str) -> Inject:
        """Return the inject called *name*."""
        return self.scenario.inject(name)

    def target(self, name: str) -> TargetScore:
        """Return the score of the expectation called *name*."""
        return self.score.target(name)

    def instant(self, line: Line, *, with_day: bool = False) -> When:
        """Return when *line* was written, on the site's clock."""
        return When(line.at, self.drill.window.zone, (line.number,), with_day)

    def local_day(self, line: Line) -> date:
        """Return the day on the site's clock on which *line* was written."""
        return line.at.astimezone(self.drill.window.zone).date()

    def moment(self, line: Line) -> When:
        """Return when *line* says that something happened: when it was written, unless a correction gave it another time."""
        written = self.log.line(line.number).ms == line.ms
        return When(line.at if written else self.wall(line.ms), self.drill.window.zone, (line.number,))

    @staticmethod
    def second(ms: int, *lines: int) -> Number:
        """Return an exercise time as a number."""
        return Number(ms / 1000, Unit.EXERCISE_SECOND, lines)

    @cached_property
    def stretches(self) -> tuple[tuple[Line, Line | None], ...]:
        """The stretches in which exercise time ran: from which line to which (None: it still runs)."""
        opens: Line | None = None
        found: list[tuple[Line, Line | None]] = []
        for line in self.log:
            if line.kind in {LineKind.STARTED, LineKind.RESUMED}:
                opens = line
            elif opens is not None and line.kind in {LineKind.PAUSED, LineKind.ENDED, LineKind.ABORTED}:
                found.append((opens, line))
                opens = None
        if opens is not None:
            found.append((opens, None))
        return tuple(found)

    @cached_property
    def pauses(self) -> tuple[tuple[Line, Line], ...]:
        """The pauses: from which line to which, the end of the drill included."""
        last = next((line for line in self.log if line.kind in {LineKind.ENDED, LineKind.ABORTED}), self.log.last)
        found = []
        for number, (_opens, closes) in enumerate(self.stretches):
            if closes is None or closes.kind is not LineKind.PAUSED:
                continue
            after = self.stretches[number + 1][0] if number + 1 < len(self.stretches) else last
            found.append((closes, after))
        return tuple(found)

    def wall(self, ms: int) -> datetime:
        """Return the instant of exercise time *ms*; beyond the last stretch as if the clock had gone on."""
        if not self.stretches:
            return self.drill.window.start + ms * _MILLISECOND
        for opens, closes in self.stretches:
            if closes is None or ms <= closes.ms:
                return opens.at + (ms - opens.ms) * _MILLISECOND
        opens, closes = self.stretches[-1]
        end = closes or opens
        return end.at + (ms - end.ms) * _MILLISECOND

    def read_instant(self, line: Line, field: str) -> Item:
        """Return the instant that stands in a *field* of *line*; as it stands where it is none."""
        text = str(line.data.get(field, ""))
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            return Quoted(text or "-", (line.number,))
        if at.tzinfo is None:
            return Quoted(text, (line.number,))
        return When(at, self.drill.window.zone, (line.number,), to_the_second=at.second != 0)

    def data(self, number: int) -> Mapping[str, Any]:
        """Return the data of line *number* as it was written."""
        return self.log.line(number).data


def basis_of(log: Log, book: Book | None = None) -> Basis:
    """Return the basis of the report on *log*: its lines before the one by which a report was made.

    *book* holds what is done about its findings, and may hold what is done about others. Raises RequestError for a log that only tells
    what would have followed.
    """
    if is_what_if(log):
        raise RequestError(Sentence(N_("this log tells what would have followed, it is no record of a drill")))
    known = reported_part(log)
    run = run_of(known)
    result = score(known)
    return Basis(known, run.drill, run.state, result, findings_of(known, result), book or Book())


def reported_part(log: Log) -> Log:
    """Return the lines of *log* that a report tells: all before the line ``reported``."""
    end = next((line.number - 1 for line in log if line.kind is LineKind.REPORTED), len(log))
    return log if end == len(log) else Log(log.lines[:end])
