"""Published training sessions put back into a roster that is planned again, breaks moved out of their way."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import numpy as np

from scheduler.agents import Agent
from scheduler.draft import Draft
from scheduler.explain.spared import plain
from scheduler.objective import slot_cost
from scheduler.roster import Activity, Assignment, Roster
from scheduler.rules.base import Rule
from scheduler.rules.training_kept import KeptSession, TrainingKept, patterns_off, slots_of
from scheduler.training.seats import with_activities


def kept_rules(rules: Iterable[Rule]) -> Iterator[TrainingKept]:
    """Yield those of *rules* that keep published sessions."""
    return (rule for rule in map(plain, rules) if isinstance(rule, TrainingKept))


def clear_kept(draft: Draft, rules: Iterable[Rule]) -> None:
    """Move the breaks of *draft* off the sessions that *rules* keep, to the arrangement that hurts the cover least."""
    for rule in kept_rules(rules):
        for agent in draft.instance.agents:
            spans: dict[date, list[tuple[int, int]]] = {}
            for kept in rule.of_agent(agent, draft.instance):
                day = _day_of(kept, agent, draft)
                if day is not None:
                    spans.setdefault(day, []).append(slots_of(kept.activity, draft.instance.grid))
            for day, taken in spans.items():
                _clear(draft, agent, day, taken)


def _day_of(kept: KeptSession, agent: Agent, draft: Draft) -> date | None:
    """Return the day of the shift that covers *kept*, None where none does."""
    line = draft.lines.get(agent.id, {})
    first, end = slots_of(kept.activity, draft.instance.grid)
    on = kept.activity.start.astimezone(draft.instance.zone_of(agent)).date()
    for day in (on - timedelta(days=1), on):
        if day in line and line[day][0].first <= first and end <= line[day][0].end:
            return day
    return None


def _clear(draft: Draft, agent: Agent, day: date, spans: list[tuple[int, int]]) -> None:
    """Give the shift of *agent* on *day* the cheapest breaks off *spans*, where it has others and there are such."""
    option, pattern = draft.lines[agent.id][day]
    patterns = draft.patterns[option.kind.name]
    allowed = sorted(set.intersection(*(set(patterns_off(patterns, option, span)) for span in spans)))
    if not allowed or pattern in allowed:
        return
    first, end = max(0, option.first), min(draft.instance.grid.n_slots, option.end)
    there = np.ones(patterns.length, dtype=np.int64)
    for start, finish in patterns.away(pattern):
        there[start:finish] = 0
    others = draft.heads[agent.team][first:end] - there[first - option.first : end - option.first]
    demand, price = draft.demand[agent.team][first:end], np.zeros(patterns.length, dtype=np.int64)
    saved = slot_cost(others, demand, draft.weights) - slot_cost(others + 1, demand, draft.weights)
    price[first - option.first : end - option.first] = saved
    prices = patterns.prices(price)
    draft.move_breaks(agent, day, min(allowed, key=lambda each: int(prices[each])))


def with_kept(roster: Roster, rules: Iterable[Rule]) -> Roster:
    """Return *roster* with the sessions that *rules* keep in the shifts that cover them and have no break then."""
    added: dict[int, list[Activity]] = {}
    for rule in kept_rules(rules):
        mine: dict[str, list[Activity]] = {}
        for kept in rule.sessions:
            mine.setdefault(kept.agent, []).append(kept.activity)
        for place, shift in enumerate(roster.assignments):
            found = [item for item in mine.get(shift.agent, ()) if _has_room(shift, item)]
            if found:
                added.setdefault(place, []).extend(found)
    return with_activities(roster, added)


def _has_room(shift: Assignment, item: Activity) -> bool:
    inside = not shift.on_call and shift.start <= item.start and item.end <= shift.end
    away = [(pause.start, pause.end) for pause in shift.breaks] + [(each.start, each.end) for each in shift.activities]
    return inside and not any(item.start < end and start < item.end for start, end in away)
