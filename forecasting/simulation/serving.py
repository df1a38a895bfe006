"""One person's contacts in hand: who gets the next contact, how the work goes on, and when it ends.

Several contacts at once share the person (limited processor sharing; Tezcan and Zhang, Operations Research 62:943, 2014):
while n are in hand each goes on at the speed 1 / growth(n), from moment to moment, so that a chat that begins among
others speeds up when they end.
"""

from forecasting.simulation.compiling import part
from forecasting.simulation.counting import count_answer
from forecasting.simulation.heaps import put, take_out
from forecasting.simulation.plan import Plan
from forecasting.simulation.room import enter, first_with, withdraw
from forecasting.simulation.tables import SERVED, Contacts, State, Tally


@part
def person_for(plan: Plan, state: State, stream: int) -> int:
    """Return the person with room who is asked first for a contact of *stream*, -1 where nobody has room."""
    best, best_rank = -1, 0
    asked = plan.streams[stream]
    for at in range(asked["askers_from"], asked["askers_to"]):
        rank = plan.askers[at]["rank"]
        if best >= 0 and rank > best_rank:
            break
        person = first_with(state.room, plan.askers[at]["group"], asked["at_once"])
        if person >= 0 and (best < 0 or _asked_before(state, person, best)):
            best, best_rank = person, rank
    return best


@part
def _asked_before(state: State, person: int, other: int) -> bool:
    load, loaded = state.people[person]["load"], state.people[other]["load"]
    key, keyed = state.room.entries[person]["key"], state.room.entries[other]["key"]
    return bool(load < loaded or (load == loaded and (key < keyed or (key == keyed and person < other))))


@part
def start(plan: Plan, state: State, contacts: Contacts, tally: Tally, person: int, contact: int, now: float) -> None:
    """Let *person*, who has room, serve *contact* from *now* on."""
    who, row = state.people[person], contacts.rows[contact]
    stream = row["stream"]
    withdraw(state.room, person)
    work_on(plan, state, contacts, person, now)
    place = state.hand[person, who["load"]]
    place["contact"] = contact
    place["left"] = row["handling"]
    who["load"] += 1
    who["limit"] = min(who["limit"], plan.streams[stream]["at_once"])
    if who["busy_from"] < 0:
        who["busy_from"] = now
    schedule(plan, state, contacts, person, now)
    offer(plan, state, person, now)
    row["start"] = now
    row["person"] = person
    row["fate"] = SERVED
    count_answer(plan, tally, stream, row["time"], now - row["time"])


@part
def work_on(plan: Plan, state: State, contacts: Contacts, person: int, now: float) -> None:
    """Take the work done since it was last looked at off what is left of the contacts in hand."""
    load, elapsed = state.people[person]["load"], now - state.people[person]["since"]
    for at in range(load):
        place = state.hand[person, at]
        place["left"] -= elapsed / plan.growth[contacts.rows[place["contact"]]["stream"], load]
    state.people[person]["since"] = now


@part
def schedule(plan: Plan, state: State, contacts: Contacts, person: int, now: float) -> None:
    """Find which contact in hand ends next and when, all going on as they do now."""
    load = state.people[person]["load"]
    soonest = -1.0
    for at in range(load):
        place = state.hand[person, at]
        needs = max(place["left"] * plan.growth[contacts.rows[place["contact"]]["stream"], load], 0.0)
        if soonest < 0 or needs < soonest:
            soonest = needs
            state.people[person]["due"] = at
    if load > 0:
        put(state.ends, person, now + soonest)
    elif state.ends.nodes[person]["place"] >= 0:
        take_out(state.ends, person)


@part
def offer(plan: Plan, state: State, person: int, now: float) -> None:
    """Put *person* among those with room, where there is any, behind those who have had less to do."""
    who = state.people[person]
    if who["on_duty"] == 0 or who["load"] >= who["limit"]:
        return
    key = now
    if plan.least_busy:
        key = who["served"]
        if who["busy_from"] >= 0:
            key += now - who["busy_from"]
    enter(state.room, who["group"], who["load"], person, key)
