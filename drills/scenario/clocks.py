"""When the injects of a scenario come and when its clocks run out, in minutes from the drill's start."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from drills.scenario.acts import Act, Effort
from drills.scenario.entries import ExpectationEntry, InjectEntry
from drills.scenario.frozen import Clock, Standing
from drills.standards import OWN_EFFORT_SHARES, TARGETS

OWN_LIMIT = "template"


@dataclass(frozen=True, slots=True)
class Allowance:
    """How long an expectation may take, and by which source."""

    minutes: int
    citation: str


@dataclass(frozen=True, slots=True)
class Outside:
    """What is known of other incidents of the drill: when their *injects* come, when expectations and *acts* are due."""

    injects: Mapping[str, int] = field(default_factory=dict)
    due: Mapping[str, int] = field(default_factory=dict)
    acts: Mapping[Act, int] = field(default_factory=dict)


NOTHING_OUTSIDE = Outside()


def allowance(entry: ExpectationEntry) -> Allowance:
    """Return the time that the standards, or the template itself, allow for *entry*."""
    if entry.target is not None:
        return Allowance(TARGETS[entry.target].minutes, TARGETS[entry.target].citation)
    if entry.within_minutes is None:
        raise ValueError(f"expectation {entry.id}: neither target nor within_minutes")
    return Allowance(entry.within_minutes, entry.citation or OWN_LIMIT)


def effort_of(entry: ExpectationEntry) -> Effort:
    """Return how long the doing takes: the entry's own numbers, those of its target, or shares of its own limit."""
    if entry.effort is not None:
        return Effort(*entry.effort)
    if entry.target is not None:
        return TARGETS[entry.target].effort
    allowed = allowance(entry).minutes
    median, p90 = (round(share * allowed, 1) for share in OWN_EFFORT_SHARES)
    return Effort(median, p90)


def latest_minutes(
    drawn: Mapping[str, int],
    injects: Iterable[InjectEntry],
    expectations: Iterable[ExpectationEntry],
    outside: Outside = NOTHING_OUTSIDE,
) -> dict[str, int]:
    """Return for each inject the latest minute at which it is planned for; *drawn* has those that wait for nothing.

    An inject that waits for an outcome comes at the latest when that expectation's time is up and the delay is over;
    one that waits for an act, when the first clock that asks for this act is up. Raises CycleError (graphlib) where
    injects wait for each other, KeyError where one waits for nothing known.
    """
    known = {entry.id: entry for entry in expectations}
    waiting = {entry.id: entry for entry in injects if entry.id not in drawn}
    awaited = {name: _awaited(entry, known, outside) for name, entry in waiting.items()}
    minutes = {**outside.injects, **drawn}
    for name in TopologicalSorter(_graph(awaited, known)).static_order():
        if name in waiting:
            entry = waiting[name]
            dues = [_due(item, known, minutes, outside) for item in awaited[name]]
            if entry.on is not None and entry.on in outside.acts:
                dues.append(outside.acts[entry.on])
            minutes[name] = min(dues) + (entry.delay_minutes if entry.after is None else entry.after.delay_minutes)
    return {name: minute for name, minute in minutes.items() if name not in outside.injects}


def _awaited(entry: InjectEntry, known: Mapping[str, ExpectationEntry], outside: Outside) -> list[str]:
    if entry.after is not None:
        if entry.after.expectation not in known and entry.after.expectation not in outside.due:
            raise KeyError(entry.after.expectation)
        return [entry.after.expectation]
    acting = [item.id for item in known.values() if item.act is entry.on]
    if not acting and entry.on not in outside.acts:
        raise KeyError(str(entry.on))
    return acting


def _graph(awaited: Mapping[str, list[str]], known: Mapping[str, ExpectationEntry]) -> dict[str, set[str]]:
    return {name: {known[item].basis for item in items if item in known} for name, items in awaited.items()}


def _due(name: str, known: Mapping[str, ExpectationEntry], minutes: Mapping[str, int], outside: Outside) -> int:
    if name not in known:
        return outside.due[name]
    return minutes[known[name].basis] + allowance(known[name]).minutes


def clock_of(entry: ExpectationEntry, basis_minutes: int, drill_minutes: int) -> Clock:
    """Return the clock of *entry*, started by its basis; one that is due after the drill's end is not observed."""
    allowed = allowance(entry)
    due = basis_minutes + allowed.minutes
    if due <= drill_minutes:
        standing = Standing.OBSERVED
    else:
        standing = Standing.PROJECTED if entry.judged_by_plan else Standing.NOT_OBSERVED
    return Clock(entry.basis, allowed.minutes, due, standing, allowed.citation, entry.target)
