"""People who come, leave, turn to other streams, finish a contact and look for the next one."""

from forecasting.simulation.compiling import called_part, part
from forecasting.simulation.counting import count_stretch
from forecasting.simulation.plan import Plan
from forecasting.simulation.room import withdraw
from forecasting.simulation.serving import offer, schedule, start, work_on
from forecasting.simulation.tables import BUSY, THERE, Contacts, State, Tally
from forecasting.simulation.waiting import quit_line


@part
def come(state: State, person: int, now: float) -> None:
    """Let *person* begin a span of duty; who still finishes a contact of the last one is there already."""
    who, clock = state.people[person], state.clock[0]
    who["on_duty"] = 1
    if who["there_from"] < 0:
        who["there_from"] = now
    who["served"] = clock["served"] / clock["on_duty"] if clock["on_duty"] > 0 else 0.0
    clock["served"] += who["served"]
    clock["on_duty"] += 1


@part
def leave(plan: Plan, state: State, tally: Tally, person: int, now: float) -> None:
    """End a span of duty: *person* takes nothing more and goes when nothing is in hand."""
    who, clock = state.people[person], state.clock[0]
    who["on_duty"] = 0
    clock["served"] -= who["served"]
    clock["on_duty"] -= 1
    withdraw(state.room, person)
    if who["load"] == 0:
        go(plan, state, tally, person, now)


@called_part
def go(plan: Plan, state: State, tally: Tally, person: int, now: float) -> None:
    """Let *person*, who serves nobody, be away from *now* on."""
    who = state.people[person]
    count_stretch(tally.spent, plan.slot_seconds, who["group"], who["there_from"], now, THERE)
    who["there_from"] = -1.0


@part
def turn(plan: Plan, state: State, tally: Tally, person: int, group: int, now: float) -> None:
    """Let *person* serve the streams of *group* from *now* on; what is in hand is finished."""
    who, clock = state.people[person], state.clock[0]
    withdraw(state.room, person)
    if who["busy_from"] >= 0:
        count_stretch(tally.spent, plan.slot_seconds, who["group"], who["busy_from"], now, BUSY)
        if who["on_duty"] == 1:
            who["served"] += now - who["busy_from"]
            clock["served"] += now - who["busy_from"]
        who["busy_from"] = now
    if who["there_from"] >= 0:
        count_stretch(tally.spent, plan.slot_seconds, who["group"], who["there_from"], now, THERE)
        who["there_from"] = now
    who["group"] = group


@part
def finish(plan: Plan, state: State, contacts: Contacts, person: int, now: float) -> None:
    """End the contact of *person* that is due."""
    who, hand = state.people[person], state.hand
    withdraw(state.room, person)
    work_on(plan, state, contacts, person, now)
    due, last = who["due"], who["load"] - 1
    contacts.rows[hand[person, due]["contact"]]["end"] = now
    hand[person, due]["contact"] = hand[person, last]["contact"]
    hand[person, due]["left"] = hand[person, last]["left"]
    hand[person, last]["contact"] = -1
    who["load"] = last
    limit = plan.people[person]["cap"]
    for at in range(last):
        limit = min(limit, plan.streams[contacts.rows[hand[person, at]["contact"]]["stream"]]["at_once"])
    who["limit"] = limit
    schedule(plan, state, contacts, person, now)


@part
def take_waiting(plan: Plan, state: State, contacts: Contacts, tally: Tally, person: int, now: float) -> None:
    """Fill *person*'s places with waiting contacts, by priority, then by wait; with room left, be free for the next."""
    if state.people[person]["on_duty"] == 0:
        return
    while True:
        contact = next_for(plan, state, contacts, person)
        if contact < 0:
            break
        quit_line(state.lines, contacts, contact)
        start(plan, state, contacts, tally, person, contact, now)
    if state.room.entries[person]["line"] < 0:
        offer(plan, state, person, now)


@part
def next_for(plan: Plan, state: State, contacts: Contacts, person: int) -> int:
    """Return the waiting contact that *person* takes next, -1 where none is waiting or there is no room."""
    best, best_priority, best_came = -1, 0, 0.0
    who = state.people[person]
    group = who["group"]
    if who["load"] >= who["limit"]:
        return best
    for at in range(plan.skills_from[group], plan.skills_from[group + 1]):
        stream = plan.skills[at]
        contact = state.lines[stream]["first"]
        if contact < 0 or who["load"] >= plan.streams[stream]["at_once"]:
            continue
        priority, came = plan.streams[stream]["priority"], contacts.rows[contact]["time"]
        if best < 0 or priority < best_priority or (priority == best_priority and came < best_came):
            best, best_priority, best_came = contact, priority, came
    return best


@part
def rest(plan: Plan, state: State, tally: Tally, person: int, now: float) -> None:
    """Where *person* has been serving and serves nobody any more, count for how long; who is not on duty goes."""
    who, clock = state.people[person], state.clock[0]
    if who["load"] > 0 or who["busy_from"] < 0:
        return
    count_stretch(tally.spent, plan.slot_seconds, who["group"], who["busy_from"], now, BUSY)
    if who["on_duty"] == 0:
        go(plan, state, tally, person, now)
    else:
        who["served"] += now - who["busy_from"]
        clock["served"] += now - who["busy_from"]
    who["busy_from"] = -1.0
