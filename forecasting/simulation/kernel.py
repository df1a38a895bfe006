"""The simulation itself: what happens next, one event after the other, over customers drawn beforehand.

At the same instant people leave first, then streams close, people turn to others, people come, contacts end, customers lose patience or come
again, and new ones arrive. Plain Python that numba can compile; both give the same numbers, bit for bit.
"""

from forecasting.simulation.compiling import part
from forecasting.simulation.counting import slot_of
from forecasting.simulation.heaps import INFINITE, least, push, take_out, top
from forecasting.simulation.people import come, finish, leave, rest, take_waiting, turn
from forecasting.simulation.plan import CLOSES, COMES, TURNS, Plan
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


def advance(plan: Plan, state: State, contacts: Contacts, tally: Tally, until: float) -> int:
    """Let everything happen that happens before *until* seconds, and return the number of events."""
    clock = state.clock[0]
    events = 0
    while True:
        change, arrival = INFINITE, INFINITE
        if clock["change"] < len(plan.changes):
            change = plan.changes[clock["change"]]["time"]
        end, timer = least(state.ends), least(contacts.timers)
        if clock["arrival"] < clock["stop"]:
            arrival = contacts.rows[clock["arrival"]]["time"]
        now = min(change, end, timer, arrival)
        if now >= until:
            return events
        events += 1
        looking, coming = -1, -1
        if now == change:
            looking = _change(plan, state, contacts, tally)
        elif now == end:
            looking = top(state.ends)
            finish(plan, state, contacts, looking, now)
        elif now == timer:
            coming = _ring(plan, state, contacts, tally, top(contacts.timers), now)
        else:
            coming = clock["arrival"]
            clock["arrival"] += 1
        if looking >= 0:
            take_waiting(plan, state, contacts, tally, looking, now)
            rest(plan, state, tally, looking, now)
        elif coming >= 0:
            _arrive(plan, state, contacts, tally, coming, now)


@part
def _change(plan: Plan, state: State, contacts: Contacts, tally: Tally) -> int:
    """Let the next change happen and return who looks for work then, -1 where nobody does."""
    change = plan.changes[state.clock[0]["change"]]
    state.clock[0]["change"] += 1
    of, now = change["of"], change["time"]
    if change["kind"] == COMES:
        come(state, of, now)
        return of  # type: ignore[no-any-return]  # a field of a record
    if change["kind"] == TURNS:
        turn(plan, state, tally, of, change["group"], now)
        return of  # type: ignore[no-any-return]  # a field of a record
    if change["kind"] == CLOSES:
        _close(plan, state, contacts, tally, of, now)
    else:
        leave(plan, state, tally, of, now)
    return -1


@part
def _close(plan: Plan, state: State, contacts: Contacts, tally: Tally, stream: int, now: float) -> None:
    """Send away everybody who waits for *stream*."""
    while state.lines[stream]["length"] > 0:
        contact = state.lines[stream]["first"]
        quit_line(state.lines, contacts, contact)
        contacts.rows[contact]["fate"] = SENT_AWAY
        contacts.rows[contact]["end"] = now
        tally.counts[slot_of(plan, contacts.rows[contact]["time"]), stream]["sent_away"] += 1


@part
def _arrive(plan: Plan, state: State, contacts: Contacts, tally: Tally, contact: int, now: float) -> None:
    """Let *contact* be turned away, served at once or wait."""
    row = contacts.rows[contact]
    row["time"] = now
    slot, stream = slot_of(plan, now), row["stream"]
    counts = tally.counts[slot, stream]
    counts["offered"] += 1
    if not plan.is_open[slot, stream]:
        row["fate"] = TURNED_AWAY
        counts["turned_away"] += 1
        return
    if row["patience"] < 0:
        counts["balked"] += 1
        _give_up(plan, contacts, tally, contact, now)
        return
    person = person_for(plan, state, stream)
    if person >= 0:
        start(plan, state, contacts, tally, person, contact, now)
        return
    row["fate"] = WAITING
    join(state.lines, contacts.rows, contact)
    if row["patience"] < INFINITE:
        push(contacts.timers, contact, now + row["patience"])


@part
def _ring(plan: Plan, state: State, contacts: Contacts, tally: Tally, contact: int, now: float) -> int:
    """Let the customer whose timer is up leave the line; return the attempt of one who comes again now, else -1."""
    row = contacts.rows[contact]
    if row["fate"] == UNUSED:
        take_out(contacts.timers, contact)
        return contact
    quit_line(state.lines, contacts, contact)
    _give_up(plan, contacts, tally, contact, now)
    return -1


@part
def _give_up(plan: Plan, contacts: Contacts, tally: Tally, contact: int, now: float) -> None:
    """Let the customer leave unanswered, and come again later where that was drawn."""
    row = contacts.rows[contact]
    counts = tally.counts[slot_of(plan, row["time"]), row["stream"]]
    counts["left"] += 1
    counts["wait_left"] += now - row["time"]
    row["fate"] = LEFT
    row["end"] = now
    again = row["follow"]
    if again >= 0 and now + contacts.rows[again]["time"] < plan.n_slots * plan.slot_seconds:
        row["fate"] = REDIALLED
        counts["redialled"] += 1
        push(contacts.timers, again, now + contacts.rows[again]["time"])
