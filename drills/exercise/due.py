"""What the clock does by itself: injects that are due, clocks that run out, customers who call and go on talking.

A stamp at the very end of a clock is in time, so a clock runs out only after its last millisecond; with the drill's end it does at once.
At the same instant clocks of injects that came start first, then clocks run out, then injects come, then customers call. All of it
follows from the log, so that nothing is lost when the last lines of a tick were never written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from drills.exercise.facts import Cause
from drills.exercise.log import LineKind
from drills.exercise.state import State
from drills.scenario.canonical import Plain, plain
from drills.scenario.frozen import Condition, Event, Inject, Outcome, Scenario, Standing
from drills.scenario.roleplays import RolePlay

MINUTE = 60_000  # milliseconds
ON_TIME_MS = 5_000  # an inject that comes so little late, for the clock is not looked at all the time, counts as given at its time


@dataclass(frozen=True, slots=True)
class Due:
    """A line that the clock writes for what is due at *ms*; it may be written from *comes_ms*."""

    ms: int
    comes_ms: int
    order: int
    of: str
    kind: LineKind
    data: Mapping[str, Plain]

    @property
    def turn(self) -> tuple[int, int, str]:
        """When its turn is, among all that is due."""
        return (self.ms, self.order, self.of)


def next_due(scenario: Scenario, state: State, ms: int | None = None, *, at_the_end: bool = False) -> Due | None:
    """Return what is due first of what may come until *ms* (None: ever) and has not come yet; None where nothing is."""
    due = [
        *_starts(scenario, state),
        *_run_outs(state, at_the_end=at_the_end),
        *_injects(scenario, state),
        *_talks(scenario, state),
    ]
    come = due if ms is None else [item for item in due if item.comes_ms <= ms]
    return min(come, key=lambda item: item.turn, default=None)


def coming(inject: Inject, state: State) -> int | None:
    """Return when *inject*, which has not come yet, is planned for in ms as things stand; None where nothing calls for it yet."""
    found = _coming(inject, state)
    return None if found is None else found[0]


def _starts(scenario: Scenario, state: State) -> Iterator[Due]:
    """Yield the clocks of injects that came: they start when it was planned for where it came on time, otherwise when it came."""
    for item in scenario.expectations:
        given = state.given.get(item.clock.basis)
        if given is None or item.id in state.clocks:
            continue
        start = given.planned_ms if given.late_ms <= ON_TIME_MS else given.ms
        due = start + item.clock.within_minutes * MINUTE
        standing = item.clock.standing
        if due <= scenario.minutes * MINUTE:
            standing = Standing.OBSERVED  # also where its basis came earlier than it was planned for
        elif standing is Standing.OBSERVED:
            standing = Standing.NOT_OBSERVED  # its basis came later
        data: dict[str, Plain] = {
            "expectation": item.id,
            "inject": item.clock.basis,
            "within_minutes": item.clock.within_minutes,
            "due_second": due / 1000,
            "standing": standing.value,
        }
        yield Due(start, start, 0, "", LineKind.CLOCK, data)


def _run_outs(state: State, *, at_the_end: bool) -> Iterator[Due]:
    seen = {stamp.expectation for stamp in state.stamps}
    for name, clock in state.clocks.items():
        if name not in state.ran_out and name not in seen and clock.standing is Standing.OBSERVED:
            data: dict[str, Plain] = {"expectation": name, "due_second": clock.due_ms / 1000}
            comes = clock.due_ms if at_the_end else clock.due_ms + 1
            yield Due(clock.due_ms, comes, 1, name, LineKind.RAN_OUT, data)


def _injects(scenario: Scenario, state: State) -> Iterator[Due]:
    for inject in scenario.injects:
        if inject.id in state.given:
            continue
        found = _coming(inject, state)
        if found is not None:
            planned, cause = found
            data: dict[str, Plain] = {
                "inject": inject.id,
                "cause": cause.value,
                "planned_second": planned / 1000,
                "seat": inject.seat,
            }
            yield Due(planned, planned, 2, inject.id, LineKind.INJECT, data)


def _coming(inject: Inject, state: State) -> tuple[int, Cause] | None:
    """Return when *inject* is planned for as things stand, and why; None where nothing calls for it yet."""
    if inject.timed:
        return inject.minutes * MINUTE, Cause.TIME
    if inject.condition is not None:
        return _after(inject.condition, state)
    return None if inject.event is None else _on(inject.event, state)


def _after(condition: Condition, state: State) -> tuple[int, Cause] | None:
    name, delay = condition.expectation, condition.delay_minutes * MINUTE
    clock, seen, judged = state.clocks.get(name), state.seen(name), state.judged.get(name)
    if clock is None or clock.standing is Standing.NOT_OBSERVED:
        return None
    wrong = judged.ms if judged is not None and not judged.met else None
    in_time = seen is not None and seen.ms <= clock.due_ms
    if condition.outcome is Outcome.MET:
        return (max(seen.ms, clock.started_ms) + delay, Cause.SUCCESS) if seen and in_time and wrong is None else None
    ran_out = clock.due_ms if name in state.ran_out and not in_time else None
    if condition.outcome is Outcome.EXPIRED:
        return None if ran_out is None else (ran_out + delay, Cause.EXPIRY)
    missed = min((ms for ms in (ran_out, wrong) if ms is not None), default=None)
    return None if missed is None else (missed + delay, Cause.FAILURE)


def _on(event: Event, state: State) -> tuple[int, Cause] | None:
    found = [stamp.ms for stamp in state.stamps if stamp.act is event.act and event.incident in {"", stamp.incident}]
    return (min(found) + event.delay_minutes * MINUTE, Cause.EVENT) if found else None


def _talks(scenario: Scenario, state: State) -> Iterator[Due]:
    for play in scenario.roleplays:
        chat = state.chats.get(play.id)
        if chat is None:
            begins = _begins(play, state)
            if begins is not None:
                data: dict[str, Plain] = {"roleplay": play.id, "seat": play.seat, "text": plain(play.opening)}
                yield Due(begins, begins, 3, play.id, LineKind.CHAT_OPENED, data)
        elif chat.closed_ms is None:
            heard = {said.cue for said in chat.said}
            for number, line in enumerate(play.lines):
                if line.after_minutes is not None and number not in heard:
                    said: dict[str, Plain] = {
                        "roleplay": play.id,
                        "agent": None,
                        "text": plain(line.say.marked()),
                        "cue": number,
                    }
                    due = chat.opened_ms + line.after_minutes * MINUTE
                    yield Due(due, due, 4, f"{play.id}.{number}", LineKind.CHAT_SAID, said)


def _begins(play: RolePlay, state: State) -> int | None:
    if play.begins_with is None:
        return play.minutes * MINUTE
    given = state.given.get(play.begins_with)
    return None if given is None else given.ms
