"""One person's contacts in hand: how the work goes on, who gets the next contact, and what it counts as.

Several contacts at once share the person (limited processor sharing; Tezcan and Zhang, Operations Research 62:943, 2014):
while n are in hand each goes on at the speed 1 / growth(n), from moment to moment, so that a chat that begins among
others speeds up when they end.
"""

from forecasting.simulation.compiling import part
from forecasting.simulation.counting import bin_of, slot_of
from forecasting.simulation.heaps import before, push, take_out
from forecasting.simulation.plan import Plan
from forecasting.simulation.tables import SERVED, WAIT_EDGES, Contacts, State, Tally


@part
def person_for(plan: Plan, state: State, stream: int) -> int:
    """Return the person with room who is asked first for a contact of *stream*, -1 where nobody has room."""
    best, best_rank = -1, 0
    for at in range(plan.askers_from[stream], plan.askers_from[stream + 1]):
        group = plan.askers[at]
        if best >= 0 and plan.rank[at] > best_rank:
            break
        if state.free.count[group] == 0:
            continue
        person = state.free.items[state.free.base[group]]
        if state.load[person] < plan.at_once[stream] and (best < 0 or before(state.free, person, best)):
            best, best_rank = person, plan.rank[at]
    return best


@part
def start(plan: Plan, state: State, contacts: Contacts, tally: Tally, person: int, contact: int, now: float) -> None:
    """Let *person*, who has room, serve *contact* from *now* on."""
    if state.free.place[person] >= 0:
        take_out(state.free, plan.group[person], person)
    work_on(plan, state, contacts, person, now)
    place, stream = state.load[person], contacts.stream[contact]
    state.hand[person, place] = contact
    state.left[person, place] = contacts.handling[contact]
    state.load[person] = place + 1
    state.limit[person] = min(state.limit[person], plan.at_once[stream])
    if state.busy_from[person] < 0:
        state.busy_from[person] = now
    schedule(plan, state, contacts, person, now)
    offer(plan, state, person, now)
    contacts.start[contact] = now
    contacts.person[contact] = person
    contacts.fate[contact] = SERVED
    count_answer(plan, contacts, tally, contact, now)


@part
def count_answer(plan: Plan, contacts: Contacts, tally: Tally, contact: int, now: float) -> None:
    """Count that *contact* is answered *now*."""
    stream, came = contacts.stream[contact], contacts.time[contact]
    slot, wait = slot_of(plan, came), now - came
    tally.served[slot, stream] += 1
    tally.wait_served[slot, stream] += wait
    tally.waits[slot, stream, bin_of(WAIT_EDGES, wait)] += 1
    if wait <= plan.within[stream]:
        tally.within[slot, stream] += 1


@part
def work_on(plan: Plan, state: State, contacts: Contacts, person: int, now: float) -> None:
    """Take the work done since it was last looked at off what is left of the contacts in hand."""
    load, elapsed = state.load[person], now - state.since[person]
    for place in range(load):
        stream = contacts.stream[state.hand[person, place]]
        state.left[person, place] -= elapsed / plan.growth[stream, load]
    state.since[person] = now


@part
def schedule(plan: Plan, state: State, contacts: Contacts, person: int, now: float) -> None:
    """Find which contact in hand ends next and when, all going on as they do now."""
    if state.ends.place[person] >= 0:
        take_out(state.ends, 0, person)
    load = state.load[person]
    if load == 0:
        return
    soonest = -1.0
    for place in range(load):
        stream = contacts.stream[state.hand[person, place]]
        needs = max(state.left[person, place] * plan.growth[stream, load], 0.0)
        if soonest < 0 or needs < soonest:
            soonest = needs
            state.due[person] = place
    state.ends.first[person] = now + soonest
    push(state.ends, 0, person)


@part
def offer(plan: Plan, state: State, person: int, now: float) -> None:
    """Put *person* among those with room, where there is any, behind those who have had less to do."""
    if not state.on_duty[person] or state.load[person] >= state.limit[person]:
        return
    state.free.first[person] = state.load[person]
    state.free.second[person] = now
    if plan.least_busy:
        running = now - state.busy_from[person] if state.busy_from[person] >= 0 else 0.0
        state.free.second[person] = state.served[person] + running
    push(state.free, plan.group[person], person)
