"""Why a window cannot be used: every reason, each found for itself."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from drills.availability import HEAD_TOLERANCE
from drills.notes import Note
from drills.placement import Reason, ReasonKind
from drills.timing import Timing
from drills.windows.bench import Bench
from drills.windows.estimate import LiveEstimate
from forecasting.messages import N_


def wrong_day(timing: Timing, day: date) -> Iterator[Reason]:
    """Yield why no drill may be on *day*: a peak that is near, or one rehearsed too early or too late."""
    peak = timing.peak_near(day)
    if peak is not None:
        note = Note(N_("the day is too near the peak on {day}"), {"day": peak.isoformat()})
        yield Reason(ReasonKind.PEAK, note)
    span = timing.rehearsal_days()
    if span is not None and not span[0] <= day <= span[1]:
        template = N_("a rehearsal for the peak on {day} belongs between {first} and {last}")
        values = {"day": timing.rehearses, "first": span[0], "last": span[1]}
        yield Reason(ReasonKind.REHEARSAL, Note(template, values))


def too_short(spare: Mapping[str, float], estimate: LiveEstimate | None, first: int) -> Iterator[Reason]:
    """Yield what is lacking in drill or tail though nobody is away: heads of teams, by *spare*, and service of queues."""
    for team, heads in sorted(spare.items(), key=lambda item: item[1]):
        if heads < -HEAD_TOLERANCE:
            note = Note(N_("team {team} lacks required heads even without a drill"), {"team": team})
            yield Reason(ReasonKind.SHORT_ALREADY, note, -heads)
    for queue in () if estimate is None else estimate.already(first):
        note = Note(N_("queue {queue} is too likely below its floor even without a drill"), {"queue": queue})
        yield Reason(ReasonKind.SERVICE_ALREADY, note)


def lacking(bench: Bench, estimate: LiveEstimate | None, first: int, *, alone: bool) -> Iterator[Reason]:
    """Yield what the people on offer do not suffice for: the command, a seat, heads, service, or a pair of whom one must stay.

    *alone*: there is no other reason, so that one is bound to be found.
    """
    by_heads = _without_service(bench).can_fill()
    found = [*_unfilled(bench, by_heads), *_unserved(bench, estimate, first, by_heads)]
    yield from found
    if alone and not found:
        yield Reason(ReasonKind.PAIR, Note(N_("primary and backup of a role would both have to leave live work")))


def _unfilled(bench: Bench, by_heads: int) -> Iterator[Reason]:
    """Yield which parts nobody can take, and how many people are lacking besides; heads let *by_heads* parts be filled."""
    wanted, missing = bench.prices.wanted, bench.prices.wanted - by_heads
    if not missing:
        return
    nobody = [part for part, takers in zip(bench.prices.parts, bench.takers(), strict=True) if takers == 0]
    if missing == wanted:
        yield Reason(ReasonKind.PEOPLE, Note(N_("too few people can leave live work")), float(missing))
        return
    for part, count in nobody:
        if part.commands:
            note = Note(N_("nobody who may command can leave live work for the whole window"))
            yield Reason(ReasonKind.COMMANDER, note, float(count))
        else:
            template = N_("{role}: nobody who can take the part can leave live work for the whole window")
            yield Reason(ReasonKind.SEAT, Note(template, {}, {"role": part.roles[0].label}), float(count))
    missing -= sum(count for _part, count in nobody)
    if missing > 0:
        yield Reason(ReasonKind.PEOPLE, Note(N_("too few people can leave live work")), float(missing))


def _unserved(bench: Bench, estimate: LiveEstimate | None, first: int, by_heads: int) -> Iterator[Reason]:
    """Yield the queues for whose service too many would be away, heads suffice or not."""
    if estimate is None:
        return
    wanted = bench.prices.wanted
    if all(len(steps) >= wanted for steps in bench.group_steps):
        return
    by_service = _without_heads(bench)
    tight = by_heads == wanted and bench.can_fill() < wanted
    if tight or by_service.can_fill() < _without_service(by_service).can_fill():
        for queue in estimate.limits(first):
            note = Note(N_("queue {queue} would too likely be below its floor"), {"queue": queue})
            yield Reason(ReasonKind.SERVICE, note)


def _without_service(bench: Bench) -> Bench:
    return replace(bench, group_steps=_free_of_charge(bench, len(bench.group_steps)))


def _without_heads(bench: Bench) -> Bench:
    return replace(bench, steps=_free_of_charge(bench, len(bench.steps)))


def _free_of_charge(bench: Bench, count: int) -> "tuple[np.ndarray[tuple[int], np.dtype[np.int64]], ...]":
    return tuple(np.zeros(bench.prices.wanted, np.int64) for _place in range(count))
