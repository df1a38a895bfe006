"""A drill played again with one act changed: everybody else answers as fast as they did whatever they respond to.

The orders of ``drills.exercise`` decide what follows: which injects come, which clocks start and run out. The result is a what-if log:
its first line says of which log and with what change, so that it cannot be taken for the log of a drill.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from drills.errors import OrderError
from drills.exercise import (
    AbortCause,
    Line,
    LineKind,
    Log,
    Order,
    Run,
    State,
    abort,
    correct,
    end,
    pause,
    resume,
    run_of,
    stamp,
    tick,
)
from drills.exercise.due import Due, next_due
from drills.exercise.levels import called_for
from drills.exercise.state import state_of
from drills.incidents import worst
from drills.scenario.acts import Act
from drills.scenario.canonical import Plain
from drills.scenario.frozen import Expectation
from drills.scoring.counterfactual.change import Change
from drills.scoring.counterfactual.lateness import Known, comes, lateness
from drills.scoring.counterfactual.repeating import AS_IT_WAS, repeated
from drills.scoring.counterfactual.responses import Response, To, responses

Effort = Callable[[Expectation], float]  # minutes that somebody takes for what nobody was asked for in the drill
NEVER = 1 << 60


@dataclass(slots=True)
class Replay:
    """A *run* under way that follows *log* but for a *change* of the act in line *changed* (None: nobody did it).

    By line number of *log*: *done* has the exercise time at which an act was done again, *numbers* its new line, *dropped* why it was not
    possible. *besides*: by expectation, when after its clock's start somebody does what nobody was asked for in *log*.
    """

    log: Log
    change: Change
    changed: int | None
    effort: Effort
    run: Run
    raw: State
    late: Known
    pending: list[Response]
    ends: Line
    begin: datetime
    lost: timedelta = timedelta(0)
    done: dict[int, int] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    dropped: dict[int, OrderError] = field(default_factory=dict)
    besides: dict[str, int] = field(default_factory=dict)

    def now(self, ms: int) -> datetime:
        """Return the instant at which exercise time stands at *ms*."""
        return self.begin + timedelta(milliseconds=ms) + self.lost

    def to_the_end(self) -> Run:
        """Play until the drill ends as it did, and return the run."""
        while True:
            due = self._due()
            at, response = min(self._acts(), key=lambda item: (item[0], item[1].line.number), default=(NEVER, None))
            new_at, new = min(self._besides(), default=(NEVER, ""))
            if min(at, new_at) <= due and min(at, new_at) <= self.ends.ms:
                if response is not None and at <= new_at:
                    self._again(response, at)
                else:
                    self._besides_done(new, new_at)
            elif due < self.ends.ms:
                self.run = tick(self.run, self.now(due))
            else:
                break
            self._react()
        return self._ended()

    def _due(self) -> int:
        """Return when the clock brings something next."""
        scenario, state = self.run.scenario, self.run.state
        first: Due | None = next_due(scenario, state)
        if first is None:
            return NEVER
        while (other := next_due(scenario, state, first.comes_ms - 1)) is not None:
            first = other
        return max(comes(first, self.late), self.run.log.last.ms)

    def _acts(self) -> list[tuple[int, Response]]:
        """Return the acts whose time is known by now."""
        found = []
        for response in self.pending:
            after = self._after(response)
            if response.line.number == self.changed and self.change.ms is not None:
                after = self.change.ms
            if after is not None:
                found.append((max(after, self.run.log.last.ms), response))
        return found

    def _after(self, response: Response) -> int | None:
        state, name = self.run.state, response.of
        begun: int | None = 0
        if response.to is To.CLOCK:
            begun = state.clocks[name].started_ms if name in state.clocks else None
        elif response.to is To.INJECT:
            begun = state.given[name].ms if name in state.given else None
        elif response.to is To.CHAT:
            begun = state.chats[name].opened_ms if name in state.chats else None
        elif response.to is To.LINE:
            begun = self.done.get(int(name))
        return None if begun is None else begun + response.after_ms

    def _besides(self) -> list[tuple[int, str]]:
        return [(max(ms, self.run.log.last.ms), name) for name, ms in self.besides.items() if ms < NEVER]

    def _again(self, response: Response, ms: int) -> None:
        self.pending.remove(response)
        before, line = len(self.run.log), response.line
        try:
            self.run = self._repeated(line, ms)
        except OrderError as error:
            self.dropped[line.number] = error
            return
        self.done[line.number] = ms
        new = (known.number for known in self.run.log.lines[before:] if (known.kind, known.by) == (line.kind, line.by))
        self.numbers[line.number] = next(new)

    def _repeated(self, line: Line, ms: int) -> Run:
        order = Order(self.now(ms), line.by)
        if line.kind is LineKind.CORRECTED:
            return self.corrected(line, order)
        if line.kind is not LineKind.PAUSED:
            return repeated(self.run, order, line)
        back = next((known for known in self.log.lines[line.number :] if known.kind is LineKind.RESUMED), None)
        if back is None:
            return pause(self.run, order)
        stood = pause(self.run, order)
        self.lost += back.at - line.at
        return resume(stood, Order(self.now(ms), back.by))

    def corrected(self, line: Line, order: Order) -> Run:
        """Return the run with the correction of *line* made to what became of the line that it corrects."""
        of = int(str(line.data["line"]))
        second, data = line.data["second"], line.data["data"]
        moved = None
        if second is not None and of != self.changed:
            moved = float(str(second)) + (self.done.get(of, 0) - self.log.line(of).ms) / 1000
            moved = min(max(moved, 0.0), self.run.log.last.second)
        known = data if isinstance(data, dict) else None
        void = line.data["void"] is True
        return correct(self.run, order, self.numbers[of], str(line.data["text"]), void=void, data=known, second=moved)

    def _besides_done(self, name: str, ms: int) -> None:
        """Let somebody do what nobody did in the drill."""
        self.besides[name] = NEVER
        item = self.run.scenario.expectation(name)
        agent, level = self._who(item), None
        if item.act is Act.GRADED:
            facts = called_for(self.run.scenario, self.run.state)
            level = facts[item.incident] if item.incident in facts else worst(*facts.values())
        self.run = stamp(
            self.run,
            Order(self.now(ms), agent),
            item.act,
            agent,
            expectation=name,
            level=level,
            text="" if level is None else AS_IT_WAS,
        )

    def _who(self, item: Expectation) -> str:
        """Return who of the seat of *item* acted last, else who sits there."""
        mine = {each.id for each in self.run.scenario.expectations if each.seat == item.seat}
        acted = [known.agent for known in self.raw.stamps if known.expectation in mine]
        there = [
            seat for seat in self.run.drill.holders(item.seat) if self.run.state.attended.get(str(seat.agent), True)
        ]
        return acted[-1] if acted else str((there or self.run.drill.holders(item.seat))[0].agent)

    def _react(self) -> None:
        """Let people turn to what they are asked for and were not in the drill, or had no time left for."""
        answered = {name for name in self.raw.clocks if self.raw.seen(name) or name in self.raw.ran_out}
        for item in self.run.scenario.expectations:
            clock, known = self.run.state.clocks.get(item.id), self.raw.clocks.get(item.id)
            if clock is None or item.id in answered | self.besides.keys() or item.id == self.change.expectation:
                continue
            if known is not None and known.started_ms == clock.started_ms:
                continue  # nobody got it done, and would not
            took = round(60_000 * self.effort(item))
            if known is not None:
                took = max(took, self.ends.ms - known.started_ms + 1)
            self.besides[item.id] = clock.started_ms + took

    def _ended(self) -> Run:
        order = Order(self.now(self.ends.ms), self.ends.by)
        text = str(self.ends.data["text"])
        if self.ends.kind is LineKind.ABORTED:
            return abort(self.run, order, AbortCause(str(self.ends.data["cause"])), text)
        return end(self.run, order, text)


def replay_of(log: Log, change: Change, changed: int | None, effort: Effort) -> Replay:
    """Return the replay of *log*, which is over, at its start.

    An act that is left at the minute at which it was done, as corrected, stays with its correction: nothing is changed then.
    """
    same = any(stamp.line == changed and stamp.ms == change.ms for stamp in state_of(log).stamps)
    raw = state_of(line for line in log if line.kind is not LineKind.CORRECTED)
    first = next(line.number for line in log if line.kind is LineKind.STARTED)
    run = run_of(_marked(log, first, change))
    besides = {}
    if changed is None and change.ms is not None:
        besides[change.expectation] = change.ms
    left_out = changed if change.ms is None else None
    return Replay(
        log=log,
        change=change,
        changed=None if same else changed,
        effort=effort,
        run=run,
        raw=raw,
        late=lateness(log, run.scenario, raw),
        pending=[response for response in responses(log, raw) if response.line.number != left_out],
        ends=next(line for line in log if line.kind in {LineKind.ENDED, LineKind.ABORTED}),
        begin=run.log.last.at,
        besides=besides,
    )


def _marked(log: Log, until: int, change: Change) -> Log:
    """Return the first lines of *log*, marked as what might have been: with another first line, every line has another fingerprint."""
    marked = Log()
    for line in log.lines[:until]:
        data = {**line.data, "what_if": _mark(log, change)} if line.number == 1 else dict(line.data)
        marked = marked.with_line(line.at, line.ms, line.kind, line.by, data)
    return marked


def _mark(log: Log, change: Change) -> dict[str, Plain]:
    return {
        "of": log.last.digest,
        "expectation": change.expectation,
        "line": change.line,
        "minute": change.minute,
    }


def is_what_if(log: Log) -> bool:
    """Tell whether *log* is of a course of things that did not take place."""
    return bool(len(log)) and "what_if" in log.line(1).data
