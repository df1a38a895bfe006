"""The arrays that the kernel writes: contacts of a day, the state between two events, and what is counted."""

from typing import NamedTuple

import numpy as np

from forecasting.simulation.arrays import Floats, Ints, Records
from forecasting.simulation.centre import MOST_AT_ONCE
from forecasting.simulation.heaps import Heap, empty_heap
from forecasting.simulation.plan import Plan
from forecasting.simulation.room import Room, no_room

UNUSED, WAITING, SERVED, LEFT, REDIALLED, TURNED_AWAY, SENT_AWAY = range(-1, 6)  # what became of an attempt
WAIT_EDGES = np.concatenate(
    [[0.0], np.geomspace(1.0, 86_400.0, 160)]
)  # seconds; upper edges, each 7.4 % above the last

ROW = np.dtype(
    [
        *((name, "f8") for name in ("time", "handling", "patience", "start", "end")),
        *((name, "i4") for name in ("stream", "follow", "after", "ahead", "person", "fate")),
    ],
    align=True,
)
PERSON = np.dtype(
    [
        *((name, "f8") for name in ("served", "since", "busy_from", "there_from")),
        *((name, "i4") for name in ("group", "on_duty", "load", "limit", "due")),
    ],
    align=True,
)
PLACE = np.dtype([("left", "f8"), ("contact", "i4")], align=True)
LINE = np.dtype([("first", "i4"), ("last", "i4"), ("length", "i4")], align=True)
CLOCK = np.dtype([("served", "f8"), ("on_duty", "i4"), ("arrival", "i4"), ("stop", "i4"), ("change", "i4")], align=True)
COUNT = np.dtype(
    [
        *((name, "f8") for name in ("wait_served", "wait_left")),
        *(
            (name, "i4")
            for name in ("offered", "served", "within", "left", "redialled", "balked", "turned_away", "sent_away")
        ),
    ],
    align=True,
)
BUSY, THERE = 0, 1  # how people spend seconds; who is busy is there, too


class Contacts(NamedTuple):
    """*rows*, one an attempt: as drawn, who waits before and after it in line (-1: nobody), and what became of it.

    ``start`` and ``end`` are seconds of service (NaN where there is none; for who leaves ``end`` is when), ``person`` who served
    (-1: nobody). *timers* hold those who wait by when they lose patience and those away by when they come again.
    """

    rows: Records
    timers: Heap


class State(NamedTuple):
    """Where everybody is between two events.

    *people*: the ``group`` of streams that they serve now, contacts in hand (``load``), the ``limit`` that they and the person's own cap set to it, the place in hand ``due``
    first, seconds ``served`` since the start; and since when the work left is known (``since``), somebody is served
    (``busy_from``), the person is there (``there_from``; -1: not). *hand* (person, place): contact and seconds of work left.
    *room* has those who can take a contact, *ends* all who serve by when they finish next. *lines* of waiting contacts by stream. *clock*, one row: next arrival and where arrivals stop, next change, how many are on duty and what they served.
    """

    people: Records
    hand: Records
    room: Room
    ends: Heap
    lines: Records
    clock: Records


class Tally(NamedTuple):
    """What is counted, by slot in which the attempt came.

    *counts* (slot, stream), waits in sums of seconds; *waits* counts answered contacts by wait, (slot, stream, bin of
    WAIT_EDGES); *spent* (slot, group, BUSY or THERE) are person-seconds.
    """

    counts: Records
    waits: Ints
    spent: Floats


def first_state(plan: Plan) -> State:
    """Return the state before anything has happened: nobody there, nobody waiting."""
    people = np.zeros(len(plan.people), PERSON)
    people["group"], people["limit"] = plan.people["group"], plan.people["cap"]
    people["busy_from"] = people["there_from"] = -1.0
    hand = np.zeros((len(people), MOST_AT_ONCE), PLACE)
    hand["contact"] = -1
    lines = np.zeros(len(plan.streams), LINE)
    lines["first"] = lines["last"] = -1
    room = no_room(len(people), len(plan.skills_from) - 1)
    return State(people, hand, room, empty_heap(len(people)), lines, np.zeros(1, CLOCK))


def empty_tally(plan: Plan) -> Tally:
    """Return a tally of nothing."""
    shape = plan.n_slots, len(plan.streams)
    spent = np.zeros((plan.n_slots, len(plan.skills_from) - 1, 2))
    return Tally(np.zeros(shape, COUNT), np.zeros((*shape, len(WAIT_EDGES) + 1), np.int32), spent)
