"""The simulation itself: what happens next, one event after the other, over customers drawn beforehand.

At the same instant people leave first, then streams close, people come, contacts end, customers lose patience or come
again, and new ones arrive. Plain Python that numba can compile; both give the same numbers, bit for bit.
"""

from forecasting.simulation.compiling import part
from forecasting.simulation.counting import slot_of
from forecasting.simulation.heaps import push, take_out
from forecasting.simulation.people import come, finish, leave
from forecasting.simulation.plan import COMES, LEAVES, Plan
from forecasting.simulation.serving import person_for, start
from forecasting.simulation.tables import (
    LEFT,
    REDIALLED,
    SENT_AWAY,
    TURNED_AWAY,
    UNUSED,
    WAITING,
    Contacts,
    State,
    Tally,
)
from forecasting.simulation.waiting import join, quit_line

INFINITE = float("inf")


def advance(plan: Plan, state: State, contacts: Contacts, tally: Tally, until: float) -> int:
    """Let everything happen that happens before *until* seconds, and return the number of events."""
    events = 0
    while True:
        change = INFINITE
        if state.cursor[2] < len(plan.change_time):
            change = plan.change_time[state.cursor[2]]
        end = INFINITE
        if state.ends.count[0] > 0:
            end = state.ends.first[state.ends.items[0]]
        timer = INFINITE
        if contacts.timers.count[0] > 0:
            timer = contacts.timers.first[contacts.timers.items[0]]
        arrival = INFINITE
        if state.cursor[0] < state.cursor[1]:
            arrival = contacts.time[state.cursor[0]]
        now = min(min(change, end), min(timer, arrival))
        if now >= until:
            return events
        events += 1
        if now == change:
            state.cursor[2] += 1
            _change(plan, state, contacts, tally, state.cursor[2] - 1)
        elif now == end:
            finish(plan, state, contacts, tally, state.ends.items[0])
        elif now == timer:
            _ring(plan, state, contacts, tally, contacts.timers.items[0])
        else:
            state.cursor[0] += 1
            _arrive(plan, state, contacts, tally, state.cursor[0] - 1)


@part
def _change(plan: Plan, state: State, contacts: Contacts, tally: Tally, number: int) -> None:
    kind, of, now = plan.change_kind[number], plan.change_of[number], plan.change_time[number]
    if kind == COMES:
        come(plan, state, contacts, tally, of, now)
    elif kind == LEAVES:
        leave(plan, state, tally, of, now)
    else:
        while state.lines.count[of] > 0:
            contact = state.lines.first[of]
            quit_line(state.lines, contacts, contact)
            contacts.fate[contact] = SENT_AWAY
            contacts.end[contact] = now
            tally.sent_away[slot_of(plan, contacts.time[contact]), of] += 1


@part
def _arrive(plan: Plan, state: State, contacts: Contacts, tally: Tally, contact: int) -> None:
    now, stream = contacts.time[contact], contacts.stream[contact]
    slot = slot_of(plan, now)
    tally.offered[slot, stream] += 1
    if not plan.is_open[slot, stream]:
        contacts.fate[contact] = TURNED_AWAY
        tally.turned_away[slot, stream] += 1
        return
    person = person_for(plan, state, stream)
    if person >= 0:
        start(plan, state, contacts, tally, person, contact, now)
        return
    contacts.fate[contact] = WAITING
    join(state.lines, contacts, contact)
    if contacts.patience[contact] < INFINITE:
        contacts.timers.first[contact] = now + contacts.patience[contact]
        push(contacts.timers, 0, contact)


@part
def _ring(plan: Plan, state: State, contacts: Contacts, tally: Tally, contact: int) -> None:
    """Let the customer whose timer is up leave the line, or come again."""
    now = contacts.timers.first[contact]
    if contacts.fate[contact] == UNUSED:
        take_out(contacts.timers, 0, contact)
        contacts.time[contact] = now
        _arrive(plan, state, contacts, tally, contact)
        return
    quit_line(state.lines, contacts, contact)
    slot, stream = slot_of(plan, contacts.time[contact]), contacts.stream[contact]
    contacts.fate[contact] = LEFT
    contacts.end[contact] = now
    tally.left[slot, stream] += 1
    tally.wait_left[slot, stream] += now - contacts.time[contact]
    again = contacts.follow[contact]
    if again >= 0 and now + contacts.time[again] < plan.n_slots * plan.slot_seconds:
        contacts.fate[contact] = REDIALLED
        tally.redialled[slot, stream] += 1
        contacts.timers.first[again] = now + contacts.time[again]
        push(contacts.timers, 0, again)
