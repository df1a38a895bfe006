"""Who is like whom: what the lines open to a person depend on."""

from collections.abc import Sequence

from scheduler.agents import Agent
from scheduler.explain.spared import Spared, plain
from scheduler.instance import Instance
from scheduler.rules.alike import seen_in
from scheduler.rules.base import Rule
from scheduler.rules.hours import DailyHours
from scheduler.rules.scope import Scoped


def likeness(agent: Agent, rules: Sequence[Rule], instance: Instance) -> tuple[object, ...]:
    """Return what the lines open to *agent* depend on: people alike in it share a model."""
    held = [plain(rule) for rule in rules]
    approved = any(isinstance(rule, DailyHours) and agent.id in rule.overtime_approved for rule in held)
    spared = tuple((rule.name, rule.spares(agent.id)) for rule in rules if isinstance(rule, Spared))
    scopes = tuple(rule.covers(agent) for rule in held if isinstance(rule, Scoped))
    past = tuple(
        (shift.start, shift.end, shift.kind, shift.breaks) for shift in instance.lines_before.get(agent.id, ())
    )
    told = frozenset(
        (tally.since, tally.minutes, tally.overtime_minutes) for tally in instance.tallies if tally.agent == agent.id
    )
    return (
        agent.team,
        agent.contract,
        agent.zone,
        agent.leave,
        agent.restrictions,
        approved,
        past,
        told,
        spared,
        scopes,
        seen_in(agent, rules),
    )
