"""The arrays that the kernel writes: contacts of a day, the state between two events, and what is counted."""

from typing import NamedTuple

import numpy as np

from forecasting.simulation.arrays import Flags, Floats, Ints
from forecasting.simulation.centre import MOST_AT_ONCE
from forecasting.simulation.heaps import Heaps, empty_heaps
from forecasting.simulation.plan import Plan

UNUSED, WAITING, SERVED, LEFT, REDIALLED, TURNED_AWAY, SENT_AWAY = range(-1, 6)  # what became of an attempt
WAIT_EDGES = np.concatenate(
    [[0.0], np.geomspace(1.0, 86_400.0, 160)]
)  # seconds; upper edges, each 7.4 % above the last


class Contacts(NamedTuple):
    """One row an attempt, as drawn, with its place in a waiting line and, in the end, what became of it.

    *timers* holds the waiting ones by when they lose patience and those away by when they come again. *start* and *end* are
    seconds of service (NaN where there is none; for who leaves *end* is when), *person* who served (-1: nobody).
    """

    time: Floats
    handling: Floats
    patience: Floats
    stream: Ints
    follow: Ints
    after: Ints
    ahead: Ints
    timers: Heaps
    start: Floats
    end: Floats
    person: Ints
    fate: Ints


class Lines(NamedTuple):
    """By stream the *first* and *last* waiting contact and how many wait; -1 where nobody does."""

    first: Ints
    last: Ints
    count: Ints


class State(NamedTuple):
    """Where everybody is between two events.

    By person: contacts in *hand* and seconds of work *left* of each, their number *load*, the *limit* that they and the
    person's own cap set to it, the place in hand *due* first, seconds *served* since the start, and since when: the work left
    is known (*since*), somebody is served (*busy_from*), the person is there (*there_from*; -1: not).
    *free* are heaps of people with room, one a group; *ends* all who serve by when they finish next.
    *cursor*: next arrival, end of the arrivals, next change. *sums*: seconds served by those on duty, their number.
    """

    on_duty: Flags
    hand: Ints
    left: Floats
    load: Ints
    limit: Ints
    due: Ints
    served: Floats
    since: Floats
    busy_from: Floats
    there_from: Floats
    free: Heaps
    ends: Heaps
    lines: Lines
    cursor: Ints
    sums: Floats


class Tally(NamedTuple):
    """What is counted, by slot in which the attempt came and stream; *busy* and *there* are person-seconds by slot and group.

    *wait_served* and *wait_left* are sums of seconds; *waits* counts answered contacts by wait (slot, stream, WAIT_EDGES).
    """

    offered: Ints
    served: Ints
    within: Ints
    left: Ints
    redialled: Ints
    turned_away: Ints
    sent_away: Ints
    wait_served: Floats
    wait_left: Floats
    waits: Ints
    busy: Floats
    there: Floats


def first_state(plan: Plan) -> State:
    """Return the state before anything has happened: nobody there, nobody waiting."""
    people, streams = len(plan.group), len(plan.at_once)
    groups = len(plan.skills_from) - 1
    sizes = np.bincount(plan.group, minlength=groups).astype(np.int32)
    nobody = np.full(people, -1.0)
    return State(
        on_duty=np.zeros(people, np.bool_),
        hand=np.full((people, MOST_AT_ONCE), -1, np.int32),
        left=np.zeros((people, MOST_AT_ONCE)),
        load=np.zeros(people, np.int32),
        limit=plan.cap.copy(),
        due=np.zeros(people, np.int32),
        served=np.zeros(people),
        since=np.zeros(people),
        busy_from=nobody.copy(),
        there_from=nobody.copy(),
        free=empty_heaps(sizes, people),
        ends=empty_heaps(np.array([people], np.int32), people),
        lines=Lines(np.full(streams, -1, np.int32), np.full(streams, -1, np.int32), np.zeros(streams, np.int32)),
        cursor=np.zeros(3, np.int32),
        sums=np.zeros(2),
    )


def empty_tally(plan: Plan) -> Tally:
    """Return a tally of nothing."""
    slots, streams, groups = plan.n_slots, len(plan.at_once), len(plan.skills_from) - 1
    counts = [np.zeros((slots, streams), np.int32) for _each in range(7)]
    waits = np.zeros((slots, streams, len(WAIT_EDGES) + 1), np.int32)
    seconds = [np.zeros((slots, streams)) for _each in range(2)]
    return Tally(*counts, *seconds, waits, np.zeros((slots, groups)), np.zeros((slots, groups)))
