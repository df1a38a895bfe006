"""People who come, leave, finish a contact and look for the next one."""

from forecasting.simulation.compiling import part
from forecasting.simulation.counting import add_seconds
from forecasting.simulation.heaps import take_out
from forecasting.simulation.plan import Plan
from forecasting.simulation.serving import offer, schedule, start, work_on
from forecasting.simulation.tables import Contacts, State, Tally
from forecasting.simulation.waiting import quit_line


@part
def come(plan: Plan, state: State, contacts: Contacts, tally: Tally, person: int, now: float) -> None:
    """Let *person* begin a span of duty; who still finishes a contact of the last one is there already."""
    state.on_duty[person] = True
    if state.there_from[person] < 0:
        state.there_from[person] = now
    state.served[person] = state.sums[0] / state.sums[1] if state.sums[1] > 0 else 0.0
    state.sums[0] += state.served[person]
    state.sums[1] += 1
    take_waiting(plan, state, contacts, tally, person, now)


@part
def leave(plan: Plan, state: State, tally: Tally, person: int, now: float) -> None:
    """End a span of duty: *person* takes nothing more and goes when nothing is in hand."""
    state.on_duty[person] = False
    state.sums[0] -= state.served[person]
    state.sums[1] -= 1
    if state.free.place[person] >= 0:
        take_out(state.free, plan.group[person], person)
    if state.load[person] == 0:
        go(plan, state, tally, person, now)


@part
def go(plan: Plan, state: State, tally: Tally, person: int, now: float) -> None:
    """Let *person*, who serves nobody, be away from *now* on."""
    add_seconds(plan, tally.there, plan.group[person], state.there_from[person], now)
    state.there_from[person] = -1.0


@part
def finish(plan: Plan, state: State, contacts: Contacts, tally: Tally, person: int) -> None:
    """End the contact of *person* that is due, and let whoever waits have the place."""
    now = state.ends.first[person]
    if state.free.place[person] >= 0:
        take_out(state.free, plan.group[person], person)
    work_on(plan, state, contacts, person, now)
    place, last = state.due[person], state.load[person] - 1
    contacts.end[state.hand[person, place]] = now
    state.hand[person, place] = state.hand[person, last]
    state.left[person, place] = state.left[person, last]
    state.load[person] = last
    state.limit[person] = plan.cap[person]
    for other in range(last):
        stream = contacts.stream[state.hand[person, other]]
        state.limit[person] = min(state.limit[person], plan.at_once[stream])
    schedule(plan, state, contacts, person, now)
    if state.on_duty[person]:
        take_waiting(plan, state, contacts, tally, person, now)
    rest(plan, state, tally, person, now)


@part
def rest(plan: Plan, state: State, tally: Tally, person: int, now: float) -> None:
    """Where *person* serves nobody any more, count how long somebody was served."""
    if state.load[person] > 0:
        return
    busy_from = state.busy_from[person]
    state.busy_from[person] = -1.0
    add_seconds(plan, tally.busy, plan.group[person], busy_from, now)
    if state.on_duty[person]:
        state.served[person] += now - busy_from
        state.sums[0] += now - busy_from
    else:
        go(plan, state, tally, person, now)


@part
def take_waiting(plan: Plan, state: State, contacts: Contacts, tally: Tally, person: int, now: float) -> None:
    """Fill *person*'s places with waiting contacts, by priority, then by wait; with room left, be free for the next."""
    while True:
        contact = next_for(plan, state, contacts, person)
        if contact < 0:
            break
        quit_line(state.lines, contacts, contact)
        start(plan, state, contacts, tally, person, contact, now)
    if state.free.place[person] < 0:
        offer(plan, state, person, now)


@part
def next_for(plan: Plan, state: State, contacts: Contacts, person: int) -> int:
    """Return the waiting contact that *person* takes next, -1 where none is waiting or there is no room."""
    best, best_stream = -1, -1
    if state.load[person] >= state.limit[person]:
        return best
    group = plan.group[person]
    for at in range(plan.skills_from[group], plan.skills_from[group + 1]):
        stream = plan.skills[at]
        contact = state.lines.first[stream]
        if contact < 0 or state.load[person] >= plan.at_once[stream]:
            continue
        sooner = best < 0 or plan.priority[stream] < plan.priority[best_stream]
        if not sooner and plan.priority[stream] == plan.priority[best_stream]:
            sooner = contacts.time[contact] < contacts.time[best]
        if sooner:
            best, best_stream = contact, stream
    return best
