"""A drill being run: orders in, a longer log out. The clock is a parameter; nothing here reads one.

Every order first lets everything come that was due until then (:func:`tick`), so that it never matters how often the clock is looked
at. An order with a *key* that the log knows changes nothing: it may be sent twice.

What *data* a line has, by kind:

planned      drill (its record), rules (version), budget_points, prediction (chances by expectation, score, points_lost), or none; practice (true), in a practice alone
approved, cleared, refused   reasons, sentences (the same with their values), cover, least_chance, points_lost
called-off, started, paused, ended, evaluated   text
reported     fingerprint
aborted      cause (real-event, safe-word, cover-breach, other), text
attended     agent, present
inject       inject, seat, cause, planned_second
clock        expectation, inject, within_minutes, due_second, standing
ran-out      expectation, due_second
stamp        act, agent, incident, expectation, level, text
judged       expectation, met, text
sheet        marks, ratings, points, strengths, problems
noted        text
chat-opened  roleplay, seat, text         chat-said    roleplay, agent (none: the customer), text, cue, phrases
chat-closed  roleplay, satisfied
live         queue, start, end, came, within, expected_percent; perhaps target_percent, exercise
corrected    line, void, data, second, text

The line of an order with a key has it beside, as key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from drills.drill import Drill
from drills.errors import LogError
from drills.exercise.chain import whole_milliseconds
from drills.exercise.due import next_due
from drills.exercise.log import CLOCK, LineKind, Log
from drills.exercise.phases import Phase
from drills.exercise.state import State, state_after, state_of
from drills.reading import read_drill
from drills.scenario.canonical import Plain, canonical_json
from drills.scenario.frozen import Scenario
from forecasting.messages import N_, Sentence


@dataclass(frozen=True, slots=True)
class Run:
    """A drill with its log. *state* follows from the log alone."""

    drill: Drill
    log: Log
    state: State = field(compare=False)

    @property
    def scenario(self) -> Scenario:
        """The frozen scenario."""
        return self.drill.scenario

    @property
    def planned(self) -> Mapping[str, Any]:
        """What the first line says: rules, budget and prediction beside the drill's record."""
        return self.log.line(1).data

    @property
    def is_practice(self) -> bool:
        """Whether its controller walks through it alone: nobody leaves live work, and it counts for nothing."""
        return self.planned.get("practice") is True

    def ms(self, now: datetime) -> int:
        """Return the exercise time at *now* in milliseconds; never less than the log's last line says."""
        return max(self.state.ms(now), self.log.last.ms)

    def with_line(self, now: datetime, kind: LineKind, by: str, data: Mapping[str, Plain]) -> "Run":
        """Return the run with one more line, written at *now*; not before the last one."""
        at = max(whole_milliseconds(now), self.log.last.at)
        log = self.log.with_line(at, self.ms(at), kind, by, data)
        return Run(self.drill, log, state_after(self.state, log))


def run_of(log: Log) -> Run:
    """Return the run whose log is *log*. Raises RequestError where its first line holds no drill, LogError where lines say nonsense."""
    record = log.line(1).data.get("drill") if len(log) else None
    drill = _drill_of(canonical_json(record))
    try:
        return Run(drill, log, state_of(log))
    except (KeyError, TypeError, ValueError) as error:
        raise LogError([Sentence(N_("the log says what no drill can do: {reason}"), reason=repr(error))]) from error


@lru_cache(maxsize=64)
def _drill_of(text: str) -> Drill:
    return read_drill(text)


def tick(run: Run, now: datetime) -> Run:
    """Return *run* with everything that was due until *now*; the same run where nothing was, or its clock stands."""
    return settled(run, now) if run.state.phase is Phase.RUNNING else run


def next_tick(run: Run) -> datetime | None:
    """Return the instant from which :func:`tick` has something to do; None where its clock stands or nothing is left.

    It may have passed. What people do until then can bring something earlier.
    """
    since = run.state.since
    due = next_due(run.scenario, run.state) if since is not None else None
    if since is None or due is None:
        return None
    return max(since + timedelta(milliseconds=due.comes_ms - run.state.elapsed_ms), run.log.last.at)


def settled(run: Run, now: datetime, *, at_the_end: bool = False) -> Run:
    """Return *run*, whose clock runs, with everything that was due until *now*; *at_the_end* clocks that are up now have run out."""
    at = max(whole_milliseconds(now), run.log.last.at)
    while (due := next_due(run.scenario, run.state, run.ms(at), at_the_end=at_the_end)) is not None:
        run = run.with_line(at, due.kind, CLOCK, due.data)
    return run
