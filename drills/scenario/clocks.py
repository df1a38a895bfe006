"""When the injects of a scenario come and when its clocks run out, in minutes from the drill's start."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from drills.scenario.frozen import Clock, Standing
from drills.scenario.templates import ExpectationEntry, InjectEntry
from drills.standards import TARGETS

OWN_LIMIT = "template"


@dataclass(frozen=True, slots=True)
class Allowance:
    """How long an expectation may take, and by which source."""

    minutes: int
    citation: str


def allowance(entry: ExpectationEntry) -> Allowance:
    """Return the time that the standards, or the template itself, allow for *entry*."""
    if entry.target is not None:
        return Allowance(TARGETS[entry.target].minutes, TARGETS[entry.target].citation)
    if entry.within_minutes is None:
        raise ValueError(f"expectation {entry.id}: neither target nor within_minutes")
    return Allowance(entry.within_minutes, OWN_LIMIT)


def latest_minutes(
    drawn: Mapping[str, int], injects: Iterable[InjectEntry], expectations: Mapping[str, ExpectationEntry]
) -> dict[str, int]:
    """Return for each inject the latest minute at which it can come; *drawn* has those that come in any case.

    An inject that waits for an outcome comes at the latest when that expectation's time is up and the delay is over.
    Raises CycleError (graphlib) where injects wait for each other, KeyError where one waits for nothing known.
    """
    waiting = {entry.id: entry.after for entry in injects if entry.after is not None}
    graph = {name: {expectations[after.expectation].basis} for name, after in waiting.items()}
    minutes = dict(drawn)
    for name in TopologicalSorter(graph).static_order():
        if name in waiting:
            after = waiting[name]
            expectation = expectations[after.expectation]
            minutes[name] = minutes[expectation.basis] + allowance(expectation).minutes + after.delay_minutes
    return minutes


def clock_of(entry: ExpectationEntry, basis_minutes: int, drill_minutes: int) -> Clock:
    """Return the clock of *entry*, started by its basis; one that is due after the drill's end is not observed."""
    allowed = allowance(entry)
    due = basis_minutes + allowed.minutes
    if due <= drill_minutes:
        standing = Standing.OBSERVED
    else:
        standing = Standing.PROJECTED if entry.judged_by_plan else Standing.NOT_OBSERVED
    return Clock(entry.basis, allowed.minutes, due, standing, allowed.citation, entry.target)
